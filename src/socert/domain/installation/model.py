"""The installation: example or live, how many lanes, which time zone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """Example (a settable clock, shown everywhere) or live."""

    EXAMPLE = "example"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Installation:
    """What was fixed when the database was made. `card_key_check` tells a wrong card key from the right one."""

    kind: Kind
    lanes: int
    zone: ZoneInfo
    card_key_check: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClockCannotMove:
    """Why the clock stays where it is."""

    code: str
    sentence: str
