"""What taking from an account means for each kind of allowance: units used up, who is paid.

Points and discounts are sums. An item's money is counted in kopecks like theirs, with its units beside: a purchase
uses a unit up whatever it cost. What a cheaper thing leaves stays on the account until the certificate ends, so that
the unit is worth its whole cap again when the thing is brought back. A discount that merchants give is never owed to
anybody.
"""

from collections.abc import Sequence
from typing import TypeAlias

from socert.domain.programmes import BorneBy
from socert.domain.purchases.model.known import Account, Directory, Hold

Entry: TypeAlias = tuple[int, int, int]
"""Debit, credit, kopecks."""


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
