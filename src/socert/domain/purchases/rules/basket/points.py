"""The points of a search: what they hold, which lines they may pay, and what they can reach."""

from collections.abc import Iterable, Sequence

from socert.domain.purchases.rules.basket.bounds import Cuts
from socert.domain.purchases.rules.basket.flow import Flow, points_flow
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.subset import Amounts


class Points:
    """Points pots and the classes of lines they may pay.

    `relaxed[line]` is a line's class when strict points may pay it too, `own[line]` when they may not; -1 where nobody
    may. `caps` holds kopecks by pot, zero for pots that are no points. `tight` are classes, as bits, of which no more
    than `most_of` can be paid because whole lines do not add up to more.
    """

    __slots__ = (
        "_amounts",
        "_cuts",
        "_cuts_when_placed",
        "_range",
        "caps",
        "masks",
        "most_of",
        "order",
        "own",
        "promises",
        "reached",
        "relaxed",
        "tight",
    )

    def __init__(self, needs: Sequence[Need], *, caps: Sequence[int], order: Sequence[int]) -> None:
        self.caps = caps
        self.order = order
        self.masks = sorted({mask for need in needs for mask in (need.free, need.free | need.strict) if mask})
        place = {mask: c for c, mask in enumerate(self.masks)}
        self.relaxed = [place.get(need.free | need.strict, -1) for need in needs]
        self.own = [place.get(need.free, -1) for need in needs]
        self._cuts: dict[int, Cuts] = {}
        self.promises = Cuts(order, caps=caps, masks=self.masks)
        self._cuts_when_placed: dict[int, Cuts] = {}
        self._range = self._demand_range(needs)
        self._amounts: dict[tuple[int, ...], Amounts] = {}
        #: How far the flow gets that `whole_lines` asked for, by what classes ask for.
        self.reached: dict[tuple[int, ...], tuple[int, ...] | None] = {}
        self.most_of: dict[int, int] = {}
        self.tight = 0

    def tighten(self, c: int, most: int) -> None:
        """No more than this can be paid of a class."""
        self.most_of[c] = most
        self.tight |= 1 << c

    def bounded(self, demand: Sequence[int]) -> Sequence[int]:
        """What classes ask for, without what cannot be paid of them anyway."""
        if not self.tight:
            return demand
        found = list(demand)
        for c, most in self.most_of.items():
            found[c] = min(found[c], most)
        return found

    def capacity(self, c: int) -> int:
        """All that the pots of a class hold."""
        return sum(self.caps[pot] for pot in self.order if self.masks[c] >> pot & 1)

    def cuts(self, aim: int) -> Cuts:
        """The bound on what the points among some pots (bits) can pay."""
        found = self._cuts.get(aim)
        if found is None:
            pots = [pot for pot in self.order if aim >> pot & 1]
            found = self._cuts[aim] = Cuts(pots, caps=self.caps, masks=self.masks)
        return found

    def cuts_when_placed(self, aim: int) -> Cuts:
        """The same when no more item units are placed and lines are only promised or refused: fewer cuts matter."""
        found = self._cuts_when_placed.get(aim)
        if found is None:
            pots = [pot for pot in self.order if aim >> pot & 1]
            found = self._cuts_when_placed[aim] = Cuts(pots, caps=self.caps, masks=self.masks)
            found.keep_for(*self._range)
        return found

    def _demand_range(self, needs: Sequence[Need]) -> tuple[list[int], list[int]]:
        """The least and the most that classes may ask for in the course of a search."""
        least, most = [0] * len(self.masks), [0] * len(self.masks)
        for need, relaxed, own in zip(needs, self.relaxed, self.own, strict=True):
            if relaxed >= 0:
                most[relaxed] += need.rest
                if relaxed != own and own >= 0:
                    most[own] += need.rest
                elif relaxed == own and not need.items:
                    least[relaxed] += need.rest
        return least, most

    def amounts(self, amounts: tuple[int, ...]) -> Amounts:
        """Amounts prepared to choose from; the same come again and again."""
        found = self._amounts.get(amounts)
        if found is None:
            found = self._amounts[amounts] = Amounts(amounts)
        return found

    def demands(self, rest: Sequence[int], whole: Iterable[int], free: Iterable[int]) -> tuple[list[int], list[int]]:
        """What lines ask for, by class: those to be paid whole, and the others."""
        wholes, frees = [0] * len(self.masks), [0] * len(self.masks)
        for line in whole:
            if self.relaxed[line] >= 0:
                wholes[self.relaxed[line]] += rest[line]
        for line in free:
            if self.own[line] >= 0:
                frees[self.own[line]] += rest[line]
        return wholes, frees

    def flow(self, wholes: Sequence[int], frees: Sequence[int]) -> Flow | None:
        """The best flow: `wholes` in full, `frees` as far as it goes; None when it cannot be. Classes stand twice."""
        none = [0] * len(self.masks)
        return points_flow(
            caps=self.caps,
            order=self.order,
            masks=[*self.masks, *self.masks],
            whole=[*wholes, *none],
            free=[*none, *frees],
        )

    def flow_of_free(self, frees: Sequence[int]) -> Flow:
        """The best flow where nothing has to be paid whole."""
        flow = Flow(caps=self.caps, masks=self.masks, rooms=frees)
        flow.pour(self.order)
        return flow

    def most_beside(self, wholes: Sequence[int], c: int, *, asked: int) -> int:
        """How much of what is asked in a class can be paid beside the whole demands; -1 when those cannot be."""
        flow = Flow(caps=self.caps, masks=[*self.masks, self.masks[c]], rooms=[*wholes, 0])
        flow.pour(self.order)
        if any(flow.room):
            return -1
        flow.room[-1] = asked
        flow.pour(self.order)
        return asked - flow.room[-1]
