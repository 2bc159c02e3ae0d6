"""How a basket is split over the allowances of one holder: the allowance that ends first pays first, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.known import Account, AllowanceRule
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.consuming import Left, offer
from socert.domain.purchases.rules.coverage import NOT_CLASSIFIED, Obstacle, obstacle

_NOTHING_LEFT = Obstacle(Reason.BALANCE_SPENT)
_NOT_ENOUGH = Obstacle(Reason.BALANCE_SHORT)
_NOTHING_TO_PAY = Obstacle(Reason.ZERO_LINE)

#: Of several obstacles the cashier is told the one that helps most: first in this order.
_MOST_HELPFUL = (
    Reason.BALANCE_SPENT,
    Reason.CATEGORY_DENIED,
    Reason.CATEGORY_NOT_ALLOWED,
    Reason.NOT_CLASSIFIED,
)


#: A discount is taken first; what an item leaves of its line, points may pay.
_RANK = {AllowanceKind.DISCOUNT: 0, AllowanceKind.ITEMS: 1, AllowanceKind.POINTS: 2}


@dataclass(frozen=True, slots=True)
class Pot:
    """An account that may pay, with the rule of its allowance."""

    account: Account
    rule: AllowanceRule


class Part(NamedTuple):
    """What a pot, by its place, pays of a line: kopecks, and the item units it uses up for it."""

    place: int
    amount: int
    units: int = 0


@dataclass(slots=True)
class LineSplit:
    """How a line is paid, what the shop forgoes of it (kopecks), and what stood against the rest."""

    line: ReceiptLine
    category: int | None
    covered: int = 0
    parts: list[Part] = field(default_factory=list)
    obstacle: Obstacle | None = None
    waived: int = 0

    @property
    def own_money(self) -> int:
        """What the resident pays, kopecks."""
        return self.line.amount - self.covered - self.waived


def order_of_use(pots: Sequence[Pot]) -> list[Pot]:
    """Discounts and items before points; soonest to end first, then the narrower allowance, then by certificate."""
    return sorted(
        pots,
        key=lambda pot: (
            _RANK[pot.rule.kind],
            pot.account.valid_until,
            pot.rule.breadth,
            pot.account.certificate,
            pot.account.id,
        ),
    )


def split_basket(
    lines: Sequence[ReceiptLine], categories: Sequence[int | None], pots: Sequence[Pot]
) -> list[LineSplit]:
    """Split every line over the pots, given in their order of use. Nothing is moved here."""
    left = [Left(pot.account.available, pot.account.units_left) for pot in pots]
    return [_split_line(line, category, pots=pots, left=left) for line, category in zip(lines, categories, strict=True)]


def _split_line(line: ReceiptLine, category: int | None, *, pots: Sequence[Pot], left: list[Left]) -> LineSplit:
    split = LineSplit(line=line, category=category)
    if line.amount == 0:
        split.obstacle = _NOTHING_TO_PAY
        return split
    found: list[Obstacle] = []
    for place, pot in enumerate(pots):
        against = obstacle(category, rule=pot.rule)
        if against is None and left[place].is_spent(pot.rule):
            against = _NOTHING_LEFT
        if against is not None:
            found.append(against)
            continue
        offered = offer(line, category, rule=pot.rule, rest=split.own_money, left=left[place])
        if offered.amount == 0 or (pot.rule.percent and _is_discounted(split, pots)):
            continue  # a discount too small for a kopeck, or a second one
        left[place] = left[place].less(offered)
        split.covered += offered.amount
        split.waived += offered.waived
        split.parts.append(Part(place, offered.amount, offered.units))
        if split.own_money == 0:
            return split
    split.obstacle = _NOT_ENOUGH if split.covered else _most_helpful(found)
    return split


def _is_discounted(split: LineSplit, pots: Sequence[Pot]) -> bool:
    return any(pots[part.place].rule.percent for part in split.parts)


def _most_helpful(found: Sequence[Obstacle]) -> Obstacle:
    return min(found, key=lambda one: _MOST_HELPFUL.index(one.reason), default=NOT_CLASSIFIED)
