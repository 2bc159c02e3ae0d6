"""The search over what is whole: which pieces the item units go to, and which lines are paid without own money.

Everything else follows: once it is settled which units are used where and which lines must end without own money, the
best the points can do is a flow. Prices say what a kopeck asked of the points is worth; with them the units are an
assignment, which gives a good way to place them and proves how far any other can get. Only what the prices leave open
is searched through.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.aims import Aims, Reached
from socert.domain.purchases.rules.basket.assigning import Assigned, assign
from socert.domain.purchases.rules.basket.filling import Filling
from socert.domain.purchases.rules.basket.flow import Flow
from socert.domain.purchases.rules.basket.kinds import drop_hopeless, kinds_of, suppliers_of
from socert.domain.purchases.rules.basket.lowering import Lowering
from socert.domain.purchases.rules.basket.meter import STEPS_OF_A_FLOW, STEPS_TO_LOWER_MAX, Meter
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.placing import Choice, Placed, Units, choice_of, on_spots, rests_after
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.pooling import Pool, Pooled
from socert.domain.purchases.rules.basket.settling import Settling
from socert.domain.purchases.rules.basket.tightening import tighten
from socert.domain.purchases.rules.basket.whole_lines import Floor, Wholes
from socert.domain.purchases.rules.basket.worths import Worths

#: Prices are tried anew so often.
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A split that keeps the rules: how good it is, its units, and the lines to be paid whole (None: none has to)."""

    worth: int
    units: list[Units]
    wholes: Wholes | None

    def reaches(self) -> Wholes:
        """How far it gets."""
        assert self.wholes is not None, "asked only where lines have to be whole"
        return self.wholes


@dataclass(slots=True)
class _Bound:
    """Nothing is worth more than `most`; by supplier what each unit on each kind stays behind that, least first."""

    most: int
    assigned: Assigned
    behind: list[list[tuple[int, int, int]]] = field(default_factory=list)


class Search:
    """The best choice for lines and pots that have to do with each other. Lines are places in `needs`."""

    def __init__(self, needs: Sequence[Need], pots: Sequence[Pot], *, here: int, meter: Meter) -> None:
        self._meter = meter
        self._needs, self._pots = needs, pots
        places = [place for place in range(len(pots)) if here >> place & 1]
        items = [place for place in places if any(need.items >> place & 1 for need in needs)]
        order = [place for place in places if pots[place].kind is AllowanceKind.POINTS]
        caps = [pot.available if place in order else 0 for place, pot in enumerate(pots)]
        drop_hopeless(needs, pots, caps=caps, items=items)
        self.points = Points(needs, caps=caps, order=order)
        self._kinds = kinds_of(needs, pots, items=items, points=self.points)
        self._counts = [kind.count for kind in self._kinds]
        self._suppliers = suppliers_of(pots, items=items)
        self._units = [one.units for one in self._suppliers]
        self._is_plain = not any(need.strict for need in needs) and not any(
            pots[pot].is_strict for kind in self._kinds for pot, _, _ in kind.payouts
        )
        aims = Aims.of(pots, here=here)
        self._aims = aims
        self.worths = Worths.of(aims, pots=len(pots), total=sum(need.rest for need in needs))
        self._settling = Settling(needs, self.points, aims=aims, meter=meter)
        self._demand, _ = self.points.demands([need.rest for need in needs], range(len(needs)), ())
        if not self._is_plain:
            tighten(self.points, needs, pots, items=items)
        self._flows: dict[tuple[int, ...], tuple[int, Flow]] = {}
        self._best: Found | None = None
        self._bound: _Bound | None = None
        # The search: units by (pot, kind), pieces used by kind, units left by pot.
        self._placed: dict[tuple[int, int], int] = {}
        self._used = [0] * len(self._kinds)
        self._left = [pot.units for pot in pots]

    def run(self) -> Choice:
        """The best choice, or the best found before the meter ran out."""
        self._try({})
        self._begin()
        if self._bound is not None and self._best is not None and self._bound.most > self._best.worth:
            pooled = self._pooled()
            if pooled is not None:
                choice = choice_of(pooled.units)
                choice.whole = pooled.whole
                return choice
            self._place(0, 0, self._units[0] if self._units else 0, 0)
        assert self._best is not None, "to use no units and promise nothing is always possible"
        whole = self._best.wholes.lines() if self._best.wholes else frozenset()
        units = self._best.units
        if not self._meter.was_cut and (units or whole):
            meter = Meter(steps_max=STEPS_TO_LOWER_MAX)
            self._settling = Settling(self._needs, self.points, aims=self._aims, meter=meter)
            lowering = Lowering(self._needs, self._pots, self._kinds, settle=self._settled_alike, meter=meter)
            lying = lowering.lower(units, whole)
            units, whole = lying.units, lying.whole
        choice = choice_of(units)
        choice.whole = whole
        return choice

    def _pooled(self) -> Pooled | None:
        """The best choice where all points are one strict sum."""
        if self._is_plain or not Pool.fits(self._needs, self._suppliers):
            return None
        strict = max((need.strict for need in self._needs), default=0)
        caps = [cap if strict >> pot & 1 else 0 for pot, cap in enumerate(self.points.caps)]
        assert self._bound is not None
        return Pool(
            self._needs,
            self._pots,
            kinds=self._kinds,
            suppliers=self._suppliers,
            caps=caps,
            worths=self.worths,
            behind={(pot, k): less for options in self._bound.behind for less, pot, k in options},
            gap=self._gap(),
        ).best(self._meter)

    def _settled_alike(self, units: list[Units], promised: frozenset[int]) -> frozenset[int] | None:
        """The lines to be paid whole when units lie elsewhere and lines are promised; None: it reaches less."""
        assert self._best is not None
        rests = rests_after(units, self._needs)
        if min(rests, default=0) < 0:
            return None
        if self._is_plain:
            demand, _ = self.points.demands(rests, range(len(rests)), ())
            paid = sum(
                one.many * (self.worths.of_pot[one.pot] * one.paid + self.worths.waived * one.waived - 1)
                for one in units
            )
            return frozenset() if self._flow(demand)[0] + paid == self._best.worth else None
        forced = {one.spot[0]: 1 for one in units if self._pots[one.pot].is_strict} | dict.fromkeys(promised, 1)
        if not self._can_keep(rests, forced):
            return None
        reached = self._best.reaches().reached
        found = self._settling.settle(
            rests, forced=forced, items=self._items(units), floor=Floor(reached, is_enough=True)
        )
        return found.lines() if found is not None and found.reached == reached else None

    def _items(self, units: Sequence[Units]) -> Reached:
        """How far the units get."""
        paid = [0] * len(self._pots)
        for one in units:
            paid[one.pot] += one.paid * one.many
        return self._aims.reached(paid, waived=sum(one.waived * one.many for one in units))

    def _begin(self) -> None:
        """Prices for what is asked of the points, the best units for these prices, and again."""
        demand = self._demand
        for _ in range(_ROUNDS):
            bound, placed = self._priced(demand)
            if self._bound is None or bound.most < self._bound.most:
                self._bound = bound
            self._try(placed, is_first=True)
            after = self._demand_after(placed)
            is_proved = self._best is not None and self._best.worth >= self._bound.most
            if is_proved or after == demand or self._meter.is_late():
                return
            demand = after

    def _priced(self, demand: Sequence[int]) -> tuple[_Bound, dict[tuple[int, int], int]]:
        """A bound by the prices that hold where classes ask for so much, and the units that are best for it."""
        points, worths = self.points, self.worths
        bounded = points.bounded(demand)
        _, flow = self._flow(demand)
        prices = worths.prices(flow, points, bounded)
        is_fixed = [c in points.most_of and demand[c] >= points.most_of[c] for c in range(len(demand))]
        most = worths.most_of_pots(prices, flow, points)
        for c, price in enumerate(prices):
            most += price * (points.most_of[c] if is_fixed[c] else self._demand[c])
        options: list[list[tuple[int, int, int]]] = []
        for supplier in self._suppliers:
            mine = []
            for k, kind in enumerate(self._kinds):
                price = prices[kind.c] if kind.c >= 0 and not is_fixed[kind.c] else 0
                for pot, paid, waived in kind.payouts:
                    if pot in supplier.pots:
                        worth = worths.of_unit(pot, paid, waived)
                        mine.append((worth - price * (paid + waived), pot, k))
            options.append(mine)
            self._meter.count(len(mine))
        nets = [{k: net for net, _, k in sorted(mine) if net > 0} for mine in options]
        assigned = assign(nets, units=self._units, counts=self._counts, meter=self._meter)
        bound = _Bound(most + assigned.most(self._units, self._counts), assigned)
        for mine, of_unit in zip(options, assigned.of_unit, strict=True):
            bound.behind.append(sorted((of_unit + assigned.of_piece[k] - net, pot, k) for net, pot, k in mine))
        return bound, self._by_pot(assigned, options)

    def _by_pot(
        self, assigned: Assigned, options: Sequence[Sequence[tuple[int, int, int]]]
    ) -> dict[tuple[int, int], int]:
        """The units of suppliers as units of their pots."""
        left = [pot.units for pot in self._pots]
        found: dict[tuple[int, int], int] = {}
        together = zip(options, self._suppliers, strict=True)
        on_kind = [_by_kind(mine) if len(one.pots) > 1 else {} for mine, one in together]
        for (s, k), wanted in assigned.placed.items():
            count = wanted
            for pot in on_kind[s][k] if on_kind[s] else self._suppliers[s].pots:
                units = min(count, left[pot])
                if units:
                    left[pot] -= units
                    found[pot, k] = units
                count -= units
        return found

    def _place(self, s: int, start: int, left: int, behind: int) -> None:
        """Place units of a supplier from some option on, then those of the next; `behind` is what is lost already."""
        self._meter.count(4)
        if s == len(self._suppliers):
            self._leaf(behind)
            return
        assert self._bound is not None
        options = self._bound.behind[s]
        for at in range(start, len(options) if left else start):
            more, pot, k = options[at]
            if behind + more >= self._gap() or self._meter.is_out():
                break
            self._meter.count(2)
            if self._used[k] == self._counts[k] or not self._left[pot]:
                continue
            self._put(pot, k, 1)
            self._place(s, at, left - 1, behind + more)
            self._put(pot, k, -1)
        behind += left * self._bound.assigned.of_unit[s]
        if behind < self._gap() and not self._meter.is_out():
            self._place(s + 1, 0, self._units[s + 1] if s + 1 < len(self._units) else 0, behind)

    def _leaf(self, behind: int) -> None:
        assert self._bound is not None
        of_piece = self._bound.assigned.of_piece
        behind += sum(of_piece[k] * (count - self._used[k]) for k, count in enumerate(self._counts) if of_piece[k])
        if behind < self._gap():
            self._try(self._placed)

    def _gap(self) -> int:
        assert self._bound is not None
        assert self._best is not None
        return self._bound.most - self._best.worth

    def _put(self, pot: int, k: int, count: int) -> None:
        self._used[k] += count
        self._left[pot] -= count
        self._placed[pot, k] = self._placed.get((pot, k), 0) + count
        if not self._placed[pot, k]:
            del self._placed[pot, k]

    def _demand_after(self, placed: Placed) -> list[int]:
        demand = list(self._demand)
        for (pot, k), count in placed.items():
            kind = self._kinds[k]
            if kind.c >= 0:
                demand[kind.c] -= count * sum(next(one[1:] for one in kind.payouts if one[0] == pot))
        return demand

    def _flow(self, demand: Sequence[int]) -> tuple[int, Flow]:
        """What the points pay when classes ask for so much, as if strict points could pay anywhere."""
        key = tuple(self.points.bounded(demand))
        found = self._flows.get(key)
        if found is None:
            self._meter.count(STEPS_OF_A_FLOW // 2)
            flow = self.points.flow_of_free(key)
            paid = sum(self.worths.of_pot[pot] * (self.points.caps[pot] - flow.left[pot]) for pot in self.points.order)
            found = self._flows[key] = paid, flow
        return found

    def _try(self, placed: Placed, *, is_first: bool = False) -> None:
        """See to the rest, and keep the choice if it is the best."""
        self._meter.count(3 * len(placed) + 3)
        worth = self._flow(self._demand_after(placed))[0]
        for (pot, k), count in placed.items():
            paid, waived = next(one[1:] for one in self._kinds[k].payouts if one[0] == pot)
            worth += count * self.worths.of_unit(pot, paid, waived)
        if self._best is not None and worth <= self._best.worth:
            return
        units = on_spots(placed, self._kinds)
        if self._is_plain:
            self._best = Found(worth, units, None)
        elif not self._settle(units) and is_first:
            self._settle(self._kept(units))

    def _settle(self, units: list[Units]) -> bool:
        """Find the best lines to be paid whole; False when units bind lines that cannot be."""
        rests = rests_after(units, self._needs)
        forced = {one.spot[0]: 1 for one in units if self._pots[one.pot].is_strict}
        if not self._can_keep(rests, forced):
            return False
        floor = None
        if self._best is not None:
            floor = Floor(self._best.reaches().reached, is_enough=_count(units) < _count(self._best.units))
        found = self._settling.settle(rests, forced=forced, items=self._items(units), floor=floor)
        if found is not None:
            self._best = Found(self.worths.value(found.reached, units=_count(units)), units, found)
        return True

    def _can_keep(self, rests: Sequence[int], forced: dict[int, int]) -> bool:
        """Whether lines can still end without own money."""
        self._meter.count(len(forced))
        promised = [0] * len(self.points.masks)
        for line in forced:
            if rests[line]:
                if self.points.relaxed[line] < 0:
                    return False
                promised[self.points.relaxed[line]] += rests[line]
        return self.points.promises.most(promised) >= sum(promised)

    def _kept(self, units: Sequence[Units]) -> list[Units]:
        """The units without those of strict pots on lines that cannot be kept, and others on lines that can."""
        rests = rests_after(units, self._needs)
        strict = {one.spot[0] for one in units if self._pots[one.pot].is_strict}
        kept: dict[int, int] = {}
        for line in sorted(strict, key=lambda line: (rests[line], line)):
            if self._can_keep(rests, kept | {line: 1}):
                kept[line] = 1
        found = [one for one in units if not self._pots[one.pot].is_strict or one.spot[0] in kept]
        filling = Filling(found, self._pots, self._suppliers, self._kinds)
        for line in sorted(filling.open_lines, key=lambda line: -self._needs[line].rest):
            more = filling.more(line)
            self._meter.count(4 * len(self._suppliers))
            if more and self._can_keep(rests_after([*found, *more], self._needs), kept | {line: 1}):
                filling.take(more)
                found, kept = [*found, *more], kept | {line: 1}
        return found


def _count(units: Sequence[Units]) -> int:
    return sum(one.many for one in units)


def _by_kind(options: Sequence[tuple[int, int, int]]) -> dict[int, list[int]]:
    """The pots that are worth something on each kind, the one that is worth most first."""
    found: dict[int, list[int]] = {}
    for net, pot, k in sorted(options, reverse=True):
        if net > 0:
            found.setdefault(k, []).append(pot)
    return found
