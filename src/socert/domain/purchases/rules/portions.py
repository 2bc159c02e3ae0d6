"""Part of a receipt line: in the line's own proportion, to the kopeck, and the last piece takes the remainder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a line: millionths of its unit, kopecks of its amount, and who paid how much, as (account, kopecks)."""

    quantity: int
    amount: int
    parts: tuple[tuple[int, int], ...]

    @property
    def covered(self) -> int:
        """The certificates' part."""
        return sum(amount for _, amount in self.parts)

    @property
    def own_money(self) -> int:
        """What was paid beside them."""
        return self.amount - self.covered


def take(whole: Portion, taken: Iterable[Portion], *, quantity: int | None, amount: int | None) -> Portion | None:
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
    return Portion(quantity, amount, _step(whole, start=taken_amount, end=taken_amount + amount))


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
