"""A one-time code: how long it lives, how often it may be tried and asked for, what a try ends in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=5)
#: How often a code may be given wrong before another one has to be asked for.
CODE_TRIES_MAX = 5
#: Within this time a card is sent so many codes at most, and a till may ask for so many.
LIMIT_SPAN = timedelta(hours=1)
CODES_OF_A_CARD_MAX = 5
CODES_OF_A_TILL_MAX = 120


class CodeTry(StrEnum):
    """What a code that was given turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    BLOCKED = "blocked"
    NOT_SET = "not_set"
    EXPIRED = "expired"
    USED = "used"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class CodeHash:
    """A code as it is kept: keyed hash with a salt of its own; `used_by` is the purchase it is used up by."""

    card: UUID
    salt: bytes
    digest: bytes
    expires_at: datetime
    tries: int = 0
    used_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """Who carries a card, and where they are reached; None where that is not known."""

    holder: int
    phone: str | None
