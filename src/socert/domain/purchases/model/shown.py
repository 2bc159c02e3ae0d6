"""What a till is shown of a purchase and of what became of it."""

from datetime import datetime

import msgspec

from socert.domain.purchases.model.answered import LineAnswer, ReasonAnswer


class LeftAnswer(msgspec.Struct, frozen=True):
    """What can still be returned of a line: quantity, kopecks of its amount, and the certificates' part of them."""

    quantity: str
    amount: int
    covered: int


class CapturedLineAnswer(msgspec.Struct, frozen=True):
    """What a capture took of a line, kopecks."""

    position: int
    quantity: str
    amount: int
    covered: int
    refundable: LeftAnswer


class CaptureView(msgspec.Struct, frozen=True):
    """A capture and what was given back of it, kopecks that certificates paid and got back."""

    id: str
    amount: int
    refunded: int
    lines: list[CapturedLineAnswer]


class GoodsAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a line of the receipt was, as the till sent it: price a unit, discount and amount in kopecks."""

    name: str
    quantity: str
    price: int
    amount: int
    gtin: str | None = None
    article: str | None = None
    discount: int = 0


class ShownLineAnswer(LineAnswer, frozen=True, omit_defaults=True):
    """How a line was decided and, where one authorisation is asked for, what it was."""

    goods: GoodsAnswer | None = None


class AuthorisationView(msgspec.Struct, frozen=True):
    """An authorisation and what became of it: held, partly_captured, captured, voided, lapsed or declined."""

    id: str
    status: str
    outcome: str
    receipt: str | None
    at: datetime
    covered: int
    own_money: int
    expires_at: datetime | None
    captures: list[CaptureView]
    lines: list[ShownLineAnswer]
    reason: ReasonAnswer | None = None
