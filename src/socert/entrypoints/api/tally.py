"""What one process counts about itself: plain numbers, so that counting costs a purchase next to nothing."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec


class _Coded(msgspec.Struct, frozen=True):
    code: str


class _SeenLine(msgspec.Struct, frozen=True):
    reason: _Coded | None = None


class _Seen(msgspec.Struct, frozen=True):
    """What of an answer is counted."""

    outcome: str
    reason: _Coded | None = None
    lines: tuple[_SeenLine, ...] = ()
    optimal: bool = True


_read_seen = msgspec.json.Decoder(_Seen).decode

#: Seconds; a purchase takes milliseconds, a commit that waits for its disk tens of them.
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NAMED = ("outcomes", "reasons", "line_reasons", "waiting")
_SPREADS = ("batch_size", "decide_seconds", "commit_seconds")
#: Questions of a batch.
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 300, 400)


class Counts(msgspec.Struct, frozen=True):
    """A tally as it can be written down: names with numbers, spreads as their counts and sum."""

    requests: list[tuple[str, str, int, int]]
    named: dict[str, dict[str, int]]
    spreads: dict[str, tuple[list[int], float]]
    seconds: dict[str, tuple[list[int], float]]
    plain: dict[str, int]


class Spread:
    """How values spread over bounds: a histogram."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def written(self) -> tuple[list[int], float]:
        """Its counts and sum."""
        return list(self.counts), self.total

    def add_written(self, written: tuple[list[int], float]) -> None:
        """Count what another of the same bounds has counted."""
        self.counts = [one + other for one, other in zip(self.counts, written[0], strict=True)]
        self.total += written[1]


@dataclass(slots=True)
class Tally:
    """The counts of a process since it began; `waiting` is what waits now, by lane."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: dict[str, Spread] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    line_reasons: Counter[str] = field(default_factory=Counter)
    replays: int = 0
    not_optimal: int = 0
    batch_size: Spread = field(default_factory=lambda: Spread(SIZES))
    decide_seconds: Spread = field(default_factory=lambda: Spread(SECONDS))
    commit_seconds: Spread = field(default_factory=lambda: Spread(SECONDS))
    waiting: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, all_counts: Iterable[Counts]) -> "Tally":
        """The sum of counts."""
        found = cls()
        for counts in all_counts:
            for method, route, status, count in counts.requests:
                found.requests[method, route, status] += count
            for name in _NAMED:
                getattr(found, name).update(counts.named[name])
            for name in _SPREADS:
                getattr(found, name).add_written(counts.spreads[name])
            for route, written in counts.seconds.items():
                found.seconds.setdefault(route, Spread(SECONDS)).add_written(written)
            found.replays += counts.plain["replays"]
            found.not_optimal += counts.plain["not_optimal"]
        return found

    def counts(self) -> Counts:
        """These counts as they can be written down."""
        return Counts(
            [(*key, count) for key, count in self.requests.copy().items()],
            {name: dict(getattr(self, name)) for name in _NAMED},
            {name: getattr(self, name).written() for name in _SPREADS},
            {route: spread.written() for route, spread in self.seconds.copy().items()},
            {"replays": self.replays, "not_optimal": self.not_optimal},
        )

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the path's form, never a path as it was sent."""
        self.requests[method, route, status] += 1
        spread = self.seconds.get(route)
        if spread is None:
            spread = self.seconds[route] = Spread(SECONDS)
        spread.add(seconds)

    def answered(self, body: str, *, is_replay: bool) -> None:
        """A till's question was answered with this body; what is only repeated decides nothing anew."""
        if is_replay:
            self.replays += 1
            return
        seen = _read_seen(body)
        self.outcomes[seen.outcome] += 1
        if seen.reason is not None:
            self.reasons[seen.reason.code] += 1
        for line in seen.lines:
            if line.reason is not None:
                self.line_reasons[line.reason.code] += 1
        self.not_optimal += not seen.optimal

    def committed(self, size: int, deciding: float, committing: float) -> None:
        """A batch is durable: how many questions, and the seconds it took to decide and to write and commit it."""
        self.batch_size.add(size)
        self.decide_seconds.add(deciding)
        self.commit_seconds.add(committing)
