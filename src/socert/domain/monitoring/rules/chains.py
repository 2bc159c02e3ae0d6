"""Whether batches follow one another without a gap and chain exactly the operations they have."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from socert.domain.ledger import FIRST_CHAIN, Head, chain_after
from socert.domain.monitoring.model.history import BatchRead, ChainedRead

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ChainWalk:
    """Walks along the batches of all writers, in the order of lane, writer and number."""

    def __init__(self, heads: Mapping[tuple[int, int], Head]) -> None:
        self._heads = heads
        self._ends: dict[tuple[int, int], Head] = {}

    def step(self, batch: BatchRead, operations: Sequence[ChainedRead]) -> str | None:
        """The next batch with its operations in the order of their places; gives what is wrong with it."""
        whose = (batch.lane, batch.writer)
        before = self._ends.get(whose, Head(0, FIRST_CHAIN))
        self._ends[whose] = Head(batch.seq, batch.chain)
        if batch.seq != before.seq + 1:
            return _of(batch, f"it follows number {before.seq} of its writer")
        if batch.operations != len(operations):
            return _of(batch, f"it says {batch.operations} operations and has {len(operations)} rows in operation")
        for place, one in enumerate(operations):
            if one.place != place:
                return _of(batch, f"its rows in operation lack the place {place}")
            if one.at != batch.at:
                return _of(batch, f"its time is not that of operation {one.id}")
        try:
            at = _EPOCH + timedelta(microseconds=batch.at)
        except OverflowError:
            return _of(batch, "its time lies outside all years there are")
        chain = chain_after(
            before.chain,
            lane=batch.lane,
            writer=batch.writer,
            seq=batch.seq,
            at=at,
            digests=[one.digest for one in operations],
        )
        return None if chain == batch.chain else _of(batch, "its chain does not follow from the rows in operation")

    def end(self) -> str | None:
        """Whether every writer's head is its last batch."""
        for whose in sorted(self._heads.keys() | self._ends.keys()):
            last = self._ends.get(whose, Head(0, FIRST_CHAIN))
            if self._heads.get(whose) != last:
                lane, writer = whose
                return f"writer_head {writer} of lane {lane}: it is not number {last.seq}, its last row in batch"
        return None


def _of(batch: BatchRead, what: str) -> str:
    return f"batch {batch.seq} of writer {batch.writer} in lane {batch.lane}: {what}"
