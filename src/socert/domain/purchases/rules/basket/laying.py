"""Where the points lie: of all ways to pay the same sums from the same pots, the one on the lowest positions."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from socert.domain.purchases.rules.basket.flow import Flow

_SINK = -1
#: A step of a way: a class (0 and up), the sink, or a pot (written as -2 - pot).
_Node: TypeAlias = int


class Laying:
    """Lays a flow over the lines: each pot in its order of use, each as much as it can on the first lines.

    A pot's sum stays what it is, and classes that are paid in full stay so; within that, what a pot pays moves to the
    first lines it may pay, however the later pots have to make room. The flow is used up.
    """

    __slots__ = ("_classes", "_filled", "_given", "_is_whole", "_masks", "_room")

    def __init__(self, flow: Flow, *, masks: Sequence[int], is_whole: Sequence[bool]) -> None:
        self._given, self._room, self._classes = flow.given, flow.room, flow.classes
        self._masks = masks
        self._is_whole = is_whole
        self._filled = [sum(given.values()) for given in flow.given]

    def lay(self, *, order: Sequence[int], needs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """What each line gets, as (pot, kopecks).

        Args:
            order: the pots, in their order of use.
            needs: class and open kopecks of each line, by position; a class is -1 where no pot may pay.
        """
        unpaid = [need for _, need in needs]
        laid: list[list[tuple[int, int]]] = [[] for _ in needs]
        for pot in order:
            left = sum(given.get(pot, 0) for given in self._given)
            settled: set[int] = set()  # classes into which this pot can bring no more
            for line, (c, _) in enumerate(needs):
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
            self._filled[c] -= part
        return part

    def _make_room(self, pot: int, c: int, amount: int) -> bool:
        """Let a pot pay more into a class and less into another, while the rest keeps its sums."""
        came: dict[_Node, _Node] = {c: c}
        queue: list[_Node] = [c]
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

    def _next(self, at: _Node) -> Iterator[_Node]:
        if at == _SINK:
            yield from (c for c, filled in enumerate(self._filled) if filled and not self._is_whole[c])
        elif at >= 0:
            if self._room[at]:
                yield _SINK
            yield from (-2 - pot for pot, given in self._given[at].items() if given)
        else:
            yield from self._classes[-2 - at]

    def _turn(self, pot: int, c: int, came: dict[_Node, _Node], amount: int) -> None:
        """Send kopecks round the circle that leads from the class back to the pot."""
        steps: list[tuple[_Node, _Node]] = []
        at = -2 - pot
        while at != c:
            steps.append((came[at], at))
            at = came[at]
        amount = min(amount, *(self._limit(start, end) for start, end in steps))
        for start, end in steps:
            if end == _SINK:
                self._room[start] -= amount
                self._filled[start] += amount
            elif start == _SINK:
                self._room[end] += amount
                self._filled[end] -= amount
            elif start >= 0:
                self._given[start][-2 - end] -= amount
            else:
                self._given[end][-2 - start] = self._given[end].get(-2 - start, 0) + amount
        self._given[c][pot] = self._given[c].get(pot, 0) + amount

    def _limit(self, start: _Node, end: _Node) -> int:
        if end == _SINK:
            return self._room[start]
        if start == _SINK:
            return self._filled[end]
        return self._given[start][-2 - end] if start >= 0 else 1 << 62
