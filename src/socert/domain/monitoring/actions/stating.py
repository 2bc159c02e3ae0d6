"""A certificate's money: what is left of it, and everything that happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from psycopg import Connection

from socert.domain import programmes
from socert.domain.ledger import OperationKind
from socert.domain.monitoring.store import statement as store


@dataclass(frozen=True, slots=True)
class AllowanceBalance:
    """What is left of an allowance of a certificate, kopecks; `allowance` is its id in the programme.

    `units` counts whole items or units of a service, `units_left` those neither held nor used up; else both are 0.
    """

    certificate: UUID
    allowance: str
    kind: programmes.AllowanceKind
    issued: int
    held: int
    consumed: int
    returned: int
    units: int
    units_left: int
    unit: programmes.ServiceUnit | None = None

    @property
    def available(self) -> int:
        """What can still be spent."""
        return self.issued - self.held - self.consumed - self.returned


class StatementEvent(StrEnum):
    """What may have happened to a certificate's money."""

    ISSUE = "issue"
    HOLD = "hold"
    PURCHASE = "purchase"
    RELEASE = "release"
    VOID = "void"
    LAPSE = "lapse"
    REFUND = "refund"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement of a certificate's money, kopecks; at a till with the receipt and the outlet."""

    event: StatementEvent
    at: datetime
    amount: int
    receipt: str | None
    outlet: str | None


#: What a kind of operation did to an allowance, and what where it moved between its available and its held side only.
_EVENTS: Mapping[OperationKind, tuple[StatementEvent, StatementEvent]] = {
    OperationKind.ISSUE: (StatementEvent.ISSUE, StatementEvent.ISSUE),
    OperationKind.AUTHORISE: (StatementEvent.PURCHASE, StatementEvent.HOLD),
    OperationKind.CAPTURE: (StatementEvent.PURCHASE, StatementEvent.RELEASE),
    OperationKind.VOID: (StatementEvent.VOID, StatementEvent.RELEASE),
    OperationKind.LAPSE: (StatementEvent.LAPSE, StatementEvent.LAPSE),
    OperationKind.REFUND: (StatementEvent.REFUND, StatementEvent.REFUND),
    OperationKind.EXPIRE: (StatementEvent.RETURN, StatementEvent.RETURN),
}


def balances_of(conn: Connection, *, holder: int) -> list[AllowanceBalance]:
    """What is left of each allowance of each certificate of a holder."""
    versions = {one.number: one for one in programmes.versions(conn)}
    found = []
    for certificate, version, slot, issued, held, consumed, returned, units, left in store.read_balances(
        conn, holder=holder
    ):
        rule = versions[version].allowances[slot]
        found.append(
            AllowanceBalance(
                certificate, rule.id, rule.kind, issued, held, consumed, returned, units, left, unit=rule.unit
            )
        )
    return found


def statement_of(conn: Connection, *, certificate: UUID) -> list[StatementLine]:
    """Everything that happened to a certificate's money, the oldest first; nothing where there is none."""
    return [
        StatementLine(_EVENTS[OperationKind(kind)][is_within], at, amount, receipt, outlet)
        for kind, is_within, at, amount, receipt, outlet in store.read_movements(conn, certificate=certificate)
    ]
