"""Of splits that reach the same, the one that covers most of the first lines: moves units and promises there.

The sums are settled here. What is moved keeps what each allowance pays; line by line it is tried whether more of the
line can be covered. It takes so many steps at most: then the split is as good as it is, its sums are the best anyway.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.kinds import Kind
from socert.domain.purchases.rules.basket.meter import Meter
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.placing import Spot, Units, rests_after
from socert.domain.purchases.rules.basket.spreading import spread

#: Steps of one look at what all lines get, and more by line.
_STEPS_OF_A_SPREAD, _STEPS_OF_A_LINE = 100, 10
#: Of more units none is moved.
_UNITS_TO_MOVE_MAX = 12


@dataclass(frozen=True, slots=True)
class Lying:
    """Units and lines to be paid whole, with what is covered of each line and what each pot of points pays."""

    units: list[Units]
    whole: frozenset[int]
    covers: list[int]
    paid: list[int]


class Lowering:
    """Moves what can be moved. `settle` finds the lines to be paid whole for units and promised lines.

    It says None where that does not reach the same.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        pots: Sequence[Pot],
        kinds: Sequence[Kind],
        *,
        settle: Callable[[list[Units], frozenset[int]], frozenset[int] | None],
        meter: Meter,
    ) -> None:
        self._needs, self._pots = needs, pots
        self._settle = settle
        self._meter = meter
        self._pieces = {piece[:2]: piece.many for kind in kinds for piece in kind.pieces}
        #: By pot and what a unit pays: the spots where it pays just that, by position.
        self._alike: dict[tuple[int, int, int], list[Spot]] = {}
        for kind in kinds:
            for payouts in kind.payouts:
                self._alike.setdefault(payouts, []).extend(piece[:2] for piece in kind.pieces)
        for spots in self._alike.values():
            spots.sort()

    def lower(self, units: list[Units], whole: frozenset[int]) -> Lying:
        """The best that is found."""
        if sum(one.many for one in units) <= _UNITS_TO_MOVE_MAX:
            units = [replace(one, many=1) for one in units for _ in range(one.many)]
        now = self._lying(units, whole)
        while (moved := self._moved(now)) is not None:
            now = moved
        return self._promised(now)

    def _lying(self, units: list[Units], whole: frozenset[int]) -> Lying:
        self._meter.count(_STEPS_OF_A_SPREAD + _STEPS_OF_A_LINE * len(self._needs))
        rests = rests_after(units, self._needs)
        found = spread(self._needs, rests, self._pots, whole=whole)
        covers = list(found.covers) if found else [0] * len(rests)
        for one in units:
            covers[one.spot[0]] += one.paid * one.many
        return Lying(units, whole, covers, found.paid if found else [])

    def _moved(self, now: Lying) -> Lying | None:
        """The first move that covers more of the first lines."""
        for units in self._moves(now) if all(one.many == 1 for one in now.units) else ():
            if self._meter.is_out():
                return None
            self._meter.count(_STEPS_OF_A_SPREAD)
            whole = self._settle(units, frozenset())
            if whole is not None:
                moved = self._lying(units, whole)
                if moved.covers > now.covers:
                    return moved
        return None

    def _moves(self, now: Lying) -> Iterator[list[Units]]:
        """Units elsewhere: one on a free piece where it pays the same, or two in a row."""
        used: dict[Spot, int] = {}
        for one in now.units:
            used[one.spot] = used.get(one.spot, 0) + 1
        seen = set()
        for place, one in enumerate(now.units):
            if (one.pot, one.spot) in seen:
                continue
            seen.add((one.pot, one.spot))
            for spot in self._alike[one.pot, one.paid, one.waived]:
                if spot[0] == one.spot[0]:
                    continue
                units = [*now.units]
                units[place] = replace(one, spot=spot)
                if used.get(spot, 0) < self._pieces[spot]:
                    yield units
                else:
                    yield from self._rows(units, spot, one, used)

    def _rows(self, units: list[Units], spot: Spot, moved: Units, used: dict[Spot, int]) -> Iterator[list[Units]]:
        """A unit has come to a spot that is taken: those that were there go on, where they pay the same."""
        for place, one in enumerate(units):
            if one.spot != spot or one.pot == moved.pot:
                continue
            for goal in self._alike[one.pot, one.paid, one.waived]:
                if goal == moved.spot or (goal != spot and used.get(goal, 0) < self._pieces[goal]):
                    after = [*units]
                    after[place] = replace(one, spot=goal)
                    yield after

    def _promised(self, now: Lying) -> Lying:
        """Line by line it is tried whether it can end without own money too."""
        open_masks = {need.free | need.strict for need in self._needs if need.strict}
        if len(open_masks) <= 1 and not any(need.free for need in self._needs if need.strict):
            return now  # then the first lines were chosen already
        promised: set[int] = set()
        rests = rests_after(now.units, self._needs)
        for line, need in enumerate(self._needs):
            if not rests[line] or self._meter.is_out():
                continue
            missing = need.rest - now.covers[line]
            if line not in now.whole and missing:
                if need.strict and missing <= sum(now.covers[line + 1 :]):
                    now = self._promising(now, promised, line)
                if line not in now.whole and need.free:
                    now = self._breaking(now, line)
            if line in now.whole:
                promised.add(line)
        return now

    def _promising(self, now: Lying, promised: set[int], line: int) -> Lying:
        """The same or better: with a line promised beside those before it."""
        whole = self._settle(now.units, frozenset(promised | {line}))
        lying = None if whole is None else self._lying(now.units, whole)
        return now if lying is None or lying.covers <= now.covers else lying

    def _breaking(self, now: Lying, line: int) -> Lying:
        """The same or better: with a promise to a later line taken back, so that more is free for this one."""
        bound = {one.spot[0] for one in now.units if self._pots[one.pot].is_strict}
        for other in sorted(now.whole - bound, reverse=True):
            if other > line and not self._meter.is_out():
                lying = self._lying(now.units, now.whole - {other})
                if lying.covers > now.covers and lying.paid == now.paid:
                    now = lying
        return now
