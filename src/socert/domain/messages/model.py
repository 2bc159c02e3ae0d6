"""A message, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, auto
from uuid import UUID


class Status(IntEnum):
    """Where a message stands. The numbers are stored."""

    WAITING = 1
    HANDED_OVER = 2
    SHOWN = 3
    LAPSED = 4


class Delivery(Enum):
    """What a sender did: it took the message, left it to be read here, or failed and is to be asked again."""

    TAKEN = auto()
    LEFT_HERE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way. Whom it is for and what it says show in no `repr`."""

    id: UUID
    phone: str = field(repr=False)
    body: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A message and what became of it; phone and text only while they are kept."""

    id: UUID
    status: Status
    tries: int
    phone: str | None = field(repr=False)
    body: str | None = field(repr=False)
    made_at: datetime
    expires_at: datetime
