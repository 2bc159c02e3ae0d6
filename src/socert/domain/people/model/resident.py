"""A resident: a random number for the ledger, and beside it who they are."""

from dataclasses import dataclass, field
from datetime import date, datetime

from socert.values import Snils

_NAME_LENGTH_MAX = 100


class UnusableName(ValueError):
    """A last or first name or a district is missing, too long or not readable."""


@dataclass(frozen=True, slots=True)
class NewResident:
    """A person to be registered, perhaps with the phone they are reached at. Only the masked СНИЛС shows in `repr`.

    Raises:
        UnusableName: a part of the name or the district is blank, over 100 characters, or not printable.
    """

    snils: Snils
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    patronymic: str | None = field(repr=False)
    birth_date: date = field(repr=False)
    district: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        words = {"last name": self.last_name, "first name": self.first_name, "district": self.district}
        if self.patronymic is not None:
            words["patronymic"] = self.patronymic
        for what, word in words.items():
            if not word.strip() or len(word) > _NAME_LENGTH_MAX or not word.isprintable():
                raise UnusableName(
                    f"The {what} is blank, over {_NAME_LENGTH_MAX} characters or not readable; please correct it."
                )


@dataclass(frozen=True, slots=True)
class Registered:
    """A person as the ledger knows them: `holder` is random and positive, `lane` follows from it."""

    snils: Snils
    holder: int
    lane: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Resident:
    """A registered person and who they are."""

    holder: int
    lane: int
    registered_at: datetime
    identity: NewResident


@dataclass(frozen=True, slots=True)
class Standing:
    """What linking a card and issuing a certificate need to know of a resident."""

    holder: int
    lane: int
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """Whose identity is gone, since when, and how many cards were blocked with it."""

    holder: int
    at: datetime
    cards: int
