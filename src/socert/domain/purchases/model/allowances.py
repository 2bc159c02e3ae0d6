"""What an allowance gives and on what terms: points, items or a discount."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AllowanceKind(StrEnum):
    """What an allowance gives."""

    POINTS = "points"
    ITEMS = "items"
    DISCOUNT = "discount"


class OwnMoney(StrEnum):
    """Whether own money may stand beside the allowance on a line."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class DearerPrice(StrEnum):
    """Who bears what an item costs above the cap: the resident, or the shop, which is then paid the cap."""

    RESIDENT_ADDS = "resident_adds"
    CAP_PAYOUT = "cap_payout"


class BorneBy(StrEnum):
    """Who bears a discount."""

    BUDGET = "budget"
    MERCHANT = "merchant"


@dataclass(frozen=True, slots=True)
class AllowanceRule:
    """What an allowance pays for, and how. `denied` names, for a category, the entry of the deny list it falls under.

    `breadth` is how many categories it pays for. `cap` (kopecks a unit), `price` and `choose` (the most units that the
    item allowances of the certificate that carry a choice may give together) concern items; `percent` and `borne_by`
    concern a discount; `own_money` concerns points and items.
    """

    id: str
    allowed: frozenset[int]
    denied: Mapping[int, int]
    breadth: int
    kind: AllowanceKind = AllowanceKind.POINTS
    own_money: OwnMoney = OwnMoney.ALLOWED
    cap: int = 0
    price: DearerPrice = DearerPrice.RESIDENT_ADDS
    choose: int | None = None
    percent: int = 0
    borne_by: BorneBy = BorneBy.BUDGET

    def cap_for(self, category: int | None) -> int:
        """What a unit pays at most of something of this category, kopecks."""
        return self.cap if category in self.allowed else 0
