"""How much points pay of each line: of all ways to pay the same sums, the one that pays most of the first lines."""

from collections.abc import Sequence

from socert.domain.purchases.rules.basket.flow import Flow


class Covering:
    """Moves a flow between classes, line after line; what each pot pays and which classes are paid in full stays."""

    __slots__ = ("_classes", "_given", "_is_whole", "_loose", "_masks")

    def __init__(self, flow: Flow, *, masks: Sequence[int], is_whole: Sequence[bool]) -> None:
        self._given, self._classes = flow.given, flow.classes
        self._masks = masks
        self._is_whole = is_whole
        #: What is paid into each class and not bound to a line yet.
        self._loose = [sum(given.values()) for given in flow.given]

    def cover(self, needs: Sequence[tuple[int, int]]) -> list[int]:
        """What each line gets of its class, given as class (-1: none) and open kopecks, by position."""
        full: set[int] = set()  # classes into which no more can come
        found = []
        for c, need in needs:
            if c < 0 or self._is_whole[c]:
                found.append(need if c >= 0 else 0)
                continue
            while self._loose[c] < need and c not in full:
                if not self._move_in(c, need - self._loose[c]):
                    full.add(c)
            found.append(min(need, self._loose[c]))
            self._loose[c] -= found[-1]
        return found

    def _move_in(self, c: int, want: int) -> bool:
        """Let pots pay more into a class and less into one that has something loose."""
        came: dict[int, tuple[int, int]] = {c: (c, -1)}  # class: the class its kopecks go to, and whose they are
        queue = [c]
        for at in queue:
            for pot, classes in enumerate(self._classes):
                if not self._masks[at] >> pot & 1:
                    continue
                for other in classes:
                    if other in came or not self._given[other].get(pot):
                        continue
                    came[other] = at, pot
                    if self._loose[other] and not self._is_whole[other]:
                        self._shift(c, other, came, want)
                        return True
                    queue.append(other)
        return False

    def _shift(self, c: int, end: int, came: dict[int, tuple[int, int]], want: int) -> None:
        steps = []
        at = end
        while at != c:
            to, pot = came[at]
            steps.append((at, to, pot))
            at = to
        amount = min(want, self._loose[end], *(self._given[start][pot] for start, _, pot in steps))
        for start, to, pot in steps:
            self._given[start][pot] -= amount
            self._given[to][pot] = self._given[to].get(pot, 0) + amount
        self._loose[end] -= amount
        self._loose[c] += amount
