"""Where the units of an item pot may go: groups of lines, and what their payouts can add at best."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.needs import Need, Slot
from socert.domain.purchases.rules.basket.points import Points


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces among which a unit makes no difference: the slots of lines, by position.

    `settles` are the kopecks by which a unit lowers at most what the resident owes, `pays` what the pot pays of them,
    `count` is how many units it can take, `c` the class of its lines (-1: no points pay them).
    """

    slots: tuple[tuple[int, Slot], ...]
    c: int
    settles: int
    pays: int
    count: int

    def lines(self) -> Iterator[int]:
        """The lines, each as often as it can take a unit."""
        return (line for line, slot in self.slots for _ in range(min(self.count, slot.pieces)))


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

    def payout(self, need: Need, slot: Slot, *, units: int) -> tuple[int, int]:
        """What units on pieces of a line pay, and what the shop forgoes."""
        return payout(self.of, need, slot, units=units)

    def most(self, seen: int, *, settling: bool) -> int:
        """The most that all its units can add to a cut that sees some classes."""
        totals, _ = self.sums(seen, settling=settling)
        return totals[min(self.units, len(totals) - 1)]

    def most_of_class(self, c: int) -> int:
        """The most by which all its units lower what a class asks for."""
        left, settled = self.units, 0
        for group in self.groups:
            if group.c == c:
                here = min(left, group.count)
                settled += here * group.settles
                left -= here
        return settled

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


def payout(pot: Pot, need: Need, slot: Slot, *, units: int) -> tuple[int, int]:
    """What units on pieces of a line pay, and what the shop forgoes."""
    paid = min(slot.price, pot.cap_for(need.category))
    return units * paid, units * (slot.price - paid) if pot.forgoes else 0


def most_settled(pot: Pot, need: Need, *, units: int) -> int:
    """The most by which units on a line lower what is left of it: those on the dearer pieces first."""
    settled = 0
    for slot in need.slots():
        here = min(units, slot.pieces)
        settled += sum(payout(pot, need, slot, units=here))
        units -= here
    return settled


def chances_of(place: int, needs: Sequence[Need], *, pots: Sequence[Pot], points: Points, units_max: int) -> Chances:
    """The chances of an item pot."""
    pot = pots[place]
    units = min(pot.units, units_max)
    together: dict[Hashable, list[tuple[int, Slot]]] = {}
    for line, need in enumerate(needs):
        if need.items >> place & 1:
            for slot in need.slots():
                alike = _likeness(place, line, slot=slot, needs=needs, pots=pots, c=points.relaxed[line])
                together.setdefault(alike, []).append((line, slot))
    groups = []
    for slots in together.values():
        line, slot = slots[0]
        pays, waived = payout(pot, needs[line], slot, units=1)
        count = min(units, sum(min(units, one.pieces) for _, one in slots))
        groups.append(Group(tuple(slots), points.relaxed[line], pays + waived, pays, count))
    groups.sort(key=lambda group: (-group.settles, -group.pays, group.slots))
    return Chances(place, pot, units, groups)


def _likeness(place: int, line: int, *, slot: Slot, needs: Sequence[Need], pots: Sequence[Pot], c: int) -> Hashable:
    """Pieces of a line are alike when every pot pays the same for them, and also those of lines with one payer."""
    need = needs[line]
    paying = [one for one in range(len(pots)) if need.items >> one & 1]
    payouts = [payout(pots[one], need, slot, units=1) for one in paying]
    is_alone = paying == [place] and not need.strict and not pots[place].is_strict
    return -1 if is_alone else line, c, tuple(payouts)
