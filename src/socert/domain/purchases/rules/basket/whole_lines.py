"""Which lines are paid whole: the choice that allowances with forbidden own money leave.

A strict allowance pays only into lines that end without own money, so it matters which lines are promised that. Lines
that can be promised it at no cost to others are. The rest falls into groups that the same pots may pay: the largest
group is chosen by its amounts alone, the others by a walk, line after line, a promise first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from socert.domain.purchases.rules.basket.aims import Aims, Reached
from socert.domain.purchases.rules.basket.meter import STEPS_OF_A_CHOICE, STEPS_OF_A_FLOW, Meter
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.subset import Amounts, Chosen

_STEPS_OF_A_LOOKUP = 4
_LINES_OF_A_STEP = 8


@dataclass(frozen=True, slots=True)
class Wholes:
    """How far it gets when some lines end without own money because they were promised to.

    `lines` tells which; it takes a while to find those on the lowest positions, so it is asked of the best only.
    """

    reached: Reached
    lines: Callable[[], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Floor:
    """What a choice has to reach to be worth anything, and whether reaching just that is enough."""

    reached: Reached
    is_enough: bool

    def lets_pass(self, reached: Reached) -> bool:
        """Whether this is good enough."""
        return reached > self.reached or (self.is_enough and reached == self.reached)


class WholeLines:
    """The choice of whole lines after the item units are placed. Lines are places in `rest`.

    `promised` are lines that have to end without own money.
    """

    def __init__(
        self, points: Points, *, rest: Sequence[int], promised: Iterable[int], aims: Aims, meter: Meter
    ) -> None:
        self._points = points
        self._rest = rest
        self._aims = aims
        self._meter = meter
        self._open = [line for line, kopecks in enumerate(rest) if kopecks]
        self._promised = set(promised)
        self._chosen: Wholes | None = None
        self._floor: Floor | None = None
        # What classes ask for: promised, refused or never asked about, and not decided yet.
        self._wholes: list[int] = []
        self._frees: list[int] = []
        self._undecided: list[int] = []
        self._last: Sequence[int] = ()
        self._amounts = Amounts(())

    def choose(self, floor: Floor | None) -> Wholes | None:
        """The best choice; None when what is promised cannot be kept, or nothing passes the floor."""
        self._floor = floor
        self._try()
        found, self._chosen = self._chosen, None  # no ring of references is left to be collected
        return found

    def _try(self) -> None:
        points = self._points
        if self._keeps_all():
            return
        groups = self._groups(self._contested())
        contested = {line for group in groups for line in group}
        others = [line for line in self._open if line not in self._promised and line not in contested]
        self._wholes, self._frees = self._points.demands(self._rest, self._promised, others)
        self._undecided, _ = self._points.demands(self._rest, contested, ())
        if groups:
            self._last = groups[-1]
            self._amounts = self._points.amounts(tuple(self._rest[line] for line in self._last))
        self._walk([line for group in groups[:-1] for line in group], 0, [])
        if self._chosen is None and self._meter.was_cut:  # promise no more than has to be
            free = (line for line in self._open if line not in self._promised)
            self._keep((), self._reached(*points.demands(self._rest, self._promised, free)))

    def _keeps_all(self) -> bool:
        """Whether every line can be promised it, which then is best."""
        points = self._points
        promised = {line for line in self._open if line in self._promised or points.relaxed[line] != points.own[line]}
        wholes, frees = points.demands(self._rest, promised, (line for line in self._open if line not in promised))
        if points.promises.most(wholes) < sum(wholes):
            return False
        reached = self._reached(wholes, frees)
        if reached is None:
            return False
        self._promised = promised
        self._keep((), reached)
        return True

    def _contested(self) -> list[int]:
        """The lines for which a promise costs others something. The promises that cost nothing are given here."""
        points, rest = self._points, self._rest
        asking = [
            line for line in self._open if line not in self._promised and points.relaxed[line] != points.own[line]
        ]
        refused: set[int] = set()
        while asking:
            wholes, frees = points.demands(rest, (line for line in self._open if line not in refused), refused)
            flow = points.flow_of_free([one + other for one, other in zip(wholes, frees, strict=True)])
            self._meter.count(STEPS_OF_A_FLOW)
            scarce = flow.reached()
            self._promised.update(line for line in asking if points.relaxed[line] not in scarce)
            asking = [line for line in asking if points.relaxed[line] in scarce]
            too_dear = {line for line in asking if rest[line] > points.capacity(points.relaxed[line])}
            if not too_dear:
                break
            refused |= too_dear
            asking = [line for line in asking if line not in too_dear]
        return asking

    def _groups(self, contested: Sequence[int]) -> list[list[int]]:
        """The lines that the same pots may pay together, smaller groups first."""
        found: dict[int, list[int]] = {}
        for line in contested:
            found.setdefault(self._points.relaxed[line], []).append(line)
        return sorted(found.values(), key=lambda lines: (len(lines), lines))

    def _walk(self, lines: Sequence[int], at: int, promised: list[int]) -> None:
        """Promise or refuse one line after another."""
        self._meter.count(STEPS_OF_A_CHOICE)
        if self._meter.is_out() or not self._is_promising(self._wholes, self._frees, self._undecided):
            return
        if at == len(lines):
            self._finish(promised)
            return
        line = lines[at]
        c, own, kopecks = self._points.relaxed[line], self._points.own[line], self._rest[line]
        self._undecided[c] -= kopecks
        self._wholes[c] += kopecks
        self._meter.count(self._points.promises.cost)
        if self._points.promises.most(self._wholes) >= sum(self._wholes):
            self._walk(lines, at + 1, [*promised, line])
        self._wholes[c] -= kopecks
        if own >= 0:
            self._frees[own] += kopecks
        self._walk(lines, at + 1, promised)
        if own >= 0:
            self._frees[own] -= kopecks
        self._undecided[c] += kopecks

    def _finish(self, promised: Sequence[int]) -> None:
        """All but the last group is decided: the more of that is promised the better."""
        if not self._last:
            self._keep([*promised], self._reached(self._wholes, self._frees))
            return
        c = self._points.relaxed[self._last[0]]
        high = self._points.promises.most_beside(self._wholes, c)
        if high < 0:
            return
        chosen = self._choose(low=None, high=high)
        wholes, frees = self._with_last(chosen.total)
        if not self._is_promising(wholes, frees):
            return
        reached = self._reached(wholes, frees)
        if reached is None:  # not every cut was known, and more was chosen than can be kept
            high = self._points.most_beside(self._wholes, c, asked=self._amounts.total)
            if high < 0:
                return
            chosen = self._choose(low=None, high=high)
            reached = self._reached(*self._with_last(chosen.total))
        if reached is not None and (self._floor is None or self._floor.lets_pass(reached)):
            self._keep(promised, reached, chosen)

    def _last_taken(self, chosen: Chosen, reached: Reached, asked: tuple[list[int], list[int]]) -> list[int]:
        """The lines of the last group to be paid whole, when classes ask so much besides."""
        self._wholes, self._frees = asked
        chosen = self._on_first_lines(chosen, reached)
        return [line for line, is_taken in zip(self._last, chosen.taken, strict=True) if is_taken]

    def _on_first_lines(self, chosen: Chosen, reached: Reached) -> Chosen:
        """Of the sums that reach the same, the choice that has the first lines."""
        if not chosen.total or chosen.total == self._amounts.total or self._reaches(chosen.total - 1) != reached:
            return chosen
        low, too_low = chosen.total - 1, -1
        while low - too_low > 1:
            middle = (low + too_low) // 2
            low, too_low = (middle, too_low) if self._reaches(middle) == reached else (low, middle)
        return self._choose(low=low, high=chosen.total)

    def _choose(self, *, low: int | None, high: int) -> Chosen:
        cost = _STEPS_OF_A_LOOKUP + len(self._last) // _LINES_OF_A_STEP
        chosen = self._amounts.choose(low=low, high=high, steps_max=self._meter.left // cost)
        self._meter.count(chosen.steps * cost)
        self._meter.was_cut |= not chosen.is_certain
        return chosen

    def _with_last(self, total: int) -> tuple[list[int], list[int]]:
        """What classes ask for when so much of the last group is promised."""
        wholes, frees = list(self._wholes), list(self._frees)
        wholes[self._points.relaxed[self._last[0]]] += total
        own = self._points.own[self._last[0]]
        if own >= 0:
            frees[own] += self._amounts.total - total
        return wholes, frees

    def _reaches(self, total: int) -> Reached | None:
        return self._reached(*self._with_last(total))

    def _reached(self, wholes: Sequence[int], frees: Sequence[int]) -> Reached | None:
        key = *wholes, *frees
        known = self._points.reached
        if key in known:
            self._meter.count(STEPS_OF_A_CHOICE)
            return known[key]
        self._meter.count(STEPS_OF_A_FLOW)
        flow = self._points.flow(wholes, frees)
        known[key] = None
        if flow is not None:
            paid = [cap - left for cap, left in zip(self._points.caps, flow.left, strict=True)]
            known[key] = self._aims.reached(paid, waived=0)
        return known[key]

    def _keep(self, lines: Sequence[int], reached: Reached | None, chosen: Chosen | None = None) -> None:
        if reached is None or (self._floor is not None and not self._floor.lets_pass(reached)):
            return
        promised = self._promised.union(lines)
        asked = list(self._wholes), list(self._frees)

        def found() -> frozenset[int]:
            return frozenset(promised if chosen is None else promised.union(self._last_taken(chosen, reached, asked)))

        self._chosen = Wholes(reached, found)
        self._floor = Floor(reached, is_enough=False)

    def _is_promising(self, *asked: Sequence[int]) -> bool:
        """Whether anything from here can pass the floor."""
        if self._floor is None:
            return True
        demand = self._points.bounded([sum(each) for each in zip(*asked, strict=True)])

        def most(pots: int) -> int:
            cuts = self._points.cuts_when_placed(pots)
            self._meter.count(cuts.cost)
            return cuts.most(demand)

        room = self._aims.room(self._floor.reached, most, lambda _: 0, waived=0)
        return room > 0 or (room == 0 and self._floor.is_enough)
