"""An event and the one who caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

Details: TypeAlias = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name such as "operator 7" or "command line", and the role they act in."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: an action such as "till_suspended" on a subject such as "till:7"."""

    at: datetime
    actor: Actor
    action: str
    subject: str
    purpose: str
    details: Details
