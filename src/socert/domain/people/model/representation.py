"""Who may shop for whom."""

from dataclasses import dataclass
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
class Ended:
    """A representation nobody can shop by any more, and how many cards were blocked with it just now."""

    representation: Representation
    cards: int
