"""What can be said before the search begins: which lines nobody can pay whole, and how far whole lines add up."""

from collections.abc import Sequence

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.chances import Chances, most_settled
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.subset import most_of_options

#: Lines that can take more units than this have too many rests to be listed.
_UNITS_MAX = 8
#: So many sums are tried in all.
_TRIES_MAX = 20_000


def drop_hopeless(needs: Sequence[Need], pots: Sequence[Pot], *, caps: Sequence[int], items: Sequence[int]) -> None:
    """Take strict pots off the lines that all pots together cannot pay whole, even with every unit there is."""
    strict_items = sum(1 << place for place in items if pots[place].is_strict)
    for need in needs:
        if not need.strict and not need.items & strict_items:
            continue
        left = need.rest
        for place in items:
            if need.items >> place & 1 and need.pieces:
                units = min(pots[place].units, need.pieces)
                left -= most_settled(pots[place], need, units=units)
        if left > sum(cap for place, cap in enumerate(caps) if (need.free | need.strict) >> place & 1):
            need.strict = 0
            need.items &= ~strict_items


def tighten(points: Points, needs: Sequence[Need], chances: Sequence[Chances]) -> None:
    """Bound what can be paid of lines that only strict points pay, where few whole lines cannot add up to all."""
    for c in range(len(points.masks)):
        lines = [line for line, own in enumerate(points.own) if own < 0 and points.relaxed[line] == c]
        capacity = points.capacity(c)
        if lines and sum(needs[line].rest for line in lines) > capacity:
            options = [_whole_amounts(needs[line], chances) for line in lines]
            most = (
                most_of_options(options, high=capacity, tries_max=_TRIES_MAX // len(points.masks))
                if all(options)
                else None
            )
            if most is not None:
                points.tighten(c, most)


def _whole_amounts(need: Need, chances: Sequence[Chances]) -> frozenset[int]:
    """What can be left of a line to be paid whole, after any units, and perhaps a few amounts more; {} for too many."""
    found = frozenset({need.rest})
    for one in chances:
        if need.items >> one.pot & 1 and need.pieces:
            units_max = min(one.units, need.pieces)
            if units_max > _UNITS_MAX:
                return frozenset()
            for units in range(1, units_max + 1):
                settled = most_settled(one.of, need, units=units)
                # Units may take pieces that are cheaper by a kopeck.
                found |= {max(0, before - settled + more) for before in found for more in range(units + 1)}
    return found
