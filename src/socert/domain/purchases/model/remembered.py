"""What a resident is told of their purchases: each in time, and the receipt of one line by line."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from socert.domain.purchases.model.answered import LineAnswer
from socert.domain.purchases.model.shown import AuthorisationView


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """Where something stands in time: what happened at one instant is in the order of its number."""

    at: datetime
    id: UUID


class RememberedKind(StrEnum):
    """What is remembered: a receipt that was rung up, or goods that came back."""

    PURCHASE = "purchase"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A receipt or a return as it was written down; kopecks."""

    id: UUID
    kind: int
    at: datetime
    till: int | None
    total: int
    covered: int
    receipt: str | None
    parent: UUID | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A receipt or a return; kopecks that certificates paid or got back, and own money.

    `authorisation` is the public id of the receipt, of a return that of the receipt it belongs to. `status` is that of
    the receipt: held, partly_captured, captured, voided, lapsed or declined.
    """

    moment: Moment
    kind: RememberedKind
    authorisation: str
    status: str
    till: int | None
    receipt: str | None
    covered: int
    own_money: int


@dataclass(frozen=True, slots=True)
class LineBought:
    """A line as the till sent it: millionths of its unit, kopecks. A gtin of None: none was given."""

    gtin: int | None
    name: str
    quantity: int
    price: int
    discount: int
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptLineShown:
    """A line as it was sent and decided, and what came back of it: millionths of its unit, kopecks."""

    bought: LineBought
    decided: LineAnswer
    returned_quantity: int
    returned_amount: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A resident's receipt: what became of it, its lines, and the returns, oldest first."""

    view: AuthorisationView
    till: int | None
    lines: tuple[ReceiptLineShown, ...]
    returns: tuple[Remembered, ...] = field(default=())
