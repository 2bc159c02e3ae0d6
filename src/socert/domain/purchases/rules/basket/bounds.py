"""How far a split can get at best: by the cuts that every way of paying has to pass."""

from collections.abc import Mapping, Sequence

#: Every cut is looked at where classes are few. Else sets of pots are put together until there are enough cuts: some
#: still bound, only less well.
_FEW_CLASSES = 6
_CUTS_ENOUGH = 60
_ENDLESS = 1 << 62
_CLASSES_OF_A_STEP = 8


class Cuts:
    """The most that some points can pay into classes, whatever is asked of the classes.

    A cut names pots that may pay all they see; the others pay all they have. The least over the cuts is the maximal
    flow. `terms` are (kopecks the others have, classes that are seen, the same as bits).
    """

    __slots__ = ("cost", "terms")

    def __init__(self, pots: Sequence[int], *, caps: Sequence[int], masks: Sequence[int]) -> None:
        seen_by = {pot: sum(1 << c for c, mask in enumerate(masks) if mask >> pot & 1) for pot in pots if caps[pot]}
        least: dict[int, int] = {}
        for seen in _seen(seen_by, [c for c in range(len(masks)) if any(seen >> c & 1 for seen in seen_by.values())]):
            paid = sum(caps[pot] for pot, sees in seen_by.items() if sees & ~seen)
            least[seen] = min(paid, least.get(seen, paid))
        self.terms = [
            (paid, tuple(c for c in range(len(masks)) if seen >> c & 1), seen)
            for seen, paid in least.items()
            if not any(seen >> c & 1 and least.get(seen ^ 1 << c, paid + 1) <= paid for c in range(len(masks)))
        ]
        self.cost = self._cost()

    def _cost(self) -> int:
        """How many steps it takes to look at them all."""
        return (len(self.terms) + sum([len(classes) for _, classes, _ in self.terms]) // _CLASSES_OF_A_STEP) * 2 // 3

    def keep_for(self, least: Sequence[int], most: Sequence[int]) -> None:
        """Forget the cuts that are never the least one while what classes ask for lies between these."""
        limit = min(paid + sum([most[c] for c in classes]) for paid, classes, _ in self.terms)
        kept = [term for term in self.terms if term[0] + sum([least[c] for c in term[1]]) < limit]
        first = min(self.terms, key=lambda term: term[0] + sum([most[c] for c in term[1]]))
        self.terms = kept if first in kept else [*kept, first]
        self.cost = self._cost()

    def most(self, demands: Sequence[int]) -> int:
        """The maximal flow into these demands, or a little above where not every cut is known."""
        least = _ENDLESS
        for paid, classes, _ in self.terms:
            most = paid
            for c in classes:
                most += demands[c]
            if most < least:  # noqa: PLR1730 - the innermost loop
                least = most
        return least

    def most_beside(self, promised: Sequence[int], c: int) -> int:
        """How much can be promised in a class beside other promises, or a little above; negative: not even those."""
        total = sum(promised)
        least = _ENDLESS
        for paid, classes, seen in self.terms:
            most = paid - total
            for one in classes:
                most += promised[one]
            if not seen >> c & 1:
                least = min(least, most)
            elif most < 0:
                return most
        return least


def _seen(seen_by: Mapping[int, int], classes: Sequence[int]) -> set[int]:
    """The classes, as bits, that cuts see: of all cuts where that is not too many, else of some."""
    found = {0}
    if len(classes) <= _FEW_CLASSES:
        for c in classes:
            found |= {one | 1 << c for one in found}
        return found
    found.update(seen_by.values())
    together = 0
    for sees in seen_by.values():
        together |= sees
        found.add(together)
    for sees in seen_by.values():
        if len(found) > _CUTS_ENOUGH:
            break
        found |= {one | sees for one in found}
    return found
