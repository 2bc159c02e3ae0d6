"""One row of a list of recipients: a person, perhaps a card and what they need, or what in it cannot be read."""

import re
from collections.abc import Mapping
from datetime import date

from socert.domain.certificates.model import PLAIN, Entitlement, RecipientRow, RowOutcome, RowRefusal
from socert.domain.people import NewResident, Refusal, UnusableName, begins_like_a_sheet, phone_of
from socert.values import CardNumber, InvalidNumber, Snils, Text

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_RUSSIAN = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_BORN_AFTER = date(1900, 1, 1)

_BIRTH_DATE = Text(
    ru="Дата рождения не читается или не может быть верной. Пожалуйста, напишите её как 1961-05-31.",
    en="The birth date cannot be read or cannot be right; please write it as 1961-05-31.",
)
_NAME = Text(
    ru="Фамилия, имя или район не указаны, длиннее 100 знаков или содержат нечитаемые знаки. Пожалуйста, проверьте их.",
    en="A name or the district is missing, over 100 characters or not readable; please check them.",
)


def readable_row(line: int, given: Mapping[str, str], *, today: date) -> RecipientRow | RowRefusal:
    """The person and card in the fields of a row, by the names of columns; or what cannot be read."""
    try:
        snils = Snils.parse(given["snils"])
    except InvalidNumber as error:
        return _failed(line, f"snils_{error.code}", error.text)
    born = _birth_date(given["birth_date"].strip())
    if born is None or not _BORN_AFTER <= born <= today:
        return _failed(line, "birth_date_unusable", _BIRTH_DATE)
    phone = given.get("phone", "").strip()
    if phone and phone_of(phone) is None:
        return _failed(line, Refusal.PHONE_UNUSABLE, Refusal.PHONE_UNUSABLE.text)
    try:
        person = NewResident(
            snils=snils,
            last_name=given["last_name"].strip(),
            first_name=given["first_name"].strip(),
            patronymic=given["patronymic"].strip() or None,
            birth_date=born,
            district=given["district"].strip(),
            phone=phone_of(phone),
        )
    except UnusableName:
        return _failed(line, "name_unusable", _NAME)
    return _with_card(line, given, person)


def _with_card(line: int, given: Mapping[str, str], person: NewResident) -> RecipientRow | RowRefusal:
    number = given.get("card", "").strip()
    try:
        card = CardNumber.parse(number) if number else None
    except InvalidNumber as error:
        return _failed(line, f"card_{error.code}", error.text)
    if card is None or not begins_like_a_sheet(card):
        return RecipientRow(line, person, card, _entitlement(given.get("need", "")))
    return _failed(line, Refusal.NUMBER_OF_A_SHEET, Refusal.NUMBER_OF_A_SHEET.text)


def _entitlement(need: str) -> Entitlement:
    return Entitlement(frozenset(need.split())) if need.strip() else PLAIN


def _failed(line: int, code: str, text: Text) -> RowRefusal:
    return RowRefusal(line, RowOutcome.FAILED, code, text)


def _birth_date(written: str) -> date | None:
    if shape := _ISO.fullmatch(written):
        year, month, day = shape.groups()
    elif shape := _RUSSIAN.fullmatch(written):
        day, month, year = shape.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
