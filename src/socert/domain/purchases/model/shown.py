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
    lines: list[LineAnswer]
    reason: ReasonAnswer | None = None
