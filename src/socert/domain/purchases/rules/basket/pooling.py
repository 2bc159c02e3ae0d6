"""Exact and at once where all points of a basket are one strict sum: line by line, which sums can be reached.

For all units used so far, and what they are worth, the sums of whole lines that can be reached are bits of one number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.kinds import Kind, Payouts, Pieces, Supplier
from socert.domain.purchases.rules.basket.meter import Meter
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.placing import Units
from socert.domain.purchases.rules.basket.worths import Worths

#: More units are not tried in this way, nor does it take more steps.
_UNITS_MAX = 8
_STEPS_MAX = 12_000
_BITS_OF_A_STEP = 16_000
_COUNT_BITS = 8
#: Units used by pot (packed), and what they are worth: the sums that can be reached with them, and how far they stay
#: behind the bound at least.
_Reached: TypeAlias = dict[tuple[int, int], tuple[int, int]]
#: Units used, their worth, and a sum that is to be reached.
_Goal: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to pay a line: units used (packed), their worth, and how far that stays behind the bound.

    `points` is what points pay of the line, `covered` what is paid of it in all.
    """

    used: int
    worth: int
    behind: int
    points: int
    covered: int
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class Pooled:
    """The best units, and the lines that the points pay the rest of."""

    units: list[Units]
    whole: frozenset[int]


class Pool:
    """One sum of strict points, or none, for all lines that points may pay."""

    def __init__(
        self,
        needs: Sequence[Need],
        pots: Sequence[Pot],
        *,
        kinds: Sequence[Kind],
        suppliers: Sequence[Supplier],
        caps: Sequence[int],
        worths: Worths,
        behind: Mapping[tuple[int, int], int],
        gap: int,
    ) -> None:
        self._behind, self._gap = behind, gap
        self._needs, self._pots, self._worths = needs, pots, worths
        self._suppliers = suppliers
        self._caps = [(pot, cap) for pot, cap in enumerate(caps) if cap]
        self._all = sum(caps)
        self._pieces: list[list[tuple[int, Pieces, Payouts]]] = [[] for _ in needs]
        for k, kind in enumerate(kinds):
            for piece in kind.pieces:
                self._pieces[piece.line].append((k, piece, kind.payouts))

    @classmethod
    def fits(cls, needs: Sequence[Need], suppliers: Sequence[Supplier]) -> bool:
        """Whether a basket is such a one."""
        masks = {need.strict for need in needs if need.strict}
        return (
            len(masks) <= 1 and not any(need.free for need in needs) and sum(o.units for o in suppliers) <= _UNITS_MAX
        )

    def best(self, meter: Meter) -> Pooled | None:
        """The best; None where it takes too many steps to find."""
        ways = [self._ways(line) for line in range(len(self._needs))]
        reached = self._reached(ways, meter)
        return None if reached is None else self._traced(ways, reached)

    def _ways(self, line: int) -> list[_Way]:
        need = self._needs[line]
        found = [_Way(0, 0, 0, 0, 0, ())]
        for k, piece, payouts in self._pieces[line]:
            found = [more for way in found for more in self._on_piece(way, piece, k, payouts, piece.many)]
        ways = []
        for way in found:
            left = need.rest - sum((one.paid + one.waived) * one.many for one in way.units)
            if not left or not any(self._pots[one.pot].is_strict for one in way.units):
                ways.append(way)
            if left and need.strict and left <= self._all:
                ways.append(replace(way, points=left, covered=way.covered + left))
        return sorted(ways, key=lambda way: -way.covered)

    def _on_piece(self, way: _Way, piece: Pieces, k: int, payouts: Payouts, free: int) -> list[_Way]:
        """A way with units on a piece, and on more like it."""
        if not payouts:
            return [way]
        found = []
        pot, paid, waived = payouts[0]
        is_known = (pot, k) in self._behind
        for many in range(min(free, self._pots[pot].units) + 1 if is_known else 1):
            more = way
            if many:
                more = _Way(
                    way.used + (many << pot * _COUNT_BITS),
                    way.worth + many * self._worths.of_unit(pot, paid, waived),
                    way.behind + many * self._behind[pot, k],
                    0,
                    way.covered + many * paid,
                    (*way.units, Units(pot, piece[:2], paid, waived, many)),
                )
            if more.behind <= self._gap and self._is_allowed(more.used):
                found += self._on_piece(more, piece, k, payouts[1:], free - many)
        return found

    def _is_allowed(self, used: int) -> bool:
        for supplier in self._suppliers:
            left = supplier.units
            for pot in supplier.pots:
                count = used >> pot * _COUNT_BITS & (1 << _COUNT_BITS) - 1
                left -= count
                if count > self._pots[pot].units:
                    return False
            if left < 0:
                return False
        return True

    def _reached(self, ways: Sequence[Sequence[_Way]], meter: Meter) -> list[_Reached] | None:
        """What can be reached by each line and those after it; at the end what by none."""
        bound = (1 << self._all + 1) - 1
        cost = 1 + self._all // _BITS_OF_A_STEP
        steps = 0
        found: list[_Reached] = [{(0, 0): (1, 0)}]
        for here in reversed(ways):
            now: _Reached = {}
            steps += len(found[-1]) * len(here) * cost
            if steps > _STEPS_MAX:
                return None
            meter.count(len(found[-1]) * len(here) * cost)
            for (used, worth), (sums, behind) in found[-1].items():
                for way in here:
                    moved = sums << way.points & bound if way.points else sums
                    less = behind + way.behind
                    if moved and less <= self._gap and (not way.used or self._is_allowed(used + way.used)):
                        key = used + way.used, worth + way.worth
                        known = now.get(key, (0, less))
                        now[key] = known[0] | moved, min(known[1], less)
            found.append(now)
        return found[::-1]

    def _goals(self, reached: _Reached) -> list[_Goal]:
        """What is worth most."""
        best = -1
        goals: list[_Goal] = []
        for (used, worth), (sums, _) in reached.items():
            kopecks = sums.bit_length() - 1
            total, left = worth, kopecks
            for pot, cap in self._caps:
                part = min(cap, left)
                total += part * self._worths.of_pot[pot]
                left -= part
            if total > best:
                best, goals = total, []
            if total == best:
                goals.append((used, worth, kopecks))
        return goals

    def _traced(self, ways: Sequence[Sequence[_Way]], reached: Sequence[_Reached]) -> Pooled:
        """Of the ways that are worth most, the one that covers most of the first line, then of the next."""
        fronts: list[dict[_Goal, tuple[_Goal, _Way]]] = []
        goals = self._goals(reached[0])
        for here, after in zip(ways, reached[1:], strict=True):
            most = -1
            front: dict[_Goal, tuple[_Goal, _Way]] = {}
            for goal in goals:
                used, worth, kopecks = goal
                for way in here:
                    if way.covered < most:
                        break
                    sums, _ = after.get((used - way.used, worth - way.worth), (0, 0))
                    if kopecks >= way.points and sums >> kopecks - way.points & 1:
                        if way.covered > most:
                            most, front = way.covered, {}
                        front.setdefault((used - way.used, worth - way.worth, kopecks - way.points), (goal, way))
            fronts.append(front)
            goals = list(front)
        units: list[Units] = []
        whole = set()
        at = goals[0]
        for line in reversed(range(len(ways))):
            at, way = fronts[line][at]
            units += way.units
            if way.points:
                whole.add(line)
        return Pooled(units[::-1], frozenset(whole))
