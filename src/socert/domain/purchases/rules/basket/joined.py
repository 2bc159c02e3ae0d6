"""Which pots and lines have to do with each other: what has not can be decided apart, for every aim is a sum."""

from collections.abc import Iterable, Iterator, Sequence

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.needs import Need


def joined(masks: Iterable[int]) -> list[int]:
    """The bits of masks put together wherever they overlap, lowest first."""
    groups: list[int] = []
    for mask in set(masks):
        together = mask
        apart = []
        for one in groups:
            if one & together:
                together |= one
            else:
                apart.append(one)
        groups = [*apart, together] if together else apart
    return sorted(groups, key=lambda one: one & -one)


def components(needs: Sequence[Need], pots: Sequence[Pot]) -> Iterator[tuple[int, list[Need]]]:
    """Pots, as bits, and lines that have to do with each other: through a line, or through one choice."""
    choices: dict[object, int] = {}
    for place, pot in enumerate(pots):
        if pot.choose is not None:
            choices[pot.certificate] = choices.get(pot.certificate, 0) | 1 << place
    payers = [need.free | need.strict | need.items for need in needs]
    for group in joined([*payers, *choices.values()]):
        lines = [need for need, mask in zip(needs, payers, strict=True) if mask & group and need.rest]
        if lines:
            yield group, lines
