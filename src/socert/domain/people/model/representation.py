"""Who may shop for whom."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Representation:
    """The representative may shop for the represented, from `valid_from` until `valid_until` (not within)."""

    id: UUID
    representative: int
    represented: int
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Representative:
    """Who may shop for a resident now or later, as that resident is told: a name, and what they shop with."""

    representation: Representation
    first_name: str = field(repr=False)
    patronymic: str | None = field(repr=False)
    last_name: str = field(repr=False)
    has_sheet: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A representation nobody can shop by any more, and how many cards were blocked with it just now."""

    representation: Representation
    cards: int
