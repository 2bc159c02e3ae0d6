"""A basket to be decided on its own, with all that matters written down: the shape of a line of `quote --cases`."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.answered import LineAnswer

Kopecks = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]
LineKopecks = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
#: So many units; true is one of all, false no choice.
Choice = Count | bool
Name = Annotated[str, Meta(min_length=1, max_length=128)]


class CaseAllowance(msgspec.Struct, frozen=True, kw_only=True):
    """An allowance with what is left in it; each kind reads its own fields.

    Points: `available`, `own_money`. Items: `units`, `cap`, `own_money`, `price`, `choose`. A discount: `percent`,
    `available` (what is left of the ceiling), `borne_by`.
    """

    id: Name
    kind: AllowanceKind
    allow: list[str] = []
    deny: list[str] = []
    available: Kopecks | None = None
    own_money: Literal["allowed", "forbidden"] = "allowed"
    units: Count | None = None
    cap: Kopecks | None = None
    price: Literal["resident_adds", "cap_payout"] = "resident_adds"
    choose: Choice | None = None
    percent: Annotated[int, Meta(ge=0, le=100)] | None = None
    borne_by: Literal["budget", "merchant"] = "budget"


class CaseCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate; `valid_through` is its last day, `choose` how many units all its items may give together."""

    id: Name
    valid_through: date
    allowances: list[CaseAllowance]
    choose: Choice | None = None


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line with its category known, or null. What else a till sends may stand here and is not read."""

    position: Annotated[int, Meta(ge=1, le=9_999)]
    category: str | None
    quantity: str | int | float
    price: LineKopecks
    discount: LineKopecks = 0
    amount: LineKopecks


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A basket, what may pay it, and when. The day of `now` is the day where `now` was written, by its offset."""

    id: str | int
    now: Annotated[datetime, Meta(tz=True)]
    categories: dict[str, str | None]
    certificates: list[CaseCertificate]
    lines: list[CaseLine]


class CaseAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision; `optimal` is told only when it is not certain to be the best."""

    id: str | int
    covered: int
    own_money: int
    lines: list[LineAnswer]
    optimal: bool = True


class CaseFlaw(Exception):
    """A case that cannot be decided: a stable code, and what to mend."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence
