"""Walk through all of history once and look at every operation with everything written beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, Protocol, TypeVar

from psycopg import Connection

from socert.domain.ledger import OFFICE_WRITER, OperationDigest, OperationKind, Row
from socert.domain.monitoring.model.found import Check, Progress
from socert.domain.monitoring.model.history import (
    ColdAccountRead,
    HoldRead,
    LineRead,
    MovedLineRead,
    OpeningRead,
    OperationRead,
    PostingRead,
)
from socert.domain.monitoring.rules import chains, digests, movements, parts
from socert.domain.monitoring.store import history

_TELL_EVERY = 20_000
_CHUNK = 1_000
# A receipt has at most 300 lines, each paid by a few accounts; more than this beside a purchase is found as a mistake.
_BESIDE_A_PURCHASE_MAX = 5_000


class _OfOperation(Protocol):
    @property
    def operation(self) -> str: ...


RowT = TypeVar("RowT", bound=_OfOperation)


@dataclass(slots=True)
class Findings:
    """A check in the making."""

    name: str
    rows: int = 0
    first_bad: str | None = None

    def see(self, complaint: str | None) -> None:
        """Take what is wrong with a row, if anything; the first is kept."""
        if self.first_bad is None:
            self.first_bad = complaint

    def done(self) -> Check:
        """The check."""
        return Check(self.name, self.rows, self.first_bad)


class _Stream(Generic[RowT]):
    """Rows in the order of their operations, taken operation by operation."""

    def __init__(self, table: str, rows: Iterator[RowT]) -> None:
        self._table = table
        self._rows = rows
        self._next = next(rows, None)
        self.seen = 0
        self.orphan: str | None = None

    def of(self, operation: str) -> Iterator[RowT]:
        """The rows of an operation; what lies before belongs to none that exists."""
        while (row := self._next) is not None and row.operation <= operation:
            self._next = next(self._rows, None)
            self.seen += 1
            if row.operation == operation:
                yield row
            else:
                self._keep_orphan(row)

    def end(self) -> None:
        """Look at what is left after the last operation."""
        while (row := self._next) is not None:
            self._next = next(self._rows, None)
            self.seen += 1
            self._keep_orphan(row)

    def _keep_orphan(self, row: RowT) -> None:
        if self.orphan is None:
            self.orphan = f"{self._table}: a row speaks of operation {row.operation}, which does not exist"


@dataclass(slots=True)
class _Walk:
    """What a walk through history reads from and writes down."""

    postings: _Stream[PostingRead]
    lines: _Stream[LineRead]
    holds: _Stream[HoldRead]
    moved: _Stream[MovedLineRead]
    openings: _Stream[OpeningRead]
    cold: Mapping[int, ColdAccountRead]
    digests: Findings = field(default_factory=lambda: Findings("digests"))
    movements: Findings = field(default_factory=lambda: Findings("postings"))
    receipts: Findings = field(default_factory=lambda: Findings("receipts"))


def replay(conn: Connection, *, progress: Progress) -> list[Check]:
    """Recompute every digest, and look at every posting, receipt line, hold and movement line beside its operation."""
    walk = _Walk(
        postings=_Stream("posting", history.postings(conn)),
        lines=_Stream("receipt_line", history.lines(conn)),
        holds=_Stream("hold", history.holds(conn)),
        moved=_Stream("movement_line", history.moved_lines(conn)),
        openings=_Stream("account", history.openings(conn)),
        cold=history.cold_accounts(conn),
    )
    for count, operation in enumerate(history.operations(conn)):
        if count % _TELL_EVERY == 0:
            progress(walk.digests.name, count)
        walk.digests.rows += 1
        if operation.writer == OFFICE_WRITER:
            _office(operation, walk)
        else:
            _till(operation, walk)
    for stream, findings in (
        (walk.postings, walk.movements),
        (walk.lines, walk.receipts),
        (walk.holds, walk.receipts),
        (walk.moved, walk.receipts),
        (walk.openings, walk.digests),
    ):
        stream.end()
        findings.see(stream.orphan)
        findings.rows += stream.seen
    return [walk.movements.done(), walk.receipts.done(), walk.digests.done()]


def _till(operation: OperationRead, walk: _Walk) -> None:
    postings = list(islice(walk.postings.of(operation.id), _BESIDE_A_PURCHASE_MAX))
    lines = list(islice(walk.lines.of(operation.id), _BESIDE_A_PURCHASE_MAX))
    holds = list(islice(walk.holds.of(operation.id), _BESIDE_A_PURCHASE_MAX))
    parts_moved = list(islice(walk.moved.of(operation.id), _BESIDE_A_PURCHASE_MAX))
    moved = 0
    for place, posting in enumerate(postings):
        moved += movements.direction(operation, posting, cold=walk.cold) * posting.amount
        walk.movements.see(movements.posting_complaint(operation, posting, place=place, cold=walk.cold))
    walk.movements.see(movements.sum_complaint(operation, moved))
    walk.receipts.see(movements.receipt_complaint(operation, postings, lines))
    walk.receipts.see(movements.hold_complaint(operation, postings, holds))
    walk.receipts.see(parts.parts_complaint(operation, postings, parts_moved))
    if digests.till_digest(operation, postings, lines, holds, parts_moved) == operation.digest:
        return
    lines = list(digests.in_receipt_order(lines, operation.answer))
    if digests.till_digest(operation, postings, lines, holds, parts_moved) != operation.digest:
        walk.digests.see(_digest_differs(operation, "posting, receipt_line, hold or movement_line"))


def _office(operation: OperationRead, walk: _Walk) -> None:
    """An office operation may have hundreds of thousands of postings, so its rows are looked at as they come."""
    digest = OperationDigest(digests.operation_row(operation))
    moved = 0

    def look(postings: Iterator[PostingRead]) -> Iterator[Row]:
        nonlocal moved
        for place, posting in enumerate(postings):
            walk.movements.see(movements.posting_complaint(operation, posting, place=place, cold=walk.cold))
            moved += movements.direction(operation, posting, cold=walk.cold) * posting.amount
            yield digests.posting_row(posting)

    _feed(digest, look(walk.postings.of(operation.id)))
    if operation.kind == OperationKind.ISSUE:
        _feed(digest, map(digests.opening_row, walk.openings.of(operation.id)))
    walk.movements.see(movements.sum_complaint(operation, abs(moved)))
    if digest.value() != operation.digest:
        walk.digests.see(_digest_differs(operation, "posting or account"))


def _feed(digest: OperationDigest, rows: Iterator[Row]) -> None:
    while chunk := list(islice(rows, _CHUNK)):
        digest.add(chunk)


def _digest_differs(operation: OperationRead, beside: str) -> str:
    return f"operation {operation.id}, or one of its rows in {beside}: they do not give its digest"


def walk_chains(conn: Connection, *, progress: Progress) -> Check:
    """Recompute every chain from its first batch to its writer's head."""
    findings = Findings("chains")
    walk = chains.ChainWalk(history.heads(conn))
    operations = history.chained(conn)
    following = next(operations, None)
    for batch in history.batches(conn):
        if findings.rows % _TELL_EVERY == 0:
            progress(findings.name, findings.rows)
        findings.rows += 1
        where = (batch.lane, batch.writer, batch.seq)
        of_batch = []
        while following is not None and following[:3] <= where:
            if following[:3] == where:
                of_batch.append(following)
            else:
                findings.see(f"operation {following.id}: it belongs to no row in batch")
            following = next(operations, None)
        findings.see(walk.step(batch, of_batch))
    if following is not None:
        findings.see(f"operation {following.id}: it belongs to no row in batch")
    findings.see(walk.end())
    return findings.done()
