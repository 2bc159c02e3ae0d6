"""What taking from an account means for each kind of allowance: units used up, who is paid.

Points and discounts are sums. An item's money is counted in kopecks like theirs, with its units beside: a purchase
uses a unit up whatever it cost. What a cheaper thing leaves stays on the account until the certificate ends, so that
the unit is worth its whole cap again when the thing is brought back. A discount that merchants give is never owed to
anybody.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from socert.domain.programmes import AllowanceKind, BorneBy, PriceAboveCap
from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.known import Account, AllowanceRule, Directory, Hold

_PIECE = 1_000_000  # quantities are in millionths
_WHOLE = 100

Entry: TypeAlias = tuple[int, int, int]
"""Debit, credit, kopecks."""


class Offer(NamedTuple):
    """What a pot pays of a line, the units it uses up for it, and what the shop forgoes; kopecks."""

    amount: int
    units: int = 0
    waived: int = 0


class Left(NamedTuple):
    """What a pot has left while a basket is being decided."""

    kopecks: int
    units: int = 0

    def is_spent(self, rule: AllowanceRule) -> bool:
        """Whether nothing more can be paid from it."""
        return self.kopecks == 0 or (rule.kind is AllowanceKind.ITEMS and self.units == 0)

    def less(self, offered: Offer) -> "Left":
        """What is left after an offer was taken."""
        return Left(self.kopecks - offered.amount, self.units - offered.units)


def offer(line: ReceiptLine, category: int | None, *, rule: AllowanceRule, rest: int, left: Left) -> Offer:
    """The most one pot pays of the rest of a line that its rule covers.

    Points pay all they can, a discount its part of the line's amount, an item one unit for one piece.
    """
    match rule.kind:
        case AllowanceKind.POINTS:
            return Offer(min(rest, left.kopecks))
        case AllowanceKind.DISCOUNT:
            return Offer(min(rest, left.kopecks, line.amount * rule.percent // _WHOLE))
        case AllowanceKind.ITEMS:
            price = min(rest, line.amount // max(line.quantity // _PIECE, 1))
            cap = rule.cap_for(category)
            is_forgone = rule.price is PriceAboveCap.CAP_PAYOUT
            return Offer(
                payout(price=price, cap=cap, left=left.kopecks),
                units=1,
                waived=max(price - cap, 0) if is_forgone else 0,
            )


def payout(*, price: int, cap: int, left: int) -> int:
    """What a unit pays of a piece: no more than its cap, nor than what its account still has; kopecks."""
    return min(price, cap, left)


def set_aside(account: Account, *, amount: int, units: int) -> None:
    """Hold money and units."""
    account.held += amount
    account.units_held += units


def take(account: Account, *, amount: int, units: int) -> None:
    """Consume money and use up units at once."""
    account.consumed += amount
    account.units_used += units


def give_back(account: Account, *, amount: int, units: int) -> None:
    """Give back money, and the units whose pieces came back whole."""
    account.consumed -= amount
    account.units_used -= units


def settle(account: Account, hold: Hold, *, captured: int, released: int, units: int) -> None:
    """Move a hold's money. What is captured uses up `units`; those never captured are free with the last of it."""
    account.held -= captured + released
    account.consumed += captured
    hold.captured += captured
    hold.released += released
    account.units_held -= units
    account.units_used += units
    hold.units_captured += units
    if not hold.open:
        account.units_held -= hold.units - hold.units_captured


def payee(account: Account, *, payable: int, directory: Directory) -> int:
    """The cold account a consumption is posted to: the merchant's, or that of discounts merchants give themselves."""
    is_given = directory.rule_of(account).borne_by is BorneBy.MERCHANT
    return directory.borne if is_given else payable


def units_column(units: Sequence[int]) -> list[int] | None:
    """Units beside the parts of a receipt line as they are stored: None where no part uses any."""
    return list(units) if any(units) else None
