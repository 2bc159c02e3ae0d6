"""Part of a receipt line: in the line's own proportion, to the kopeck, and the last piece takes the remainder.

Item units are whole: a capture uses one up with the first of its piece. Which ones a return brings, `units_back` says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a line: millionths of its unit, kopecks of its amount, and who paid how much, as (account, kopecks).

    The amount is what was paid, without what a shop forgoes above a cap. `units` are item units beside the parts.
    """

    quantity: int
    amount: int
    parts: tuple[tuple[int, int], ...]
    units: tuple[int, ...] = ()

    @property
    def covered(self) -> int:
        """The certificates' part."""
        return sum(amount for _, amount in self.parts)

    @property
    def own_money(self) -> int:
        """What was paid beside them."""
        return self.amount - self.covered

    @property
    def units_by_account(self) -> dict[int, int]:
        """Item units by the account they belong to, where there are any."""
        return {account: units for (account, _), units in zip(self.parts, self.units, strict=False) if units}


def by_account(portions: Iterable[Portion]) -> dict[int, tuple[int, int]]:
    """What each account paid of all of them, kopecks, and the units it used up for them."""
    sums: dict[int, tuple[int, int]] = {}
    for portion in portions:
        units = portion.units_by_account
        for account, amount in portion.parts:
            paid, used = sums.get(account, (0, 0))
            sums[account] = paid + amount, used + units.get(account, 0)
    return sums


def take(
    whole: Portion,
    taken: Iterable[Portion],
    *,
    quantity: int | None,
    amount: int | None,
) -> Portion | None:
    """The next part of a line after what was taken of it before; None where that is more than is left.

    A quantity alone brings its share of the amount, an amount alone no quantity unless it is all that is left, and
    neither brings all that is left.
    """
    before = list(taken)
    left_quantity = whole.quantity - sum(one.quantity for one in before)
    taken_amount = sum(one.amount for one in before)
    left_amount = whole.amount - taken_amount
    if quantity is None and amount is None:
        quantity, amount = left_quantity, left_amount
        if quantity == 0 and amount == 0:
            return None
    elif amount is None:
        assert quantity is not None
        share = whole.amount * quantity // whole.quantity if whole.quantity else 0
        amount = left_amount if quantity == left_quantity else min(share, left_amount)
    elif quantity is None:
        quantity = left_quantity if amount == left_amount else 0
    if quantity > left_quantity or amount > left_amount:
        return None
    parts = _step(whole, start=taken_amount, end=taken_amount + amount)
    if not whole.units:
        return Portion(quantity, amount, parts)
    left = (left_quantity - quantity, left_amount - amount)
    return Portion(quantity, amount, parts, _units(whole, before, parts, left=left))


def _units(
    whole: Portion, before: Sequence[Portion], parts: Sequence[tuple[int, int]], *, left: tuple[int, int]
) -> tuple[int, ...]:
    """The whole units a capture uses up, when so much of the line's quantity and amount is left after it."""
    moved = by_account(before)
    found = []
    for account, _ in parts:
        units = whole.units_by_account.get(account, 0)
        done = moved.get(account, (0, 0))[1]
        found.append(max(units - _uncaptured(units, whole, left) - done, 0))
    return tuple(found) if any(found) else ()


def _uncaptured(units: int, whole: Portion, left: tuple[int, int]) -> int:
    """Units whose pieces are captured in no part; the first of a piece uses its unit up."""
    shares = [units * rest // full for rest, full in zip(left, (whole.quantity, whole.amount), strict=True) if full]
    return min(shares, default=0)


def _step(whole: Portion, *, start: int, end: int) -> tuple[tuple[int, int], ...]:
    parts = zip(whole.parts, parts_at(whole, start), parts_at(whole, end), strict=True)
    return tuple((account, after - before) for (account, _), before, after in parts if after > before)


def parts_at(whole: Portion, amount: int) -> Sequence[int]:
    """What each account bears of the first kopecks of a line; every part only grows with the amount.

    The certificates bear floor(covered × amount / whole amount); of that the first account bears its share rounded
    down, the second its share of the rest, and the last what is left.
    """
    rest = whole.covered * amount // whole.amount if whole.amount else 0
    rest_of_whole = whole.covered
    found = []
    for _, paid in whole.parts:
        part = rest * paid // rest_of_whole
        found.append(part)
        rest -= part
        rest_of_whole -= paid
    return found


def left_of(whole: Portion, taken: Iterable[Portion]) -> Portion:
    """What is left of a line after all that was taken of it."""
    before = list(taken)
    sums: dict[int, int] = {}
    for one in before:
        for account, amount in one.parts:
            sums[account] = sums.get(account, 0) + amount
    return Portion(
        whole.quantity - sum(one.quantity for one in before),
        whole.amount - sum(one.amount for one in before),
        tuple((account, paid - sums.get(account, 0)) for account, paid in whole.parts if paid > sums.get(account, 0)),
    )
