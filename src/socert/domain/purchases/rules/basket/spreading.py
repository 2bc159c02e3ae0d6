"""Points over lines when it is settled which of them end without own money."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.covering import Covering
from socert.domain.purchases.rules.basket.flow import Flow, points_flow
from socert.domain.purchases.rules.basket.needs import Need


@dataclass(frozen=True, slots=True)
class Spread:
    """A flow with its classes, the class of each line (-1: none), and what the points pay of each line."""

    flow: Flow
    order: list[int]
    masks: list[int]
    class_of: list[int]
    covers: list[int]

    @property
    def paid(self) -> list[int]:
        """What each pot pays."""
        found = [0] * len(self.flow.left)
        for given in self.flow.given:
            for pot, amount in given.items():
                found[pot] += amount
        return found


def spread(
    needs: Sequence[Need], rests: Sequence[int], pots: Sequence[Pot], *, whole: Collection[int]
) -> Spread | None:
    """Spread the points, as much as can be on the first lines; None where no points may pay.

    Args:
        needs: the lines.
        rests: what is left of them.
        pots: all pots, in their order of use.
        whole: the lines that end without own money because they were promised to.
    """
    keys = [(need.free | need.strict, True) if line in whole else (need.free, False) for line, need in enumerate(needs)]
    classes = sorted({key for key in keys if key[0]})
    if not classes:
        return None
    place = {key: c for c, key in enumerate(classes)}
    class_of = [place.get(key, -1) for key in keys]
    wholes, frees = [0] * len(classes), [0] * len(classes)
    for c, rest in zip(class_of, rests, strict=True):
        if c >= 0:
            (wholes if classes[c][1] else frees)[c] += rest
    used = 0
    for mask, _ in classes:
        used |= mask
    order = [pot for pot in range(len(pots)) if used >> pot & 1]
    masks = [mask for mask, _ in classes]
    caps = [pot.available if used >> at & 1 else 0 for at, pot in enumerate(pots)]
    flow = points_flow(caps=caps, order=order, masks=masks, whole=wholes, free=frees)
    assert flow is not None, "what was promised can be kept"
    covers = Covering(flow, masks=masks, is_whole=[is_whole for _, is_whole in classes]).cover(
        list(zip(class_of, rests, strict=True))
    )
    return Spread(flow, order, masks, class_of, covers)
