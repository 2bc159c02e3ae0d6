"""What can be said before the search begins: how far whole lines add up."""

from collections.abc import Sequence

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.kinds import payout
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.subset import most_of_options

#: Lines that can take more units than this have too many rests to be listed.
_UNITS_MAX = 8
#: Of more lines some add up to all as good as always.
_LINES_MAX = 40
#: So many sums are tried in all.
_TRIES_MAX = 20_000


def tighten(points: Points, needs: Sequence[Need], pots: Sequence[Pot], *, items: Sequence[int]) -> None:
    """Bound what can be paid of lines that only strict points pay, where few whole lines cannot add up to all."""
    for c in range(len(points.masks)):
        lines = [line for line, own in enumerate(points.own) if own < 0 and points.relaxed[line] == c]
        capacity = points.capacity(c)
        if lines and sum(needs[line].rest for line in lines) > capacity:
            most = _most(lines, needs, pots, items=items, high=capacity, tries_max=_TRIES_MAX // len(points.masks))
            if most is not None:
                points.tighten(c, most)


def _most(
    lines: Sequence[int],
    needs: Sequence[Need],
    pots: Sequence[Pot],
    *,
    items: Sequence[int],
    high: int,
    tries_max: int,
) -> int | None:
    """The most that whole lines add up to; None where that is not found out."""
    options = []
    for line in lines if len(lines) <= _LINES_MAX else ():
        options.append(_whole_amounts(needs[line], pots, items))
        if not options[-1]:
            return None
    return most_of_options(options, high=high, tries_max=tries_max) if options else None


def _whole_amounts(need: Need, pots: Sequence[Pot], items: Sequence[int]) -> frozenset[int]:
    """What can be left of a line to be paid whole, after any units, and perhaps a few amounts more; {} for too many."""
    found = {(need.rest, need.pieces)}
    for place in items:
        if need.items >> place & 1 and need.pieces:
            units_max = min(pots[place].units, need.pieces)
            if units_max > _UNITS_MAX or len(found) > _UNITS_MAX * _UNITS_MAX:
                return frozenset()
            settled = {sum(payout(pots[place], need, slot)) for slot in need.slots()}
            for _ in range(units_max):
                found |= {(max(0, rest - each), free - 1) for rest, free in found if free for each in settled}
    return frozenset(rest for rest, _ in found)
