"""The search over what is whole: which pieces the item units go to, and which lines are paid without own money.

Everything else follows: once it is settled which units are used where and which lines must end without own money, the
best the points can do is a flow. So the search walks over whole choices only, depth first, the most promising first,
and turns back where even the bound (points as if strict allowances could pay anywhere) is no better than the best.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.aims import Aims
from socert.domain.purchases.rules.basket.chances import Chances, Group, chances_of
from socert.domain.purchases.rules.basket.meter import STEPS_OF_A_CHOICE, STEPS_OF_A_LOOK, Meter
from socert.domain.purchases.rules.basket.needs import Need
from socert.domain.purchases.rules.basket.points import Points
from socert.domain.purchases.rules.basket.settling import Settling
from socert.domain.purchases.rules.basket.tightening import drop_hopeless, tighten
from socert.domain.purchases.rules.basket.units import Choice, Units
from socert.domain.purchases.rules.basket.whole_lines import Floor, Wholes

#: More units of one allowance than this on one receipt are not looked for.
_UNITS_MAX = 300
#: Of receipts with very many chances not every cut is looked at.
_CUTS_MIN, _GROUPS_OF_CUTS_MAX = 4, 4_000
_GROUPS_OF_A_STEP = 2
_UNITS_OF_A_STEP = 2
_ENDLESS = 1 << 62
#: A cut: what it is without the classes it sees, these classes, and the sums units can add, as `Chances.sums` has them.
_Look: TypeAlias = tuple[int, tuple[int, ...], int, list[int], list[int]]
#: The same with the classes' demands summed up: the sum, its place among the looks, and the sums units can add.
_Value: TypeAlias = tuple[int, int, int, list[int], list[int]]


class Search:
    """The best choice for lines and pots that have to do with each other. Lines are places in `needs`."""

    def __init__(self, needs: Sequence[Need], pots: Sequence[Pot], *, here: int, meter: Meter) -> None:
        self._meter = meter
        places = [place for place in range(len(pots)) if here >> place & 1]
        items = [place for place in places if any(need.items >> place & 1 for need in needs)]
        points = [place for place in places if pots[place].kind is AllowanceKind.POINTS]
        caps = [pot.available if place in points else 0 for place, pot in enumerate(pots)]
        drop_hopeless(needs, pots, caps=caps, items=items)
        self._needs = needs
        self._points = Points(needs, caps=caps, order=points)
        self._aims = Aims.of(pots, here=here)
        self._chances = [chances_of(i, needs, pots=pots, points=self._points, units_max=_UNITS_MAX) for i in items]
        self._choices = _choices(self._chances, pots)
        tighten(self._points, needs, self._chances)
        self._units = Units(needs, self._points, items=items, pots=len(pots))
        self._most = list(self._points.bounded(self._units.demand))
        lowered = [
            max(0, most - sum(one.most_of_class(c) for one in self._chances))
            for c, most in enumerate(self._units.demand)
        ]
        self._least = self._points.bounded(lowered)
        self._settling = Settling(needs, self._points, aims=self._aims, meter=meter)
        self._looks: dict[tuple[int, int, bool], list[_Look]] = {}
        self._values: dict[tuple[int, int, bool], list[_Value]] = {}  # as long as no unit is placed or taken back
        self._fixed: dict[int, int] = {}
        self._best: Choice | None = None
        self._wholes: Wholes | None = None

    def run(self) -> Choice:
        """The best choice, or the best found before the meter ran out."""
        self._pot(0)
        if self._best is None:  # cut before anything was found
            self._settle()
        assert self._best is not None, "to use no units and promise nothing is always possible"
        self._best.whole = self._wholes.lines() if self._wholes else frozenset()
        return self._best

    def _pot(self, i: int) -> None:
        if i == len(self._chances):
            self._settle()
            return
        pots, limit = self._choices[i]
        self._group(i, 0, min(self._chances[i].units, limit - self._units.used_by(pots)))

    def _group(self, i: int, start: int, left: int) -> None:
        """Use units of a pot on the groups from `start` on, then go on to the next pot."""
        chances = self._chances[i]
        is_enough = left and start < len(chances.groups) and not self._units_help(i, start, left)
        if is_enough:
            self._leave(i)
        for at in range(start, len(chances.groups) if left else start):
            if self._meter.is_out():
                return
            if (at == start or left > 1) and not self._is_promising(i, at, left, is_new=at == start):
                return
            group = chances.groups[at]
            for count in range(min(left, group.count), 0, -1):
                self._meter.count(1)
                if count == left and not self._is_worth(i, group, count):
                    continue
                taken = self._units.take(chances, group, count)
                if taken is not None:
                    before, self._values, self._fixed = (self._values, self._fixed), {}, {}
                    self._group(i, at + 1, left - count)
                    self._units.give_back(chances, taken)
                    self._values, self._fixed = before
        if not is_enough:
            self._leave(i)

    def _leave(self, i: int) -> None:
        """Use no more units of this pot."""
        if i + 1 < len(self._chances):  # looks itself whether that is promising
            self._pot(i + 1)
        elif not self._meter.is_out() and self._is_promising(i, len(self._chances[i].groups), 0):
            self._settle()

    def _units_help(self, i: int, start: int, left: int) -> bool:
        """Whether further units can help the sums of whole days; if not, doing without is tried first."""
        for place, aim in enumerate(self._aims.all):
            if aim.terms[0].day < 0:
                most = self._bound(i, start, left, settling=not place)
                enough = self._bound(i, start, 0, settling=not place)
                if most(aim.pots) > enough(aim.pots):
                    return True
        return False

    def _is_promising(self, i: int, start: int, left: int, *, is_new: bool = True) -> bool:
        """Whether anything from here can be better than the best; `is_new` when units have just been placed."""
        self._meter.count(STEPS_OF_A_CHOICE)
        if is_new and self._units.strict and not self._can_keep(i if left else i + 1):
            return False
        if self._best is None:
            return True
        most = self._bound(i, start, left, settling=True)
        room = self._aims.room(self._best.reached, most, self._fixed_of, waived=self._units.waived)
        if room:
            return room > 0
        used = self._units.now.unit_count
        if used != self._best.unit_count:
            return used < self._best.unit_count
        groups = self._chances[i].groups[start:] if left else []
        self._meter.count(len(groups))
        return self._may_lie_lower(i, sorted(line for group in groups for line in group.lines())[:left])

    def _is_worth(self, i: int, group: Group, count: int) -> bool:
        """Whether using the last units of a pot on this group can be better than the best, or as good."""
        if self._best is None:
            return True
        pot = self._chances[i].pot
        self._meter.count(STEPS_OF_A_LOOK)
        pays, settles = count * group.pays, count * group.settles
        seen_as = 1 << group.c if group.c >= 0 else 0
        lowers = settles
        if seen_as & self._points.tight:
            demand, most_of = self._units.demand[group.c], self._points.most_of[group.c]
            lowers = min(demand, most_of) - min(demand - settles, most_of)
        settling = True

        def most(pots: int) -> int:
            nonlocal settling
            values = self._values.get((pots, i, settling)) or self._evaluate(pots, i, settling=settling)
            settling = False
            self._meter.count(1)
            least = _ENDLESS
            for value, _, seen, _, _ in values:
                if value - lowers >= least:
                    break
                found = value - lowers if seen & seen_as else value
                if found < least:  # noqa: PLR1730 - the innermost loop
                    least = found
            return least + (pays if pots >> pot & 1 else 0)

        def fixed(pots: int) -> int:
            return self._fixed_of(pots) + (pays if pots >> pot & 1 else 0)

        waived = self._units.waived + settles - pays
        room = self._aims.room(self._best.reached, most, fixed, waived=waived)
        if room:
            return room > 0
        used = self._units.now.unit_count + count
        if used != self._best.unit_count:
            return used < self._best.unit_count
        return self._may_lie_lower(i, self._units.free_lines(group, count))

    def _bound(self, i: int, start: int, left: int, *, settling: bool) -> Callable[[int], int]:
        """Bounds what pots (bits) can pay: what they pay already, what points can, what further units can add.

        With `settling` what the shop may forgo counts as well, the first time it is asked.
        """

        def most(pots: int) -> int:
            nonlocal settling
            values = self._values.get((pots, i, settling)) or self._evaluate(pots, i, settling=settling)
            settling = False
            self._meter.count(1)
            if not left:
                return values[0][0]
            least = _ENDLESS
            for value, _, _, totals, before in values:
                if value >= least:
                    break
                first = before[start]
                last = first + left
                found = value + totals[last if last < len(totals) else -1] - totals[first]
                if found < least:  # noqa: PLR1730 - the innermost loop
                    least = found
            return least

        return most

    def _fixed_of(self, pots: int) -> int:
        found = self._fixed.get(pots)
        if found is None:
            found = self._fixed[pots] = self._units.fixed(pots)
        return found

    def _evaluate(self, pots: int, i: int, *, settling: bool) -> list[_Value]:
        """The cuts as they stand with the units that are placed now, the least one first."""
        looks = self._looks.get((pots, i, settling)) or self._look(pots, i, settling=settling)
        self._meter.count(len(looks))
        demand, fixed = self._points.bounded(self._units.demand), self._fixed_of(pots)
        values = []
        for place, (limit, classes, seen, totals, before) in enumerate(looks):
            value = fixed + limit
            for c in classes:
                value += demand[c]
            values.append((value, place, seen, totals, before))
        values.sort()
        self._values[pots, i, settling] = values
        return values

    def _look(self, pots: int, i: int, *, settling: bool) -> list[_Look]:
        """The cuts for some pots, with what the units of later pots and of this one can add to each."""
        loose, now = ~self._points.tight, self._chances[i]
        groups = sum(len(one.groups) for one in self._chances[i:])
        cuts = sorted(self._points.cuts(pots).terms, key=lambda term: term[0] + sum([self._most[c] for c in term[1]]))[
            : max(_CUTS_MIN, _GROUPS_OF_CUTS_MAX // max(1, groups))
        ]
        self._meter.count(len(cuts) * groups // _GROUPS_OF_A_STEP)
        found: list[_Look] = []
        lows, highs = [], []
        for paid, classes, seen in cuts:
            limit = paid + sum(
                one.most(seen & loose, settling=settling) for one in self._chances[i + 1 :] if pots >> one.pot & 1
            )
            totals, before = [0], [0] * (len(now.groups) + 1)
            if pots >> now.pot & 1:
                totals, before = now.sums(seen & loose, settling=settling)
            found.append((limit, classes, seen, totals, before))
            lows.append(limit + sum([self._least[c] for c in classes]))
            highs.append(limit + sum([self._most[c] for c in classes]) + totals[min(now.units, len(totals) - 1)])
        # A cut that is never below another one need not be looked at again.
        best = highs.index(min(highs))
        found = [look for place, look in enumerate(found) if place == best or lows[place] < highs[best]]
        self._looks[pots, i, settling] = found
        return found

    def _can_keep(self, i: int) -> bool:
        """Whether the lines that strict units are on can still end without own money."""
        self._meter.count(len(self._units.strict))
        later = sum(1 << one.pot for one in self._chances[i:])
        promised = [0] * len(self._points.masks)
        for line in self._units.strict:
            rest, need = self._units.rest[line], self._needs[line]
            if not rest or (need.items & later and sum(self._units.used[line]) < need.pieces):
                continue
            if self._points.relaxed[line] < 0:
                return False
            promised[self._points.relaxed[line]] += rest
        return self._points.promises.most(promised) >= sum(promised)

    def _may_lie_lower(self, i: int, more: Sequence[int]) -> bool:
        """Whether the units, and more of pot `i` on these lines, can come to lie lower than those of the best."""
        assert self._best is not None
        self._meter.count((len(more) + self._best.unit_count) // _UNITS_OF_A_STEP)
        for j, chances in enumerate(self._chances[: i + 1]):
            mine, best = self._units.now.places(chances.pot), self._best.places(chances.pot)
            if j == i:
                mine = sorted([*mine, *more])
            if mine != best:
                return mine < best
        return True

    def _settle(self) -> None:
        """All units are placed: see to the rest, and keep the choice if it is the best."""
        now = self._units.now
        self._meter.count(now.unit_count)
        floor = None
        if self._best is not None:
            floor = Floor(self._best.reached, is_enough=self._rank(now) < self._rank(self._best))
        items = self._aims.reached(self._units.paid, waived=self._units.waived)
        found = self._settling.settle(self._units.rest, forced=self._units.strict, items=items, floor=floor)
        if found is not None:
            self._best = Choice(found.reached, dict(now.units), dict(now.paid), dict(now.waived))
            self._wholes = found

    def _rank(self, choice: Choice) -> tuple[int, list[list[int]]]:
        """Of choices that reach the same the smaller rank is better: fewer units, on lower positions."""
        return choice.unit_count, [choice.places(one.pot) for one in self._chances]


def _choices(chances: Sequence[Chances], pots: Sequence[Pot]) -> list[tuple[int, int]]:
    """For each item pot: the pots (bits) that share its choice, and how many units they may give together."""
    found = []
    for one in chances:
        mine = pots[one.pot]
        sharing = [
            other.pot
            for other in chances
            if mine.choose is not None
            and pots[other.pot].choose is not None
            and pots[other.pot].certificate == mine.certificate
        ]
        limits = [pots[place].choose for place in sharing]
        found.append(
            (sum(1 << place for place in sharing), min((one for one in limits if one is not None), default=1 << 30))
        )
    return found
