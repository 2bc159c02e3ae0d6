"""Where the points lie: of all ways to pay the same sums and as much of each line, the one on the lowest positions."""

from collections.abc import Iterator, Sequence

from socert.domain.purchases.rules.basket.flow import Flow


class Laying:
    """Lays a flow over the lines: each pot in its order of use, each as much as it can on the first lines.

    A pot's sum stays what it is, and so does what is paid into each class; within that, what a pot pays moves to the
    first lines it may pay, however the later pots have to make room. The flow is used up.
    """

    __slots__ = ("_classes", "_given", "_masks")

    def __init__(self, flow: Flow, *, masks: Sequence[int]) -> None:
        self._given, self._classes = flow.given, flow.classes
        self._masks = masks

    def lay(self, *, order: Sequence[int], covers: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """What each line gets, as (pot, kopecks).

        Args:
            order: the pots, in their order of use.
            covers: class and paid kopecks of each line, by position; a class is -1 where no pot may pay.
        """
        unpaid = [cover for _, cover in covers]
        laid: list[list[tuple[int, int]]] = [[] for _ in covers]
        for pot in order:
            left = sum(given.get(pot, 0) for given in self._given)
            settled: set[int] = set()  # classes into which this pot can bring no more
            for line, (c, _) in enumerate(covers):
                if not left:
                    break
                if c < 0 or not unpaid[line] or not self._masks[c] >> pot & 1:
                    continue
                part = self._bring(pot, c, want=min(unpaid[line], left), settled=settled)
                if part:
                    unpaid[line] -= part
                    left -= part
                    laid[line].append((pot, part))
        return laid

    def _bring(self, pot: int, c: int, *, want: int, settled: set[int]) -> int:
        """Take from what a pot pays into a class, after moving more of it there where that is possible."""
        given = self._given[c]
        while given.get(pot, 0) < want and c not in settled:
            if not self._make_room(pot, c, want - given.get(pot, 0)):
                settled.add(c)
        part = min(want, given.get(pot, 0))
        if part:
            given[pot] -= part
        return part

    def _make_room(self, pot: int, c: int, amount: int) -> bool:
        """Let a pot pay more into a class and less into another, while each class and each pot keeps its sum.

        The way goes from class to pot (which pays less there) to class (where it pays more instead). Pots are written
        as -2 - pot.
        """
        came = {c: c}
        queue = [c]
        goal = -2 - pot
        for at in queue:
            for node in self._next(at):
                if node not in came and (node != goal or at != c):
                    came[node] = at
                    queue.append(node)
            if goal in came:
                self._turn(pot, c, came, amount)
                return True
        return False

    def _next(self, at: int) -> Iterator[int]:
        if at >= 0:
            yield from (-2 - pot for pot, given in self._given[at].items() if given)
        else:
            yield from self._classes[-2 - at]

    def _turn(self, pot: int, c: int, came: dict[int, int], amount: int) -> None:
        """Send kopecks round the circle that leads from the class back to the pot."""
        steps: list[tuple[int, int]] = []
        at = -2 - pot
        while at != c:
            steps.append((came[at], at))
            at = came[at]
        amount = min(amount, *(self._given[start][-2 - end] for start, end in steps if start >= 0))
        for start, end in steps:
            if start >= 0:
                self._given[start][-2 - end] -= amount
            else:
                self._given[end][-2 - start] = self._given[end].get(-2 - start, 0) + amount
        self._given[c][pot] = self._given[c].get(pot, 0) + amount
