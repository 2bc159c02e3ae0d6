"""What a kopeck is worth from whom: all aims as one sum, and the prices that bound it."""

from collections.abc import Sequence
from dataclasses import dataclass

from socert.domain.purchases.rules.basket.aims import Aims, Reached
from socert.domain.purchases.rules.basket.flow import Flow
from socert.domain.purchases.rules.basket.points import Points

_UNIT_BITS = 24


@dataclass(frozen=True, slots=True)
class Worths:
    """One number for all aims: of two splits the better one has the greater number. A unit used up costs 1.

    `of_pot` is what a kopeck is worth that a pot pays, `waived` one that the shop forgoes.
    """

    of_pot: list[int]
    waived: int
    shift: int

    @classmethod
    def of(cls, aims: Aims, *, pots: int, total: int) -> "Worths":
        """For sums up to `total` kopecks."""
        shift = total.bit_length() + 1
        last = len(aims.all) - 1
        of_pot = [0] * pots
        for place, aim in enumerate(aims.all):
            for pot in aim.members:
                of_pot[pot] += 1 << (shift * (last - place) + _UNIT_BITS)
        return cls(of_pot, 1 << (shift * last + _UNIT_BITS), shift)

    def value(self, reached: Reached, *, units: int) -> int:
        """The number of what is reached."""
        found = 0
        for each in reached:
            found = found << self.shift | each
        return (found << _UNIT_BITS) - units

    def of_unit(self, pot: int, paid: int, waived: int) -> int:
        """What a unit is worth that pays so much and lets the shop forgo so much."""
        return self.of_pot[pot] * paid + self.waived * waived - 1

    def prices(self, flow: Flow, points: Points, demand: Sequence[int]) -> list[int]:
        """By how much the points pay less when a class asks for a kopeck less, by class."""
        high = max(self.of_pot, default=0)
        found = [0 if room or not asked else high for room, asked in zip(flow.room, demand, strict=True)]
        paying = [[pot for pot, amount in given.items() if amount] for given in flow.given]
        while True:
            before = list(found)
            for c, pots in enumerate(paying):
                for pot in pots:
                    found[c] = min([found[c], self.of_pot[pot], *(before[d] for d in flow.classes[pot] if demand[d])])
            if found == before:
                break
        for c, asked in enumerate(demand):
            if not asked:
                mine = [pot for pot in points.order if points.masks[c] >> pot & 1]
                found[c] = max([0, *(self.of_pot[pot] - self._left(pot, flow, found, demand) for pot in mine)])
        return found

    def most_of_pots(self, prices: Sequence[int], flow: Flow, points: Points) -> int:
        """What all the points hold is worth at these prices at most, above what classes are worth."""
        found = 0
        for pot in points.order:
            if flow.classes[pot]:
                found += points.caps[pot] * max(0, self.of_pot[pot] - min(prices[c] for c in flow.classes[pot]))
        return found

    def _left(self, pot: int, flow: Flow, prices: Sequence[int], demand: Sequence[int]) -> int:
        asked = [prices[c] for c in flow.classes[pot] if demand[c]]
        return max(0, self.of_pot[pot] - min(asked)) if asked else 0
