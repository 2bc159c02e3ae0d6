"""Invented residents: plausible names, birth dates, СНИЛС and cards with right check digits, from a seed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from socert.entrypoints.replays.example import Names
from socert.values import CardNumber, Snils, Text

_SNILS_FIRST = 900_000_000  # numbers this high have not been given to anybody
_CARD_PREFIX = "22009999"
_FEMALE_PERCENT = 66
_BORN = (1936, 1988)
_COLUMNS = ("snils", "last_name", "first_name", "patronymic", "birth_date", "district", "card")


@dataclass(frozen=True, slots=True)
class Shopper:
    """A resident with a social card, as the list of recipients names them; `need` holds ids of allowances by need."""

    snils: Snils
    last_name: str
    first_name: str
    patronymic: str
    birth_date: date
    card: CardNumber
    district: Text
    need: tuple[str, ...] = ()


def invent_residents(
    count: int,
    *,
    names: Names,
    districts: Sequence[Text],
    born: tuple[int, int] = _BORN,
    random: Random,
) -> list[Shopper]:
    """`count` different people, evenly over the districts, born in these years; the same seed gives the same people."""
    return [
        _invent(number, names=names, district=districts[number % len(districts)], born=born, random=random)
        for number in range(count)
    ]


def invent_foreign_card(number: int) -> CardNumber:
    """A card with a right check digit that nobody here was given."""
    return CardNumber.complete(f"22008888{number:07d}")


def _invent(number: int, *, names: Names, district: Text, born: tuple[int, int], random: Random) -> Shopper:
    is_female = random.randrange(100) < _FEMALE_PERCENT
    return Shopper(
        snils=Snils.from_nine(_SNILS_FIRST + number),
        last_name=random.choice(names.surnames).of(is_female=is_female),
        first_name=random.choice(names.female if is_female else names.male),
        patronymic=random.choice(names.patronymics).of(is_female=is_female),
        birth_date=date(random.randint(*born), random.randint(1, 12), random.randint(1, 28)),
        card=CardNumber.complete(f"{_CARD_PREFIX}{number:07d}"),
        district=district,
    )


def recipients_csv(shoppers: Sequence[Shopper]) -> bytes:
    """The list of recipients as a department would hand it over: UTF-8 with a byte order mark, semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    needs = any(one.need for one in shoppers)
    writer.writerow((*_COLUMNS, "need") if needs else _COLUMNS)
    for one in shoppers:
        writer.writerow(
            (
                one.snils.text,
                one.last_name,
                one.first_name,
                one.patronymic,
                one.birth_date.isoformat(),
                one.district.ru,
                one.card.digits,
                *([" ".join(one.need)] if needs else []),
            )
        )
    return text.getvalue().encode("utf-8-sig")
