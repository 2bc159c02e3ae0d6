"""How a basket is split over the pots of one holder, best for the resident: `docs/basket.md` says what best means."""

from collections.abc import Sequence

from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.joined import components
from socert.domain.purchases.rules.basket.laying import Laying
from socert.domain.purchases.rules.basket.meter import Meter, steps_max
from socert.domain.purchases.rules.basket.needs import Need, needs_of
from socert.domain.purchases.rules.basket.placing import Choice
from socert.domain.purchases.rules.basket.search import Search
from socert.domain.purchases.rules.basket.splits import BasketSplit, LineSplit, Part
from socert.domain.purchases.rules.basket.spreading import spread
from socert.domain.purchases.rules.basket.telling import tell_obstacles
from socert.domain.purchases.rules.coverage import obstacle


def split_basket(lines: Sequence[ReceiptLine], categories: Sequence[int | None], pots: Sequence[Pot]) -> BasketSplit:
    """Split every line over the pots, given in their order of use. Nothing is moved here.

    Args:
        lines: the receipt; positions are told apart.
        categories: the category of each line, None where it is not classified.
        pots: what may pay, sorted by `order_of_use`; not more than `too_many` lets pass.
    """
    splits = list(map(LineSplit, lines, categories))
    found = BasketSplit(splits)
    if len(pots) == 1 and pots[0].is_plain:
        _pay_from_one(splits, pots[0])
    elif pots:
        _pay(found, needs_of(lines, categories, pots), pots)
    tell_obstacles(splits, pots)
    return found


def _pay_from_one(splits: Sequence[LineSplit], pot: Pot) -> None:
    """One sum of points: line by line until it is spent."""
    left = pot.available
    pays: dict[int | None, bool] = {}
    for split in sorted(splits, key=_position):
        category, amount = split.category, split.line.amount
        if category not in pays:
            pays[category] = obstacle(category, rule=pot.rule) is None
        part = min(left, amount)
        if part and pays[category]:
            split.parts.append(Part(0, part))
            split.covered = part
            left -= part


def _position(split: LineSplit) -> int:
    return split.line.position


def _pay(found: BasketSplit, needs: list[Need], pots: Sequence[Pot]) -> None:
    parts: list[list[Part]] = [[] for _ in found.lines]
    for need in needs:
        if need.discount:
            parts[need.place].append(Part(*need.discount))
    if any(need.strict or need.items for need in needs):
        meter = Meter(steps_max=steps_max(lines=len(needs)))
        for bits, here in components(needs, pots):
            if any(need.strict or need.items for need in here):
                choice = Search(here, pots, here=bits, meter=meter).run()
                _write_units(found, here, choice, parts)
                _lay(here, pots, choice.whole, parts)
            else:
                _lay(here, pots, frozenset(), parts)
        found.is_optimal, found.steps = not meter.was_cut, meter.steps
    else:
        _lay(needs, pots, frozenset(), parts)
    for split, paid in zip(found.lines, parts, strict=True):
        split.parts = sorted(paid)
        split.covered = sum(part.amount for part in paid)


def _write_units(found: BasketSplit, needs: Sequence[Need], choice: Choice, parts: list[list[Part]]) -> None:
    """Put the units on their lines, and leave in `needs` what they left."""
    for (pot, line), units in choice.units.items():
        need = needs[line]
        paid = choice.paid[pot, line]
        parts[need.place].append(Part(pot, paid, units))
        need.rest -= paid
    for line, waived in choice.waived.items():
        needs[line].rest -= waived
        found.lines[needs[line].place].waived = waived


def _lay(needs: Sequence[Need], pots: Sequence[Pot], whole: frozenset[int], parts: list[list[Part]]) -> None:
    """Spread the points and lay them on the lowest positions."""
    found = spread(needs, [need.rest for need in needs], pots, whole=whole)
    if found is None:
        return
    laid = Laying(found.flow, masks=found.masks).lay(
        order=found.order, covers=list(zip(found.class_of, found.covers, strict=True))
    )
    for need, payments in zip(needs, laid, strict=True):
        parts[need.place] += [Part(pot, kopecks) for pot, kopecks in payments]
