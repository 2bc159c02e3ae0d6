"""Item units on lines: what they pay, what they leave, and which lines they bind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from socert.domain.purchases.rules.basket.kinds import Kind
from socert.domain.purchases.rules.basket.needs import Need

#: Units by pot and kind.
Placed: TypeAlias = Mapping[tuple[int, int], int]
#: A piece of a line: the line, and which of its slots.
Spot: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Choice:
    """A way to pay: units by (item pot, line), what they pay and the shop forgoes, and the lines paid whole."""

    units: dict[tuple[int, int], int] = field(default_factory=dict)
    paid: dict[tuple[int, int], int] = field(default_factory=dict)
    waived: dict[int, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Units:
    """A unit of a pot on a piece, and on as many like it; `paid` and `waived` are of one."""

    pot: int
    spot: Spot
    paid: int
    waived: int
    many: int = 1


def on_spots(placed: Placed, kinds: Sequence[Kind]) -> list[Units]:
    """The units: in each kind on the lowest lines, the one that pays most first."""
    by_kind: dict[int, list[tuple[int, int, int, int]]] = {}
    for (pot, k), count in placed.items():
        paid, waived = next(one[1:] for one in kinds[k].payouts if one[0] == pot)
        by_kind.setdefault(k, []).append((-paid, pot, waived, count))
    found = []
    for k, here in by_kind.items():
        pieces = iter(kinds[k].pieces)
        spot, free = (0, 0), 0
        for paid, pot, waived, count in sorted(here):
            left = count
            while left:
                if not free:
                    line, which, free = next(pieces)
                    spot = line, which
                many = min(left, free)
                found.append(Units(pot, spot, -paid, waived, many))
                left -= many
                free -= many
    return found


def choice_of(units: Sequence[Units]) -> Choice:
    """The units by pot and line."""
    choice = Choice()
    for one in units:
        key = one.pot, one.spot[0]
        choice.units[key] = choice.units.get(key, 0) + one.many
        choice.paid[key] = choice.paid.get(key, 0) + one.paid * one.many
        if one.waived:
            choice.waived[key[1]] = choice.waived.get(key[1], 0) + one.waived * one.many
    return choice


def rests_after(units: Sequence[Units], needs: Sequence[Need]) -> list[int]:
    """What the units leave of the lines."""
    rests = [need.rest for need in needs]
    for one in units:
        rests[one.spot[0]] -= (one.paid + one.waived) * one.many
    return rests
