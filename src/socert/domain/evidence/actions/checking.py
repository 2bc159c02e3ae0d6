"""Look whether sealed rows are as they were sealed, and whether history still has what a checkpoint says."""

from collections.abc import Iterator
from itertools import chain

from psycopg import Connection

from socert.domain.evidence.model import Checkpoint, HeadThen, Looked
from socert.domain.evidence.rules.digesting import SealedSum, row_digest
from socert.domain.evidence.store import heads, seals
from socert.domain.evidence.store.relations import RELATIONS, Relation

_LOWEST = -(2**63)


class _Sums(dict[tuple[str, str], SealedSum]):
    """What was sealed by each operation of each table."""

    def __missing__(self, key: tuple[str, str]) -> SealedSum:
        return self.setdefault(key, SealedSum())


def check_seals(conn: Connection) -> Looked:
    """Whether every sealed row is there and as it was, and none was added among them; in the caller's snapshot."""
    sums, count, first_bad = _Sums(), 0, None
    for relation in RELATIONS:
        for complaint in _walk(conn, relation, sums):
            count += 1
            first_bad = first_bad or complaint
    return Looked(count, first_bad or _sums_complaint(conn, sums))


def _walk(conn: Connection, relation: Relation, sums: _Sums) -> Iterator[str | None]:
    """What is wrong with each row that is sealed or stands among sealed ones, if anything."""
    end = seals.read_ends(conn).get(relation.name, 0)
    rows = seals.rows(conn, relation, after=_LOWEST, until=end)
    row = next(rows, None)
    last = None
    for entry, digest, operation in seals.leaves(conn, relation):
        while row is not None and row[0] < entry:
            yield _of(relation, row[0], "it is missing in sealed_row, so it was added later or stood elsewhere")
            row = next(rows, None)
        if row is None or row[0] > entry:
            yield _of(relation, entry, "it is in sealed_row and is gone")
        else:
            is_the_same = row_digest(relation.name, row) == bytes(digest)
            yield None if is_the_same else _of(relation, entry, "it is not what sealed_row says")
            last, row = row[0], next(rows, None)
            if row is not None and row[0] == last:
                yield _of(relation, last, "it is there twice and once in sealed_row")
        sums[operation, relation.name].add(bytes(digest))
    for late in chain(() if row is None else (row,), rows):
        yield _of(relation, late[0], "it is missing in sealed_row, so it was added later")


def _sums_complaint(conn: Connection, sums: _Sums) -> str | None:
    """Whether what was sealed is what the operations in the office chain say."""
    stranger = seals.read_strangers(conn, known=[relation.name for relation in RELATIONS])
    if stranger is not None:
        return f"sealed_row: it speaks of {stranger}, which is never sealed"
    try:
        said = seals.read_sums(conn)
    except ValueError:
        return "operation: one that seals history does not say what it sealed"
    for operation, relation in sorted(sums.keys() | said.keys()):
        if (operation, relation) not in said or said[operation, relation] != sums[operation, relation].value():
            return f"sealed_row: rows of {relation} are not what operation {operation} sealed"
    return None


def _of(relation: Relation, entry: int, what: str) -> str:
    return f"{relation.name} number {entry} ({relation.entry}): {what}"


def compare(conn: Connection, checkpoint: Checkpoint) -> Looked:
    """Whether history still is what a checkpoint of this installation says, up to where it says it; in one snapshot."""
    now = {(head.lane, head.writer): head for head in heads.read_heads(conn)}
    complaints = (
        _head_complaint(conn, then, now.get((then.lane, then.writer)), checkpoint) for then in checkpoint.heads
    )
    first_bad = next((one for one in complaints if one is not None), None)
    return Looked(checkpoint.counts.batches, first_bad)


def _head_complaint(conn: Connection, then: HeadThen, now: HeadThen | None, checkpoint: Checkpoint) -> str | None:
    chain_now = heads.read_chain(conn, lane=then.lane, writer=then.writer, seq=then.seq)
    whose = f"of {'the office' if not then.writer else f'writer {then.writer}'} in lane {then.lane}"
    of_then = f"the checkpoint of {checkpoint.made_at}"
    if chain_now is None:
        last = heads.read_last_before(conn, lane=then.lane, writer=then.writer, seq=then.seq)
        if now is not None and now.seq > then.seq:
            return f"batch {last + 1} {whose}: it is gone"
        return (
            f"batch {last + 1} {whose}: it is gone, with all up to number {then.seq} that {of_then} knows: "
            "history was cut off, or this copy is older"
        )
    if chain_now != then.chain:
        return (
            f"batch {then.seq} {whose}: its chain is not the one that {of_then} knows: history up to it was written "
            "anew, or this is a copy that went its own way"
        )
    return None


def sealed_tables() -> frozenset[str]:
    """The tables that are sealed; of each a relation says how."""
    return frozenset(relation.name for relation in RELATIONS)
