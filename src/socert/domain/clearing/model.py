"""Closed periods, claims and their life, what a register is made of, why clearing refuses."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from socert.values import Text


class ClaimStatus(IntEnum):
    """Where a claim stands. The numbers are stored."""

    PRESENTED = 1
    PAID = 2
    CARRIED = 3


class ClaimEvent(StrEnum):
    """What may happen to a claim."""

    PAY = "pay"
    CARRY = "carry"


#: State, event, next state; what is not here does not happen.
CLAIM_LIFE: dict[tuple[ClaimStatus, ClaimEvent], ClaimStatus] = {
    (ClaimStatus.PRESENTED, ClaimEvent.PAY): ClaimStatus.PAID,
    (ClaimStatus.PRESENTED, ClaimEvent.CARRY): ClaimStatus.CARRIED,
}


@dataclass(frozen=True, slots=True)
class ClearingRefused:
    """Why nothing was done: a stable code and a sentence."""

    code: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class SourceAmount:
    """A funding source's part of a claim in one lane, kopecks; `carried` came over from the claim before."""

    source: int
    lane: int
    amount: int
    carried: int = 0

    @property
    def due(self) -> int:
        """What is paid from the source, or comes back to it."""
        return self.amount + self.carried


@dataclass(frozen=True, slots=True)
class Claim:
    """What a merchant is owed for a period, kopecks, and how and when that was paid.

    `receipts` counts the purchases it speaks of, those `voided` among them, which add nothing. `amount` is net of what
    was returned; `carried`, zero or less, is what the merchant's claim before left to owe back.
    """

    id: UUID
    period: int
    merchant: int
    amount: int
    carried: int
    receipts: int
    voided: int
    status: ClaimStatus
    paid_by: UUID | None
    carried_into: UUID | None
    paid_at: datetime | None
    reference: str | None

    @property
    def due(self) -> int:
        """What is to be paid; zero or less is carried into the merchant's next claim."""
        return self.amount + self.carried

    @property
    def sold(self) -> int:
        """Purchases that stand."""
        return self.receipts - self.voided


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period as registers name it: its number, its first and its last day, both included."""

    number: int
    first_day: date
    last_day: date

    @property
    def folder(self) -> str:
        """The name of the folder its registers lie in."""
        return f"period-{self.number}-{self.first_day}-{self.last_day}"


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A period nothing can be posted into any more, from its start up to, not including, its end."""

    period: int
    starts_at: datetime
    ends_at: datetime
    closed_at: datetime
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """A closed period in a few figures: how many claims, kopecks to be paid in all, and paid of them."""

    period: int
    starts_at: datetime
    ends_at: datetime
    claims: int
    due: int
    paid: int


@dataclass(frozen=True, slots=True)
class ExpectedClaim:
    """What a merchant's claim would be, kopecks."""

    merchant: int
    amount: int
    receipts: int
    carried: int

    @property
    def due(self) -> int:
        """What would be to be paid."""
        return self.amount + self.carried


@dataclass(frozen=True, slots=True)
class ExpectedPeriod:
    """What closing now would make; purchases may still be added to it."""

    starts_at: datetime
    ends_at: datetime
    claims: tuple[ExpectedClaim, ...]


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A claim line of an account that several sources share; `consumed_before` is what earlier periods took."""

    account: int
    version: int
    consumed_before: int
    claim: UUID
    lane: int
    amount: int


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """What one account paid of one receipt line, kopecks, negative where it was undone; quantity in millionths.

    `units` are the item units it used up, `waived` what the shop forwent of the line; `version` and `slot` say which
    allowance it was.
    """

    merchant: int
    at: datetime
    outlet: str
    till: str
    receipt: str
    authorisation: UUID
    lane: int
    position: int
    gtin: int | None
    article: str | None
    name: str
    category: str | None
    quantity: int
    amount: int
    covered: int
    programme: str
    kind: int
    version: int
    slot: int
    units: int
    waived: int


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """Whose register it is, and what its lines must sum to, kopecks; `voided` of the `receipts` were taken back.

    `carried` came over from the claim before.
    """

    merchant: int
    inn: str
    title: str
    amount: int
    carried: int
    receipts: int
    voided: int
