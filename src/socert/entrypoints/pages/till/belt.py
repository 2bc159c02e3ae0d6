"""What lies on the belt: the card, the goods, the key under which they will be paid, and what was answered."""

import secrets
from enum import StrEnum
from typing import Literal
from uuid import uuid4

import msgspec

LINES_MAX = 300
_STEPS_MAX = 40
_PRICES_MAX = 1_000
_STEP_BYTES = 8
_MILLION = 1_000_000


class Carrier(msgspec.Struct, frozen=True):
    """What the buyer presents: a card's number, or what its QR says."""

    kind: Literal["card", "qr"]
    value: str

    @property
    def ending(self) -> str:
        """The last four digits of a card, which may be shown; nothing of a QR."""
        return self.value[-4:] if self.kind == "card" else ""


class Unit(StrEnum):
    """What a quantity counts: pieces are whole, kilograms and the shop's own units need not be."""

    PIECE = "piece"
    KILOGRAM = "kilogram"
    OWN = "own"


class Goods(msgspec.Struct, frozen=True):
    """What was scanned: `code` as the API is asked for it, `memory` what its price is remembered by."""

    code: str
    is_article: bool
    unit: Unit
    memory: str
    name: str = ""


class Line(msgspec.Struct, frozen=True):
    """Goods on the belt: a quantity in millionths, the price of a unit and the amount in kopecks."""

    goods: Goods
    millionths: int
    price: int

    @property
    def amount(self) -> int:
        """What the line costs, rounded to a kopeck."""
        return amount_of(price=self.price, millionths=self.millionths)


class Asking(msgspec.Struct, frozen=True):
    """Goods whose price is not known yet: the cashier is asked for it."""

    goods: Goods
    millionths: int


class Declined(msgspec.Struct, frozen=True):
    """Why the last attempt to pay this basket paid nothing."""

    code: str
    ru: str
    en: str


class Belt(msgspec.Struct, frozen=True):
    """A basket that is not paid yet.

    `sale` is the idempotency key, made with the basket. From `asked_at` on it has been sent, and nothing may change
    until an answer is known. `steps` are the last forms taken: one that comes twice counts once. `prices` outlast the
    basket.
    """

    sale: str
    carrier: Carrier | None = None
    lines: tuple[Line, ...] = ()
    asking: Asking | None = None
    receipt: str = ""
    asked_at: str = ""
    declined: Declined | None = None
    steps: tuple[str, ...] = ()
    prices: dict[str, int] = {}

    @property
    def total(self) -> int:
        """What everything costs, kopecks."""
        return sum(line.amount for line in self.lines)

    @property
    def is_asked(self) -> bool:
        """Whether payment was asked for and no answer is known."""
        return self.asked_at != ""

    @property
    def is_empty(self) -> bool:
        """Whether neither card nor goods lie here."""
        return self.carrier is None and not self.lines and self.asking is None


def amount_of(*, price: int, millionths: int) -> int:
    """Kopecks for a quantity, half a kopeck upwards."""
    return (price * millionths + _MILLION // 2) // _MILLION


def new_belt(*, prices: dict[str, int] | None = None, steps: tuple[str, ...] = ()) -> Belt:
    """An empty belt with a key of its own."""
    return Belt(sale=str(uuid4()), prices=prices or {}, steps=steps)


def cleared(belt: Belt) -> Belt:
    """An empty one after this one, which remembers its prices."""
    return new_belt(prices=belt.prices, steps=belt.steps)


def tried_again(belt: Belt, *, declined: Declined | None) -> Belt:
    """The same basket under a new key: the former one is used up, by a decline or a void."""
    return msgspec.structs.replace(belt, sale=str(uuid4()), receipt="", asked_at="", declined=declined)


def without_card(belt: Belt) -> Belt:
    """The goods alone, under a new key: what was about to be paid by this card is not."""
    return msgspec.structs.replace(tried_again(belt, declined=None), carrier=None)


def with_price(belt: Belt, *, memory: str, price: int) -> dict[str, int]:
    """Prices with this one as the latest; the oldest is forgotten when there are too many."""
    kept = {known: before for known, before in belt.prices.items() if known != memory}
    for oldest in list(kept)[: max(0, len(kept) - _PRICES_MAX + 1)]:
        del kept[oldest]
    return kept | {memory: price}


def with_step(belt: Belt, step: str) -> Belt:
    """The form of this step has been taken."""
    return msgspec.structs.replace(belt, steps=(*belt.steps, step)[-_STEPS_MAX:])


def new_step() -> str:
    """A number for a form that must not count twice."""
    return secrets.token_hex(_STEP_BYTES)
