"""Which item units a return brings: those that nothing needs of what the buyer keeps of the line.

A piece may have been captured in several parts, and its unit went with the first of them. So the line is looked at as a
whole, and not the capture that is returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from socert.domain.purchases.rules.portions import Portion, by_account


def with_units(
    back: Portion, *, line: Portion, captured: Sequence[Portion], returned: Sequence[Portion], is_held: bool
) -> Portion:
    """A return with the units it brings.

    Args:
        back: what comes back now.
        line: the line as it was decided.
        captured: what captures took of the line, with their units.
        returned: what came back of it before.
        is_held: whether what is not captured yet is held and may still be.
    """
    if not line.units:
        return back
    gone = [*returned, back]
    base = [line] if is_held else captured
    kept = replace(line, quantity=_quantity(base) - _quantity(gone), amount=_amount(base) - _amount(gone))
    steps = len(captured) + len(gone)
    at_most, taken, brought, given = (by_account(one) for one in (base, captured, returned, gone))
    found = []
    for account, _ in back.parts:
        units = line.units_by_account.get(account, 0)
        used = taken[account][1] - brought.get(account, (0, 0))[1]
        spare = units - taken[account][1] if is_held else 0
        is_paying = at_most[account][0] > given[account][0]
        needed = _needed(units, kept, line, steps=steps) if is_paying else 0
        found.append(min(max(used + spare - needed, 0), used))
    return replace(back, units=tuple(found) if any(found) else ())


def _needed(units: int, kept: Portion, line: Portion, *, steps: int) -> int:
    """The units that the kept quantity needs, or the kept amount; each step may have left a kopeck of it."""
    amount = max(kept.amount - steps, 0)
    shares = [(kept.quantity, line.quantity), (amount, line.amount)]
    return max(-(-units * rest // full) for rest, full in shares if full)


def _quantity(portions: Iterable[Portion]) -> int:
    return sum(one.quantity for one in portions)


def _amount(portions: Iterable[Portion]) -> int:
    return sum(one.amount for one in portions)
