"""A person as staff see them: who they are, what they hold, by what they present it, who looked at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, certificates, monitoring, people, programmes
from socert.values import Period, Text

_EVENTS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate with what is left of it; `standing` is active, blocked, ended or cancelled."""

    id: UUID
    title: Text
    is_sensitive: bool
    standing: str
    first_day: date
    last_day: date
    allowances: Sequence[tuple[Text, monitoring.AllowanceBalance]]

    @property
    def may_be_blocked(self) -> bool:
        """Whether it pays now."""
        return self.standing == "active"

    @property
    def may_be_unblocked(self) -> bool:
        """Whether it would pay again."""
        return self.standing == "blocked"


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the page shows; `phone` with its last digits only."""

    holder: int
    identity: people.NewResident
    phone: str
    registered_at: datetime
    held: Sequence[Held]
    cards: Sequence[people.Card]
    looks: Sequence[audit.Event]


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a certificate's history: what, kopecks where money moved, and a reason where somebody decided."""

    at: datetime
    event: str
    kopecks: int | None
    receipt: str
    place: str


def read_person(conn: Connection, *, holder: int, now: datetime, zone: ZoneInfo) -> Person | None:
    """A person; None when unknown or erased."""
    found = people.find_resident(conn, holder=holder)
    if found is None:
        return None
    return Person(
        holder=holder,
        identity=found.identity,
        phone="" if found.identity.phone is None else f"…{found.identity.phone[-4:]}",
        registered_at=found.registered_at,
        held=read_held(conn, holder=holder, now=now, zone=zone),
        cards=people.cards_of(conn, holder=holder),
        looks=audit.events_of(conn, subject=f"resident:{holder}", limit=_EVENTS_SHOWN),
    )


def read_held(conn: Connection, *, holder: int, now: datetime, zone: ZoneInfo) -> list[Held]:
    """The certificates of a person, the newest first."""
    versions = {one.number: one for one in programmes.versions(conn)}
    balances = monitoring.balances_of(conn, holder=holder)
    held = []
    for one in certificates.certificates_of(conn, holder=holder):
        version = versions[one.version]
        titles = {allowance.id: allowance.title for allowance in version.allowances}
        last_day = Period(one.valid_from, one.valid_until).valid_through(zone)
        assert last_day is not None, "a certificate ends"
        is_over = one.status in (certificates.Status.ACTIVE, certificates.Status.BLOCKED) and one.valid_until <= now
        held.append(
            Held(
                id=one.id,
                title=version.title,
                is_sensitive=version.is_sensitive,
                standing="ended" if is_over else one.status.name.lower(),
                first_day=one.valid_from.astimezone(zone).date(),
                last_day=last_day,
                allowances=[(titles[each.allowance], each) for each in balances if each.certificate == one.id],
            )
        )
    return held


def read_happened(conn: Connection, *, certificate: UUID) -> list[Happened]:
    """Everything that happened to a certificate, the oldest first."""
    moved = [
        Happened(one.at, one.event.value, one.amount, one.receipt or "", one.outlet or "")
        for one in monitoring.statement_of(conn, certificate=certificate)
    ]
    decided = [
        Happened(one.at, one.event.value, None, "", one.reason)
        for one in certificates.history_of(conn, certificate=certificate)
    ]
    return sorted(moved + decided, key=lambda one: (one.at, one.kopecks is not None, one.event != "issue"))
