"""Item units as the search places them: what each line still asks for, what is paid, how many units are where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from socert.domain.purchases.rules.basket.aims import Reached
from socert.domain.purchases.rules.basket.chances import Chances, Group
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points

_NO_LINE = 1 << 30
#: Line, which of its slots, units, what they pay, what the shop forgoes.
_Taken: TypeAlias = tuple[int, int, int, int, int]


@dataclass(slots=True)
class Choice:
    """A way to pay: units by (item pot, line), what they pay and the shop forgoes, and the lines paid whole."""

    reached: Reached = ()
    units: dict[tuple[int, int], int] = field(default_factory=dict)
    paid: dict[tuple[int, int], int] = field(default_factory=dict)
    waived: dict[int, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()

    @property
    def unit_count(self) -> int:
        """How many units it uses up."""
        return sum(self.units.values())

    def places(self, pot: int) -> list[int]:
        """The lines of a pot's units, each as often as it has units there, with an end that is beyond all lines."""
        lines = sorted(line for (one, line), units in self.units.items() if one == pot for _ in range(units))
        return [*lines, _NO_LINE]


class Units:
    """What is placed now. Lines are places in `needs`.

    `used` counts units by line and slot, `strict` those of strict pots by line.
    """

    __slots__ = ("_items", "_needs", "_points", "demand", "now", "paid", "rest", "strict", "used", "waived")

    def __init__(self, needs: Sequence[Need], points: Points, *, items: Sequence[int], pots: int) -> None:
        self._needs = needs
        self._points = points
        self._items = items
        self.rest = [need.rest for need in needs]
        self.used = [[0, 0] for _ in needs]
        self.strict: dict[int, int] = {}
        self.demand, _ = points.demands(self.rest, range(len(needs)), ())
        self.paid = [0] * pots
        self.waived = 0
        self.now = Choice()

    def take(self, chances: Chances, group: Group, count: int) -> list[_Taken] | None:
        """Use units on the first free pieces of a group; None when there are not enough, or they pay nothing."""
        taken: list[_Taken] = []
        for line, slot in group.slots:
            units = min(count, slot.pieces - self.used[line][slot.which])
            if units <= 0:
                continue
            paid, waived = chances.payout(self._needs[line], slot, units=units)
            if not paid:
                continue
            taken.append((line, slot.which, units, paid, waived))
            self._place(chances, taken[-1])
            count -= units
            if not count:
                return taken
        self.give_back(chances, taken)
        return None

    def free_lines(self, group: Group, count: int) -> list[int]:
        """The lines of the first free pieces of a group, each as often as it has some, no more than asked."""
        found: list[int] = []
        for line, slot in group.slots:
            if len(found) < count:
                found += [line] * min(count - len(found), slot.pieces - self.used[line][slot.which])
        return found

    def give_back(self, chances: Chances, taken: Sequence[_Taken]) -> None:
        """Undo what was taken."""
        for line, which, units, paid, waived in taken:
            self._place(chances, (line, which, -units, -paid, -waived))

    def used_by(self, pots: int) -> int:
        """How many units of some pots (bits) are placed."""
        return sum(units for (pot, _), units in self.now.units.items() if pots >> pot & 1)

    def fixed(self, pots: int) -> int:
        """What some pots (bits) pay for their units."""
        return sum([self.paid[pot] for pot in self._items if pots >> pot & 1])

    def _place(self, chances: Chances, placed: _Taken) -> None:
        line, which, units, paid, waived = placed
        self.rest[line] -= paid + waived
        self.used[line][which] += units
        c = self._points.relaxed[line]
        if c >= 0:
            self.demand[c] -= paid + waived
        self.paid[chances.pot] += paid
        self.waived += waived
        if chances.is_strict:
            self.strict[line] = self.strict.get(line, 0) + units
            if not self.strict[line]:
                del self.strict[line]
        now, key = self.now, (chances.pot, line)
        now.units[key] = now.units.get(key, 0) + units
        now.paid[key] = now.paid.get(key, 0) + paid
        now.waived[line] = now.waived.get(line, 0) + waived
        if not now.units[key]:
            del now.units[key], now.paid[key]
        if not now.waived[line]:
            del now.waived[line]
