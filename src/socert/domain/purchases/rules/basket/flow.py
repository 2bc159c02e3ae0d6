"""Points over lines: who can pay how much of what, each kopeck moved on if that lets an earlier pot pay more.

Lines that the same pots may pay are one class, a bit mask of those pots. Whatever is asked of the classes, what the
pots can pay together forms a polymatroid, so serving the pots one after another, each with all that augmenting paths
find for it, gives the most in total and the most from the first, then from the next.
"""

from collections.abc import Iterable, Sequence


class Flow:
    """Kopecks from pots into classes, grown by augmenting paths.

    `caps` is indexed by pot, `masks` and `rooms` by class. `given[c]` says what each pot pays into class c.
    """

    __slots__ = ("classes", "given", "left", "room")

    def __init__(self, *, caps: Sequence[int], masks: Sequence[int], rooms: Sequence[int]) -> None:
        self.left = list(caps)
        self.room = list(rooms)
        self.given: list[dict[int, int]] = [{} for _ in masks]
        self.classes: list[list[int]] = [
            [c for c, mask in enumerate(masks) if mask >> pot & 1] if cap else [] for pot, cap in enumerate(caps)
        ]

    def pour(self, pots: Iterable[int], *, displacing: bool = False) -> None:
        """Let each pot in turn pay all it can; with `displacing` an earlier pot may take the place of a later one."""
        for pot in pots:
            left, room = self.left, self.room
            for c in self.classes[pot]:
                part = min(left[pot], room[c])
                if part:
                    room[c] -= part
                    left[pot] -= part
                    self.given[c][pot] = self.given[c].get(pot, 0) + part
            while left[pot] and self._augment(pot, displacing=displacing):
                pass

    def reached(self) -> set[int]:
        """The classes that a lack somewhere reaches: here every kopeck of the pots is used and still too little."""
        found = {c for c, room in enumerate(self.room) if room}
        feeding = [set(classes) for classes in self.classes]
        fresh = list(found)
        seen: set[int] = set()
        while fresh:
            c = fresh.pop()
            for pot, classes in enumerate(feeding):
                if c in classes and pot not in seen:
                    seen.add(pot)
                    more = [other for other in classes if other not in found and self.given[other].get(pot)]
                    found.update(more)
                    fresh += more
        return found

    def _augment(self, pot: int, *, displacing: bool) -> bool:
        """One more path for a pot: to a class with room, or to a later pot whose place it takes."""
        entered: dict[int, int] = {}  # class: the pot that comes in
        left_from: dict[int, int] = {}  # pot: the class it gives up
        queue = [pot]
        for at in queue:
            for c in self.classes[at]:
                if c in entered:
                    continue
                entered[c] = at
                if self.room[c]:
                    self._shift(pot, c, entered, left_from, limit=self.room[c], displaced=None)
                    return True
                for other, amount in self.given[c].items():
                    if not amount or other == pot or other in left_from:
                        continue
                    if displacing and other > pot:
                        self._shift(pot, c, entered, left_from, limit=amount, displaced=other)
                        return True
                    left_from[other] = c
                    queue.append(other)
        return False

    def _shift(
        self,
        pot: int,
        end: int,
        entered: dict[int, int],
        left_from: dict[int, int],
        *,
        limit: int,
        displaced: int | None,
    ) -> None:
        amount = min(limit, self.left[pot])
        path = [(end, entered[end])]
        while path[-1][1] != pot:
            gives_up = left_from[path[-1][1]]
            amount = min(amount, self.given[gives_up][path[-1][1]])
            path.append((gives_up, entered[gives_up]))
        if displaced is None:
            self.room[end] -= amount
        else:
            self.given[end][displaced] -= amount
            self.left[displaced] += amount
        for c, incoming in path:
            self.given[c][incoming] = self.given[c].get(incoming, 0) + amount
            if incoming != pot:
                self.given[left_from[incoming]][incoming] -= amount
        self.left[pot] -= amount


def points_flow(
    *, caps: Sequence[int], order: Sequence[int], masks: Sequence[int], whole: Sequence[int], free: Sequence[int]
) -> Flow | None:
    """The flow that fills every `whole` demand and then serves the pots in order; None when they cannot be filled.

    Args:
        caps: kopecks by pot.
        order: the pots, in their order of use.
        masks: who may pay into each class.
        whole: what must be paid in full, by class; zero where nothing must.
        free: what may be paid, by class.
    """
    if not any(whole):
        flow = Flow(caps=caps, masks=masks, rooms=free)
        flow.pour(order)
        return flow
    flow = Flow(caps=caps, masks=masks, rooms=whole)
    flow.pour(order)
    if any(flow.room):
        return None
    flow.room = list(free)
    flow.pour(order, displacing=True)
    return flow
