"""Settles what remains when all units are placed: part by part, each solved once for what it asks."""

from collections.abc import Sequence
from dataclasses import replace
from operator import add, sub

from socert.domain.purchases.rules.basket.aims import Aims, Reached
from socert.domain.purchases.rules.basket.joined import joined
from socert.domain.purchases.rules.basket.meter import STEPS_OF_A_CHOICE, STEPS_OF_A_FLOW, Meter
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.whole_lines import Floor, WholeLines, Wholes

_LINES_OF_A_STEP = 2


class _Part:
    """Lines that points tie together, and what was found for them before."""

    __slots__ = ("is_plain", "known", "known_demands", "lines", "points")

    def __init__(
        self, lines: Sequence[int], needs: Sequence[Need], *, caps: Sequence[int], order: Sequence[int]
    ) -> None:
        self.lines = lines
        self.points = Points([needs[line] for line in lines], caps=caps, order=order)
        #: No strict points: what is reached depends on what classes ask for, and on nothing else.
        self.is_plain = self.points.relaxed == self.points.own
        self.known_demands: dict[tuple[int, ...], Wholes] = {}
        self.known: dict[tuple[tuple[int, ...], frozenset[int]], Wholes | None] = {}


class Settling:
    """The best use of points for given rests of lines."""

    def __init__(self, needs: Sequence[Need], points: Points, *, aims: Aims, meter: Meter) -> None:
        self._aims = aims
        self._meter = meter
        masks = [need.free | need.strict for need in needs]
        self._parts = [
            _Part(
                [line for line, mask in enumerate(masks) if mask & pots],
                needs,
                caps=points.caps,
                order=[pot for pot in points.order if pots >> pot & 1],
            )
            for pots in joined(masks)
        ]
        self._unpayable = [line for line, mask in enumerate(masks) if not mask]

    def settle(
        self, rest: Sequence[int], *, forced: dict[int, int], items: Reached, floor: Floor | None
    ) -> Wholes | None:
        """The lines that are paid whole, and what is reached with what the items reach; None when it is not enough.

        `forced` are the lines with strict units, which have to end without own money.
        """
        if any(rest[line] and line in forced for line in self._unpayable):
            return None
        self._meter.count(len(rest) // _LINES_OF_A_STEP)
        reached = items
        wholes: list[tuple[_Part, Wholes]] = []
        for place, part in enumerate(self._parts):
            rests = tuple(rest[line] for line in part.lines)
            promised = frozenset(at for at, line in enumerate(part.lines) if line in forced)
            lowered = None
            if floor is not None and place == len(self._parts) - 1:
                lowered = replace(floor, reached=tuple(map(sub, floor.reached, reached)))
            found = self._solve(part, rests, promised, lowered)
            if found is None:
                return None
            reached = tuple(map(add, reached, found.reached))
            wholes.append((part, found))
        if floor is not None and not floor.lets_pass(reached):
            return None
        return Wholes(reached, lambda: frozenset(part.lines[at] for part, each in wholes for at in each.lines()))

    def _solve(
        self, part: _Part, rests: tuple[int, ...], promised: frozenset[int], floor: Floor | None
    ) -> Wholes | None:
        if part.is_plain and not promised:
            return self._flow(part, rests)
        key = rests, promised
        if key in part.known:
            return part.known[key]
        search = WholeLines(part.points, rest=rests, promised=promised, aims=self._aims, meter=self._meter)
        found = search.choose(floor)
        if found is not None or floor is None:
            part.known[key] = found
        return found

    def _flow(self, part: _Part, rests: tuple[int, ...]) -> Wholes:
        """Without strict points there is nothing to choose: the points flow."""
        _, demand = part.points.demands(rests, (), range(len(rests)))
        found = part.known_demands.get(tuple(demand))
        if found is None:
            self._meter.count(STEPS_OF_A_FLOW // 2)
            left = part.points.flow_of_free(demand).left
            paid = [cap - rest for cap, rest in zip(part.points.caps, left, strict=True)]
            found = Wholes(self._aims.reached(paid, waived=0), frozenset)
            part.known_demands[tuple(demand)] = found
        self._meter.count(STEPS_OF_A_CHOICE)
        return found
