"""The PIN of a card: what is kept of it, how often it may be tried, what a try ends in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

#: How often in a row a PIN may be given wrong before it is blocked.
PIN_TRIES_MAX = 5


class PinTry(StrEnum):
    """What a PIN that was given turned out to be. Tries are blocked until the office lifts it."""

    RIGHT = "right"
    WRONG = "wrong"
    BLOCKED = "blocked"
    NOT_SET = "not_set"


@dataclass(frozen=True, slots=True)
class PinHash:
    """A PIN as it is kept: a slow hash with a salt of its own."""

    card: UUID
    salt: bytes
    digest: bytes
    set_at: datetime
