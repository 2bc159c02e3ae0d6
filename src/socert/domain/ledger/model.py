"""What the ledger is made of: kinds of operations and accounts, openings, office operations, heads of chains."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

#: The chain of everything that is not done at a till: issue, expiry, payment. Tills' writers count from 1.
OFFICE_WRITER = 0
#: How many servers may write one lane at once.
WRITERS_MAX = 255
#: The lane in which operations that concern no single resident are kept.
OFFICE_LANE = 0


class OperationKind(IntEnum):
    """What happened to money. The numbers are stored; never renumber."""

    AUTHORISE = 1
    CAPTURE = 2
    VOID = 3
    LAPSE = 4
    TOMBSTONE = 5
    ISSUE = 6
    EXPIRE = 7
    APPROPRIATE = 8
    PAY = 9
    CHANGE_STATUS = 10
    REFUND = 11
    SEAL = 12


class Outcome(IntEnum):
    """How an operation ended. The numbers are stored; never renumber."""

    APPROVED = 1
    PARTIAL = 2
    DECLINED = 3


class ColdAccount(StrEnum):
    """Accounts no till touches; their balance is the sum of their postings."""

    SOURCE = "source"
    APPROPRIATION = "appropriation"
    PAYABLE = "payable"
    PAID = "paid"
    BORNE = "borne"


@dataclass(frozen=True, slots=True)
class AccountOpening:
    """A certificate's allowance as it is opened: `issued` in kopecks, `units` where it gives whole items."""

    id: int
    lane: int
    holder: int
    certificate: UUID
    version: int
    slot: int
    valid_from: datetime
    valid_until: datetime
    issued: int
    units: int = 0


@dataclass(frozen=True, slots=True)
class AccountOwner:
    """Whose accounts: holder, lane and certificate; the first two lead to them by the table's key."""

    holder: int
    lane: int
    certificate: UUID

    def as_dict(self) -> dict[str, object]:
        """By the names of columns."""
        return {"holder": self.holder, "lane": self.lane, "certificate": self.certificate}


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount` kopecks from the debited to the credited account. A hot account's held side is minus its number."""

    lane: int
    debit: int
    credit: int
    amount: int


@dataclass(frozen=True, slots=True)
class OfficeOperation:
    """An operation made outside the tills. `total` in kopecks, `details` a JSON text that says more."""

    id: UUID
    kind: OperationKind
    total: int
    details: str
    merchant: int | None = None
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class UnspentBalance:
    """An account of an ended certificate with money left on it; kopecks."""

    id: int
    lane: int
    holder: int
    certificate: UUID
    version: int
    slot: int
    issued: int
    held: int
    consumed: int
    returned: int

    @property
    def available(self) -> int:
        """What goes back to the sources."""
        return self.issued - self.held - self.consumed - self.returned


@dataclass(frozen=True, slots=True)
class Head:
    """Where a writer's chain ends."""

    seq: int
    chain: bytes
