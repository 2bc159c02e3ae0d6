"""Which category a line has, and whether an allowance pays for it."""

import msgspec

from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.known import AllowanceRule, Directory
from socert.domain.purchases.model.reasons import Reason, Wanted


def category_of(line: ReceiptLine, *, merchant: int, directory: Directory) -> int | None:
    """The category number of what a line sells; None when it is not classified.

    A merchant's own article and an in-store code are looked up among that merchant's articles only, never as a GTIN.
    """
    if not line.shop_codes:
        return directory.goods.get(line.gtin)
    for code in line.shop_codes:
        category = directory.articles.get((merchant, code))
        if category is not None:
            return category
    return None


class Obstacle(msgspec.Struct, frozen=True):
    """Why an allowance does not pay for a category; `denied` is the entry of the deny list, `wanted` how to confirm."""

    reason: Reason
    denied: int | None = None
    wanted: Wanted | None = None


NOT_CLASSIFIED = Obstacle(Reason.NOT_CLASSIFIED)
NOT_ALLOWED = Obstacle(Reason.CATEGORY_NOT_ALLOWED)


def obstacle(category: int | None, *, rule: AllowanceRule) -> Obstacle | None:
    """What stands against paying for a category; None where the allowance pays.

    A line fits when its category or one above it is allowed and neither it nor any above it is denied, however near.
    """
    if category is None:
        return NOT_CLASSIFIED
    denied = rule.denied.get(category)
    if denied is not None:
        return Obstacle(Reason.CATEGORY_DENIED, denied)
    return None if category in rule.allowed else NOT_ALLOWED
