"""Which pieces the units of item pots may go to: kinds of pieces among which a unit makes no difference."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.needs import Need, Slot
from socert.domain.purchases.rules.basket.points import Points

#: What a unit of each pot pays of a piece, and what the shop forgoes.
Payouts: TypeAlias = tuple[tuple[int, int, int], ...]


class Pieces(NamedTuple):
    """Pieces of a line that cost the same."""

    line: int
    which: int
    many: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Pieces that are alike, the lowest position first; `c` is the class of their lines (-1: no points pay them)."""

    pieces: tuple[Pieces, ...]
    c: int
    payouts: Payouts
    count: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """Pots that share `units`: one, or all of a choice."""

    pots: tuple[int, ...]
    units: int


def payout(pot: Pot, need: Need, slot: Slot) -> tuple[int, int]:
    """What a unit on a piece pays, and what the shop forgoes."""
    paid = min(slot.price, pot.cap_for(need.category))
    return paid, slot.price - paid if pot.forgoes and paid else 0


def kinds_of(needs: Sequence[Need], pots: Sequence[Pot], *, items: Sequence[int], points: Points) -> list[Kind]:
    """The kinds of pieces."""
    together: dict[Hashable, list[Pieces]] = {}
    about: dict[Hashable, tuple[int, Payouts]] = {}
    units = sum(pots[pot].units for pot in items)
    for line, need in enumerate(needs):
        c = points.relaxed[line]
        for slot in need.slots() if need.items else ():
            payouts = _payouts(need, slot, pots, items=items, most_left=points.capacity(c) if c >= 0 else 0)
            if payouts:
                key = _likeness(line, need, pots, own=points.own[line], payouts=payouts, c=c), c, payouts
                together.setdefault(key, []).append(Pieces(line, slot.which, slot.pieces))
                about[key] = c, payouts
    return [
        Kind(tuple(pieces), *about[key], min(units, sum(one.many for one in pieces)))
        for key, pieces in together.items()
    ]


def suppliers_of(pots: Sequence[Pot], *, items: Sequence[int]) -> list[Supplier]:
    """Item pots, those of one choice together."""
    together: dict[Hashable, list[int]] = {}
    for pot in items:
        choice = pots[pot].choose is not None
        together.setdefault(("choice", pots[pot].certificate) if choice else pot, []).append(pot)
    found = []
    for members in together.values():
        limits = [choose for pot in members if (choose := pots[pot].choose) is not None]
        units = min([sum(pots[pot].units for pot in members), *limits])
        if units:
            found.append(Supplier(tuple(members), units))
    return found


def drop_hopeless(needs: Sequence[Need], pots: Sequence[Pot], *, caps: Sequence[int], items: Sequence[int]) -> None:
    """Take strict pots off the lines that all pots together cannot pay whole, even with every unit there is."""
    strict_items = sum(1 << place for place in items if pots[place].is_strict)
    for need in needs:
        if not need.strict and not need.items & strict_items:
            continue
        left = need.rest
        if need.items:
            units = sum(pots[place].units for place in items if need.items >> place & 1)
            for slot in need.slots():
                here = min(units, slot.pieces)
                units -= here
                left -= here * max(sum(payout(pots[place], need, slot)) for place in items if need.items >> place & 1)
        if left > sum(cap for place, cap in enumerate(caps) if (need.free | need.strict) >> place & 1):
            need.strict = 0
            need.items &= ~strict_items


def _payouts(need: Need, slot: Slot, pots: Sequence[Pot], *, items: Sequence[int], most_left: int) -> Payouts:
    found = []
    for pot in items:
        if need.items >> pot & 1:
            paid, waived = payout(pots[pot], need, slot)
            is_hopeless = pots[pot].is_strict and slot.price - paid - waived > most_left
            if paid and not is_hopeless:
                found.append((pot, paid, waived))
    return tuple(found)


def _likeness(line: int, need: Need, pots: Sequence[Pot], *, own: int, payouts: Payouts, c: int) -> Hashable:
    """Lines matter where something has to be paid whole, or where the shop forgoes what points could pay."""
    if c >= 0 and any(waived for _, _, waived in payouts):
        return line
    if need.strict or any(pots[pot].is_strict for pot, _, _ in payouts):
        return (own, need.rest) if need.pieces == 1 else line
    return -1
