"""Units on pieces as an assignment: what each unit is worth where, the best way to place them, and the proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from socert.domain.purchases.rules.basket.meter import Meter

#: More units than this are placed one after another, each where it is worth most, without looking back.
_EXACT_UNITS_MAX = 12


@dataclass(frozen=True, slots=True)
class Assigned:
    """Units by (supplier, kind), and prices that prove how much they can be worth: of a unit, and of a piece."""

    placed: dict[tuple[int, int], int]
    of_unit: list[int]
    of_piece: list[int]

    def most(self, units: Sequence[int], counts: Sequence[int]) -> int:
        """No way to place the units is worth more."""
        return sum(map(int.__mul__, units, self.of_unit)) + sum(map(int.__mul__, counts, self.of_piece))


def assign(nets: Sequence[Mapping[int, int]], *, units: Sequence[int], counts: Sequence[int], meter: Meter) -> Assigned:
    """Place units where they are worth most.

    Args:
        nets: by supplier, what a unit is worth on each kind where it is worth something.
        units: how many each supplier has.
        counts: how many pieces each kind has.
        meter: counts the work.
    """
    placing = _Placing(nets, units, counts, meter)
    if min(sum(units), sum(counts)) <= _EXACT_UNITS_MAX:
        while placing.augment():
            pass
    else:
        placing.place_greedily()
    return placing.assigned()


class _Placing:
    def __init__(
        self, nets: Sequence[Mapping[int, int]], units: Sequence[int], counts: Sequence[int], meter: Meter
    ) -> None:
        self._nets = nets
        self._left = list(units)
        self._free = list(counts)
        self._placed: dict[tuple[int, int], int] = {}
        self._meter = meter
        self._best = [sorted(net, key=net.__getitem__, reverse=True) for net in nets]
        meter.count(sum(map(len, nets)) // 2)

    def augment(self) -> bool:
        """Place one more unit, moving others on if that is worth it; False when it is worth nothing."""
        worth, ways = self._worths()
        best = max((s for s, left in enumerate(self._left) if left and worth[s] > 0), key=worth.__getitem__, default=-1)
        if best < 0:
            return False
        self._left[best] -= 1
        s = best
        while True:
            kind, displaced = ways[s]
            self._placed[s, kind] = self._placed.get((s, kind), 0) + 1
            if displaced < 0:
                self._free[kind] -= 1
                return True
            self._placed[displaced, kind] -= 1
            if not self._placed[displaced, kind]:
                del self._placed[displaced, kind]
            if ways[displaced] == (-1, -1):
                self._left[displaced] += 1
                return True
            s = displaced

    def place_greedily(self) -> None:
        """Place units one after another where they are worth most."""
        pairs = sorted(((net, -k, -s) for s, nets in enumerate(self._nets) for k, net in nets.items()), reverse=True)
        self._meter.count(len(pairs) * 2)
        for _, k, s in pairs:
            count = min(self._left[-s], self._free[-k])
            if count:
                self._placed[-s, -k] = count
                self._left[-s] -= count
                self._free[-k] -= count

    def assigned(self) -> Assigned:
        """What was placed, with prices for which no unit on a piece is worth more than the two cost."""
        worth, _ = self._worths()
        of_piece = [0] * len(self._free)
        for s, k in self._placed:
            if not self._free[k]:
                of_piece[k] = max(of_piece[k], self._nets[s][k] - worth[s])
        of_unit = [max([0, *(net - of_piece[k] for k, net in nets.items())]) for nets in self._nets]
        return Assigned(self._placed, of_unit, of_piece)

    def _worths(self) -> tuple[list[int], list[tuple[int, int]]]:
        """What one more unit of each supplier is worth, and where it goes: kind, and whose unit gives way (-1: none).

        (-1, -1) is nowhere.
        """
        worth, ways = [], []
        for best, net in zip(self._best, self._nets, strict=True):
            kind = next((k for k in best if self._free[k]), -1)
            worth.append(net[kind] if kind >= 0 else 0)
            ways.append((kind, -1))
        full = [(s, k) for s, k in self._placed if not self._free[k]]
        self._meter.count(len(full) * len(worth) // 2 + 5)
        for _ in range(len(worth)):
            is_better = False
            for r, k in full:
                lost = worth[r] - self._nets[r][k]
                for s, net in enumerate(self._nets):
                    if s != r and k in net and net[k] + lost > worth[s]:
                        worth[s], ways[s] = net[k] + lost, (k, r)
                        is_better = True
            if not is_better:
                break
        return worth, ways
