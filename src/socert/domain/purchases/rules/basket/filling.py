"""Units for lines that have to be paid whole: all pieces of a line, or none."""

from collections.abc import Iterable, Sequence

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.kinds import Kind, Payouts, Pieces, Supplier
from socert.domain.purchases.rules.basket.placing import Units


class Filling:
    """What units are left, and the lines that have none yet."""

    def __init__(
        self, units: Iterable[Units], pots: Sequence[Pot], suppliers: Sequence[Supplier], kinds: Sequence[Kind]
    ) -> None:
        self._left = {pot: pots[pot].units for one in suppliers for pot in one.pots}
        self._supplier = {pot: s for s, one in enumerate(suppliers) for pot in one.pots}
        self._left_of = [one.units for one in suppliers]
        units = list(units)
        self.take(units)
        taken = {one.spot[0] for one in units}
        self.open_lines: dict[int, list[tuple[Pieces, Payouts]]] = {}
        for kind in kinds:
            for piece in kind.pieces:
                if piece.line not in taken:
                    self.open_lines.setdefault(piece.line, []).append((piece, kind.payouts))

    def more(self, line: int) -> list[Units]:
        """Units for a line, on each piece the one that pays most of those that are left."""
        found: list[Units] = []
        for piece, payouts in self.open_lines[line]:
            free = piece.many
            for pot, paid, waived in sorted(payouts, key=lambda one: (-one[1] - one[2], one[0])):
                left = self._left.get(pot, 0)
                many = min(free, left, self._left_of[self._supplier[pot]]) if left else 0
                if many:
                    found.append(Units(pot, piece[:2], paid, waived, many))
                    self.take(found[-1:])
                    free -= many
        self.take(found, sign=-1)
        return found

    def take(self, units: Iterable[Units], *, sign: int = 1) -> None:
        """Use units, or with a negative sign give them back."""
        for one in units:
            self._left[one.pot] -= sign * one.many
            self._left_of[self._supplier[one.pot]] -= sign * one.many
