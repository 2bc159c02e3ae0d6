"""The answer of a split: who pays how much of each line."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.rules.coverage import Obstacle


class Part(NamedTuple):
    """What one pot, by its place, pays of a line: kopecks, and for items how many units are used up."""

    place: int
    amount: int
    units: int = 0


class LineSplit(msgspec.Struct):
    """How a line is paid, and what stood against the rest; `waived` is what the shop is not paid by anybody."""

    line: ReceiptLine
    category: int | None
    parts: list[Part] = []
    covered: int = 0
    waived: int = 0
    obstacle: Obstacle | None = None

    @property
    def own_money(self) -> int:
        """What the resident pays, kopecks."""
        return self.line.amount - self.covered - self.waived


class BasketSplit(msgspec.Struct):
    """All lines, in the order of the receipt; `is_optimal` is False when the search was cut short by its bound."""

    lines: list[LineSplit]
    is_optimal: bool = True
    steps: int = 0

    @classmethod
    def refused(
        cls, lines: Sequence[ReceiptLine], categories: Sequence[int | None], *, against: Obstacle
    ) -> "BasketSplit":
        """Nothing pays anything, and all lines say why."""
        return cls([LineSplit(*one, obstacle=against) for one in zip(lines, categories, strict=True)])
