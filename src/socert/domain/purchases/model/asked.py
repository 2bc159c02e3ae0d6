"""What a till asks, already checked for form: amounts in kopecks, quantities in millionths, cards as keyed hashes."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

import msgspec


class ReceiptLine(msgspec.Struct, frozen=True):
    """One line of a receipt. A zero gtin means none was given.

    `shop_codes` are what to look for among the merchant's own articles: the article it names or, for an in-store code,
    the whole code and its article part. With them the gtin is never looked up.
    """

    position: int
    gtin: int
    article: str | None
    shop_codes: tuple[str, ...]
    name: str
    quantity_text: str
    quantity: int
    price: int
    discount: int
    amount: int


class Asked(msgspec.Struct, frozen=True):
    """What every request has: its own new id, the digests of its key and body, the till and the key that sent it."""

    id: UUID
    key: UUID
    body: UUID
    till: int
    credential: UUID


class Confirmed(StrEnum):
    """What a PIN or a code that was given turned out to be, or that none was given."""

    NONE = "none"
    RIGHT = "right"
    WRONG = "wrong"
    BLOCKED = "blocked"
    NOT_SET = "not_set"
    EXPIRED = "expired"
    USED = "used"
    UNREACHABLE = "unreachable"


class Confirmation(msgspec.Struct, frozen=True):
    """Whether the buyer confirmed, and how; looked at before the question waits for its batch, as a PIN's hash is slow.

    A code is `UNREACHABLE` also when none was given, where none could be sent.
    """

    pin: Confirmed = Confirmed.NONE
    code: Confirmed = Confirmed.NONE

    @property
    def is_right(self) -> bool:
        """Whether a right PIN or code was given."""
        return Confirmed.RIGHT in (self.pin, self.code)


UNCONFIRMED = Confirmation()


class Authorise(Asked, frozen=True):
    """May this basket be paid with what this card shows? With `capture` the answer is final at once.

    `card` is the hash of whatever carrier was presented; `qr_step` the step of a phone's QR, None of any other.
    """

    card: UUID
    receipt: str
    till_at: datetime
    capture: bool
    lines: tuple[ReceiptLine, ...]
    confirmation: Confirmation = UNCONFIRMED
    qr_step: int | None = None


class AskedPart(msgspec.Struct, frozen=True):
    """How much of a line: a quantity in millionths, kopecks of its amount, or both; neither is all that is left."""

    position: int
    quantity: int | None = None
    amount: int | None = None


class Capture(Asked, frozen=True):
    """The sale happened: take these lines, or all that is left. A final capture gives the rest of the hold back."""

    authorisation: UUID
    lines: tuple[AskedPart, ...] = ()
    is_final: bool = True


class Refund(Asked, frozen=True):
    """Goods came back: give back these lines of a capture. `receipt` is the number of the return's own receipt."""

    authorisation: UUID
    capture: UUID
    receipt: str | None
    till_at: datetime
    lines: tuple[AskedPart, ...]


class Void(Asked, frozen=True):
    """The sale did not happen: give back what the authorisation holds."""

    authorisation: UUID


class VoidByKey(Asked, frozen=True):
    """The same for a till that never got its answer and knows only the key it sent."""

    target: UUID
    card: UUID


class Sweep(msgspec.Struct, frozen=True):
    """The hold of this authorisation is overdue: give its money back. Asked by the house, not by a till."""

    authorisation: UUID


Question: TypeAlias = Authorise | Capture | Refund | Void | VoidByKey | Sweep
