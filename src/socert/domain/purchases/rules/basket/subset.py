"""Which lines to pay whole out of one sum: as much as possible, and of equal choices the one on the first lines."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: The sums of the last half of the amounts are tabled, of no more than this; those before are tried one by one.
_TABLED_MAX = 11


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which amounts were taken, in their order, and whether it is certain that none is better."""

    taken: tuple[bool, ...]
    total: int
    steps: int
    is_certain: bool


class Amounts:
    """Amounts of which some are to be chosen, prepared for many questions."""

    __slots__ = ("_amounts", "_head", "_masks", "_rests", "_sums")

    def __init__(self, amounts: Sequence[int]) -> None:
        self._amounts = amounts
        self._head = len(amounts) - min(_TABLED_MAX, (len(amounts) + 1) // 2)
        pairs = [(0, 0)]
        for place, amount in enumerate(reversed(amounts[self._head :])):
            pairs += [(total + amount, mask | 1 << place) for total, mask in pairs]
        pairs.sort()
        self._sums = [total for total, _ in pairs]
        self._masks = [mask for _, mask in pairs]
        rests = [0]
        for amount in reversed(amounts):
            rests.append(rests[-1] + amount)
        self._rests = rests[::-1]

    @property
    def total(self) -> int:
        """All of them."""
        return self._rests[0]

    def choose(self, *, low: int | None, high: int, steps_max: int) -> Chosen:
        """Choose amounts so that their sum is between `low` and `high`, preferring the first amounts.

        Without `low` the sum is as near to `high` as can be; with it such a sum has to exist. Of equal choices that one
        is taken that has the first amount, then the second, and so on.
        """
        if self.total <= high:
            return Chosen((True,) * len(self._amounts), self.total, 0, is_certain=True)
        best, best_head, best_mask, steps = -1, [False] * self._head, 0, 0
        taken = [False] * self._head
        at = total = 0
        while True:
            for place in range(at, self._head):
                taken[place] = total + self._amounts[place] <= high
                total += self._amounts[place] if taken[place] else 0
            steps += 1
            found = self._tail(total, low=low, high=high)
            if found is not None and found[0] > best:
                best, best_head, best_mask = found[0], list(taken), found[1]
            is_enough = best >= (high if low is None else low)
            if is_enough or steps >= max(1, steps_max):
                return self._chosen(best_head, best_mask, steps, is_certain=is_enough)
            for at in reversed(range(self._head)):  # back to the last one taken whose leaving may be of use
                if taken[at]:
                    total -= self._amounts[at]
                    if total + self._rests[at + 1] > (best if low is None else low - 1):
                        break
            else:
                return self._chosen(best_head, best_mask, steps, is_certain=True)
            taken[at] = False
            at += 1

    def _tail(self, total: int, *, low: int | None, high: int) -> tuple[int, int] | None:
        """The best sum that the tabled amounts make of one before them, and which of them it takes."""
        end = bisect_right(self._sums, high - total)
        if not end:
            return None
        if low is None:
            return total + self._sums[end - 1], self._masks[end - 1]
        start = bisect_left(self._sums, low - total, 0, end)
        if start == end:
            return None
        return low, max(self._masks[start:end])

    def _chosen(self, head: Sequence[bool], mask: int, steps: int, *, is_certain: bool) -> Chosen:
        tail = len(self._amounts) - self._head
        taken = (*head, *(bool(mask >> place & 1) for place in reversed(range(tail))))
        total = sum(amount for amount, is_taken in zip(self._amounts, taken, strict=True) if is_taken)
        return Chosen(taken, total, steps, is_certain)


def most_of_options(amounts: Sequence[Collection[int]], *, high: int, tries_max: int) -> int | None:
    """The largest sum up to `high` of at most one amount from each; None where that takes more tries than allowed."""
    sums = {0}
    for options in amounts:
        tries_max -= len(sums) * len(options)
        if tries_max < 0:
            return None
        sums |= {total + option for total in sums for option in options if total + option <= high}
        if high in sums:
            return high
    return max(sums)
