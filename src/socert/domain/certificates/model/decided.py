"""Proactive issue: what decisions say, what became of everybody they are about, and who waits in the queue."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from socert.domain.budgets import Stage
from socert.domain.certificates.model.issue import Entitlement, RowRefusal
from socert.values import Money, Text

#: So many decisions a file may have for a programme.
PEOPLE_MAX = 20_000_000


@dataclass(frozen=True, slots=True)
class DecisionsHead:
    """What a file of decisions says of itself and of one programme.

    `decided_for` is the day of the legal event, `decided_on` that on which facts had to be fresh. `sha256` is the
    file's, `version_sha256` that of the programme version it was decided by, hexadecimal. `amounts` are the ids of the
    allowances it has amounts of.
    """

    file_name: str
    sha256: bytes
    decided_for: date
    decided_on: date
    region: str | None
    programme: str
    version_sha256: str
    amounts: tuple[str, ...]
    people: int
    entitled: int
    not_entitled: int
    needs_evidence: int


class EntitledPerson(NamedTuple):
    """Somebody entitled: their number, and kopecks and units in the order of `DecisionsHead.amounts`."""

    number: int
    amounts: tuple[tuple[int, int], ...]


class PlaceState(IntEnum):
    """Where a place in the queue stands. The numbers are stored; never renumber."""

    WAITING = 1
    ISSUED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Somebody's place: first by the day that was decided for, then by the draw.

    `kopecks` is what their certificate was worth when they were given the place, over all its sources.
    """

    id: UUID
    programme: int
    holder: int
    lane: int
    decided_on: date
    draw: bytes
    entitlement: Entitlement
    kopecks: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of everybody decisions are about; `without_row` are entitled and not in the list."""

    people_in: int
    issued: int
    queued: int
    refused: int
    not_entitled: int
    needs_evidence: int
    without_row: int

    @property
    def is_reconciled(self) -> bool:
        """Whether nobody is lost or counted twice."""
        others = self.not_entitled + self.needs_evidence + self.without_row
        return self.people_in == self.issued + self.queued + self.refused + others


@dataclass(frozen=True, slots=True)
class Lacking:
    """A source by whose money the first who waits could not be paid; whether any was appropriated for the year."""

    source: str
    budget_year: int
    is_appropriated: bool


@dataclass(frozen=True, slots=True)
class ProactiveReport:
    """What became of a file of decisions; `unlisted` are the numbers of the entitled without a row in the list.

    `seed` is what places were drawn by; `lacking` says whose money ended, where somebody came into the queue.
    `already_issued_report` and `is_dry_run` as in `IssueReport`.
    """

    id: UUID
    decided_on: date
    region: str | None
    seed: str
    counts: Counts
    issued_total: Money
    queued_total: Money
    refusals: tuple[RowRefusal, ...]
    unlisted: tuple[int, ...]
    already_issued_report: bool
    is_dry_run: bool
    budget: tuple[Stage, ...] = ()
    lacking: tuple[Lacking, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRefusal:
    """A place whose holder will get nothing, and why."""

    place: UUID
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class QueueReport:
    """What became of those who waited: before = issued + refused + still waiting."""

    waited: int
    issued: int
    still_waiting: int
    issued_total: Money
    waiting_total: Money
    refusals: tuple[PlaceRefusal, ...]
    is_dry_run: bool
    budget: tuple[Stage, ...] = ()
    lacking: tuple[Lacking, ...] = ()
