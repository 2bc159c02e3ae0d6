"""The life of a certificate as data: which event leads from which status to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from socert.domain.people import Refusal
from socert.values import Money, Text


class Status(IntEnum):
    """Where a certificate stands. The numbers are stored, here and on its accounts; never renumber."""

    ACTIVE = 1
    BLOCKED = 2
    ENDED = 3
    CANCELLED = 4


class Event(StrEnum):
    """What may happen to a certificate after its issue. The values are stored."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    END = "end"
    CANCEL = "cancel"


#: Every transition there is; what is not listed cannot happen.
TRANSITIONS: Mapping[tuple[Status, Event], Status] = {
    (Status.ACTIVE, Event.BLOCK): Status.BLOCKED,
    (Status.BLOCKED, Event.UNBLOCK): Status.ACTIVE,
    (Status.ACTIVE, Event.END): Status.ENDED,
    (Status.BLOCKED, Event.END): Status.ENDED,
    (Status.ACTIVE, Event.CANCEL): Status.CANCELLED,
    (Status.BLOCKED, Event.CANCEL): Status.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A right of one holder under one programme; valid from `valid_from` until `valid_until` (not within).

    `programme` and `version` are numbers; `issued_by` is the operation that issued it.
    """

    id: UUID
    lane: int
    holder: int
    programme: int
    version: int
    budget_year: int
    status: Status
    valid_from: datetime
    valid_until: datetime
    issued_by: UUID


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """Something that happened to a certificate after its issue, and the operation it was booked by."""

    event: Event
    at: datetime
    operation: UUID
    reason: str


class ChangeRefusal(StrEnum):
    """Why a certificate stays as it is; the values are stable."""

    CERTIFICATE_UNKNOWN = "certificate_unknown"
    TRANSITION_IMPOSSIBLE = "transition_impossible"
    REASON_UNUSABLE = "reason_unusable"
    REASON_NAMES_A_PERSON = "reason_names_a_person"


@dataclass(frozen=True, slots=True)
class ChangeRefused:
    """A refusal and its sentence."""

    code: ChangeRefusal
    text: Text


@dataclass(frozen=True, slots=True)
class Changed:
    """A certificate as it stands now, and what went back to its sources."""

    certificate: UUID
    status: Status
    returned: Money


class ForgetRefusal(StrEnum):
    """Why who a holder is stays known; the values are stable. Others are those of the room of people."""

    HOLDS_CERTIFICATES = "holds_certificates"


@dataclass(frozen=True, slots=True)
class ForgetRefused:
    """A refusal, its sentence, and the certificates that have to end first, if these are why."""

    code: ForgetRefusal | Refusal
    text: Text
    certificates: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Expired:
    """How many certificates ended, and what went back, in all and by source id."""

    certificates: int
    accounts: int
    returned: Money
    by_source: Mapping[str, Money]
