"""Where the units of an item pot may go: groups of lines, and what their payouts can add at best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points


@dataclass(frozen=True, slots=True)
class Group:
    """Lines among whose pieces a unit makes no difference, by position.

    `settles` are the kopecks by which a unit lowers at most what the resident owes, `pays` what the pot pays of them,
    `count` is how many units it can take, `c` the class of its lines (-1: no points pay them).
    """

    lines: tuple[int, ...]
    c: int
    settles: int
    pays: int
    count: int

    def slots(self, needs: Sequence[Need]) -> Iterator[int]:
        """The lines, each as often as it can take a unit."""
        return (line for line in self.lines for _ in range(min(self.count, needs[line].pieces)))


@dataclass(frozen=True, slots=True)
class Chances:
    """An item pot with its groups, the one that helps most first."""

    pot: int
    of: Pot
    units: int
    groups: list[Group]

    @property
    def is_strict(self) -> bool:
        """Whether its units have to be on lines that end without own money."""
        return self.of.is_strict

    def payout(self, need: Need, *, used: int, units: int) -> tuple[int, int]:
        """What the next units on a line pay, and what the shop forgoes."""
        return payout(self.of, need, used=used, units=units)

    def most(self, seen: int, *, settling: bool) -> int:
        """The most that all its units can add to a cut that sees some classes."""
        totals, _ = self.sums(seen, settling=settling)
        return totals[min(self.units, len(totals) - 1)]

    def sums(self, seen: int, *, settling: bool) -> tuple[list[int], list[int]]:
        """What units can add at most to a cut: sums over the units, and how many of them come before each group.

        What a unit pays into a class that the cut sees, the points no longer pay there: that adds nothing. With
        `settling` what the shop forgoes counts like what is paid.
        """
        totals, before = [0], [0]
        for group in self.groups:
            if group.c < 0 or not seen >> group.c & 1:
                kopecks = group.settles if settling else group.pays
                for _ in range(group.count):
                    totals.append(totals[-1] + kopecks)
            before.append(len(totals) - 1)
        return totals, before


def payout(pot: Pot, need: Need, *, used: int, units: int) -> tuple[int, int]:
    """What units on a line pay, and what the shop forgoes, when some pieces of it have had a unit already.

    The first pieces cost a kopeck more where the rest does not divide; units take the pieces in turn.
    """
    price, dearer = need.piece_prices()
    cap = pot.cap_for(need.category)
    more = max(0, min(units, dearer - used))
    paid = more * min(price + 1, cap) + (units - more) * min(price, cap)
    return paid, units * price + more - paid if pot.forgoes else 0


def chances_of(place: int, pot: Pot, needs: Sequence[Need], *, points: Points, units_max: int) -> Chances:
    """The chances of an item pot."""
    units = min(pot.units, units_max)
    together: dict[tuple[int, ...], list[int]] = {}
    for line, need in enumerate(needs):
        if need.items >> place & 1 and need.pieces and need.rest:
            together.setdefault(_likeness(line, place, need, pot, points.relaxed[line]), []).append(line)
    groups = []
    for lines in together.values():
        need = needs[lines[0]]
        pays, forgone = payout(pot, need, used=0, units=1)
        count = min(units, sum(min(units, needs[line].pieces) for line in lines))
        groups.append(Group(tuple(lines), points.relaxed[lines[0]], pays + forgone, pays, count))
    groups.sort(key=lambda group: (-group.settles, -group.pays, group.lines))
    return Chances(place, pot, units, groups)


def _likeness(line: int, place: int, need: Need, pot: Pot, c: int) -> tuple[int, ...]:
    """Lines that only this pot and the same points may pay are alike when every piece has the same payout."""
    if need.strict or pot.is_strict or need.items != 1 << place:
        return (line,)
    first = payout(pot, need, used=0, units=1)
    last = payout(pot, need, used=need.pieces - 1, units=1)
    return (c, *first) if first == last else (line,)
