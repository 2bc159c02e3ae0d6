"""How a basket is split over the allowances of one holder: the allowance that ends first pays first, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.known import Account, AllowanceRule
from socert.domain.purchases.model.reasons import Reason
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


@dataclass(frozen=True, slots=True)
class Pot:
    """An account that may pay, with the rule of its allowance."""

    account: Account
    rule: AllowanceRule


@dataclass(slots=True)
class LineSplit:
    """How a line is paid: parts as (place of the pot, kopecks), and what stood against the rest."""

    line: ReceiptLine
    category: int | None
    covered: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)
    obstacle: Obstacle | None = None

    @property
    def own_money(self) -> int:
        """What the resident pays, kopecks."""
        return self.line.amount - self.covered


def order_of_use(pots: Sequence[Pot]) -> list[Pot]:
    """Soonest to end first, then the narrower allowance, then by certificate."""
    return sorted(
        pots,
        key=lambda pot: (pot.account.valid_until, pot.rule.breadth, pot.account.certificate, pot.account.id),
    )


def split_basket(
    lines: Sequence[ReceiptLine], categories: Sequence[int | None], pots: Sequence[Pot]
) -> list[LineSplit]:
    """Split every line over the pots, given in their order of use. Nothing is moved here."""
    left = [pot.account.available for pot in pots]
    return [_split_line(line, category, pots=pots, left=left) for line, category in zip(lines, categories, strict=True)]


def _split_line(line: ReceiptLine, category: int | None, *, pots: Sequence[Pot], left: list[int]) -> LineSplit:
    split = LineSplit(line=line, category=category)
    if line.amount == 0:
        split.obstacle = _NOTHING_TO_PAY
        return split
    found: list[Obstacle] = []
    for place, pot in enumerate(pots):
        against = obstacle(category, rule=pot.rule)
        if against is None and left[place] == 0:
            against = _NOTHING_LEFT
        if against is not None:
            found.append(against)
            continue
        part = min(left[place], split.own_money)
        left[place] -= part
        split.covered += part
        split.parts.append((place, part))
        if split.own_money == 0:
            return split
    split.obstacle = _NOT_ENOUGH if split.covered else _most_helpful(found)
    return split


def _most_helpful(found: Sequence[Obstacle]) -> Obstacle:
    return min(found, key=lambda one: _MOST_HELPFUL.index(one.reason), default=NOT_CLASSIFIED)
