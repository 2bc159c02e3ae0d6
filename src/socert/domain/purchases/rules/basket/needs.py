"""What is left to pay of each line after discounts, in how many pieces, and which pots may pay it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.coverage import obstacle

_MILLIONTHS = 1_000_000
_PER_CENT = 100


class Slot(NamedTuple):
    """Pieces of a line that cost the same, kopecks; `which` is 0 for the dearer ones of a line, else 1."""

    which: int
    price: int
    pieces: int


@dataclass(slots=True)
class Need:
    """A line as the search sees it; pots are bits by their place in the order of use.

    `rest` is kopecks after the discount. `pieces` is how many things one can take units for: a weighed good is one.
    `free` are points that may stand beside own money, `strict` points that may not, `items` the item pots.
    """

    place: int
    category: int | None
    rest: int
    pieces: int
    free: int
    strict: int
    items: int
    discount: tuple[int, int] | None = None

    def slots(self) -> list["Slot"]:
        """The pieces by what they cost: where the rest does not divide some are a kopeck dearer."""
        if not self.pieces or not self.rest:
            return []
        price, dearer = divmod(self.rest, self.pieces)
        found = [Slot(1, price, self.pieces - dearer)]
        return [Slot(0, price + 1, dearer), *found] if dearer else found


def needs_of(lines: Sequence[ReceiptLine], categories: Sequence[int | None], pots: Sequence[Pot]) -> list[Need]:
    """The needs by position; `place` is the line's place in what was given. A discount is taken off already."""
    order = sorted(range(len(lines)), key=lambda place: lines[place].position)
    payers = {category: _payers(category, pots) for category in set(categories)}
    left = [pot.available if pot.kind is AllowanceKind.DISCOUNT else 0 for pot in pots]
    found = []
    for place in order:
        line = lines[place]
        free, strict, items, discounts = payers[categories[place]]
        taken = _discount(line.amount, discounts, pots=pots, left=left) if discounts else None
        rest = line.amount - (taken[1] if taken else 0)
        pieces, fraction = divmod(line.quantity, _MILLIONTHS)
        found.append(Need(place, categories[place], rest, 1 if fraction else pieces, free, strict, items, taken))
    return found


def _payers(category: int | None, pots: Sequence[Pot]) -> tuple[int, int, int, list[int]]:
    free = strict = items = 0
    discounts = []
    for place, pot in enumerate(pots):
        if not pot.has_something or obstacle(category, rule=pot.rule) is not None:
            continue
        match pot.kind:
            case AllowanceKind.POINTS:
                if pot.is_strict:
                    strict |= 1 << place
                else:
                    free |= 1 << place
            case AllowanceKind.ITEMS:
                items |= 1 << place
            case AllowanceKind.DISCOUNT:
                discounts.append(place)
            case AllowanceKind.UNITS:
                pass  # services are never paid at a till of goods
    return free, strict, items, discounts


def _discount(amount: int, discounts: list[int], *, pots: Sequence[Pot], left: list[int]) -> tuple[int, int] | None:
    """The discount that takes most off a line, of equal ones the first in the order of use; its ceiling is used up."""
    best, best_kopecks = -1, 0
    for place in discounts:
        kopecks = min(amount * pots[place].percent // _PER_CENT, left[place])
        if kopecks > best_kopecks:
            best, best_kopecks = place, kopecks
    if best < 0:
        return None
    left[best] -= best_kopecks
    return best, best_kopecks
