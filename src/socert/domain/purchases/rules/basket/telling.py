"""What stood against a line that the certificates do not pay in full, in the one reason that helps most."""

from collections.abc import Sequence

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.basket.splits import LineSplit
from socert.domain.purchases.rules.coverage import NOT_CLASSIFIED, Obstacle, obstacle

_NOTHING_TO_PAY = Obstacle(Reason.ZERO_LINE)
_SPENT = Obstacle(Reason.BALANCE_SPENT)
_SHORT = Obstacle(Reason.BALANCE_SHORT)
_OVER_CAP = Obstacle(Reason.PRICE_OVER_CAP)
_DISCOUNT_ONLY = Obstacle(Reason.DISCOUNT_ONLY)
_WHOLE_ONLY = Obstacle(Reason.WHOLE_LINE_ONLY)

#: Of several obstacles the cashier is told the one that helps most: first in this order.
_MOST_HELPFUL = (
    Reason.WHOLE_LINE_ONLY,
    Reason.BALANCE_SPENT,
    Reason.CATEGORY_DENIED,
    Reason.CATEGORY_NOT_ALLOWED,
    Reason.NOT_CLASSIFIED,
)


def tell_obstacles(splits: Sequence[LineSplit], pots: Sequence[Pot]) -> None:
    """Set the obstacle of every line that is not paid in full."""
    for split in splits:
        if split.own_money or not split.line.amount:
            break
    else:
        return
    left = [pot.available for pot in pots]
    units = [pot.units for pot in pots]
    for split in splits:
        for place, amount, used in split.parts:
            left[place] -= amount
            units[place] -= used
    for split in splits:
        if split.line.amount == 0:
            split.obstacle = _NOTHING_TO_PAY
        elif split.own_money:
            split.obstacle = _partly(split, pots) if split.covered else _not_at_all(split, pots, left=left, units=units)


def _partly(split: LineSplit, pots: Sequence[Pot]) -> Obstacle:
    kinds = {pots[part.place].kind for part in split.parts}
    if AllowanceKind.POINTS in kinds:
        return _SHORT
    return _OVER_CAP if AllowanceKind.ITEMS in kinds else _DISCOUNT_ONLY


def _not_at_all(split: LineSplit, pots: Sequence[Pot], *, left: Sequence[int], units: Sequence[int]) -> Obstacle:
    found = []
    for place, pot in enumerate(pots):
        against = obstacle(split.category, rule=pot.rule)
        if against is None:
            has_some = (units if pot.kind is AllowanceKind.ITEMS else left)[place] > 0
            against = _WHOLE_ONLY if has_some and pot.is_strict else _SPENT
        found.append(against)
    return min(found, key=lambda one: _MOST_HELPFUL.index(one.reason), default=NOT_CLASSIFIED)
