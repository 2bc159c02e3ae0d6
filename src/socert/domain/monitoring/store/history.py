"""History in streams, each in the order of the operations it belongs to; memory stays bounded."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from psycopg import Connection
from psycopg.rows import args_row

from socert.domain.ledger import Head
from socert.domain.monitoring.model.history import (
    BatchRead,
    ChainedRead,
    ColdAccountRead,
    HoldRead,
    LineRead,
    MovedLineRead,
    OpeningRead,
    OperationRead,
    PostingRead,
)

_CHUNK = 5_000

RowT = TypeVar("RowT", bound=NamedTuple)


OPERATIONS = """
    select id::text, lane, kind, outcome, merchant, till, holder, parent::text, total, covered, microseconds(at),
        microseconds(till_at), receipt, key::text, body::text, writer, batch, place, answer, digest
    from operation
    order by id, lane
"""
POSTINGS = """
    select operation::text, place, lane, debit, credit, amount, microseconds(at)
    from posting
    order by operation, place
"""
LINES = """
    select operation::text, position, gtin, article, name, category, quantity, price, discount, amount, covered, reason,
        denied, accounts, amounts, lane, microseconds(at)
    from receipt_line
    order by operation, position
"""
HOLDS = """
    select operation::text, holder, account, amount, microseconds(expires_at), lane
    from hold
    order by operation, account
"""
MOVED_LINES = """
    select operation::text, position, capture::text, quantity, amount, accounts, amounts, authorisation::text, lane,
        microseconds(at)
    from movement_line
    order by operation, position
"""
OPENINGS = """
    select c.issued_by::text, a.holder, a.id, a.lane, a.certificate::text, a.version, a.slot,
        microseconds(a.valid_from), microseconds(a.valid_until), a.issued
    from account as a
    join certificate as c on c.id = a.certificate and c.lane = a.lane
    order by c.issued_by, a.id
"""
BATCHES = "select lane, writer, seq, microseconds(at), operations, chain from batch order by lane, writer, seq"
CHAINED = """
    select lane, writer, batch, place, id::text, microseconds(at), digest
    from operation
    order by lane, writer, batch, place
"""


def operations(conn: Connection) -> Iterator[OperationRead]:
    """Every operation."""
    return _stream(conn, "history_operations", OPERATIONS, OperationRead)


def postings(conn: Connection) -> Iterator[PostingRead]:
    """Every posting."""
    return _stream(conn, "history_postings", POSTINGS, PostingRead)


def lines(conn: Connection) -> Iterator[LineRead]:
    """Every receipt line."""
    return _stream(conn, "history_lines", LINES, LineRead)


def holds(conn: Connection) -> Iterator[HoldRead]:
    """Every hold."""
    return _stream(conn, "history_holds", HOLDS, HoldRead)


def moved_lines(conn: Connection) -> Iterator[MovedLineRead]:
    """Every line that a capture in parts or a refund speaks of."""
    return _stream(conn, "history_moved_lines", MOVED_LINES, MovedLineRead)


def openings(conn: Connection) -> Iterator[OpeningRead]:
    """Every account under the operation that issued its certificate."""
    return _stream(conn, "history_openings", OPENINGS, OpeningRead)


def batches(conn: Connection) -> Iterator[BatchRead]:
    """Every batch, writer by writer."""
    return _stream(conn, "history_batches", BATCHES, BatchRead)


def chained(conn: Connection) -> Iterator[ChainedRead]:
    """Every operation in the order of the batches."""
    return _stream(conn, "history_chained", CHAINED, ChainedRead)


def cold_accounts(conn: Connection) -> dict[int, ColdAccountRead]:
    """Every cold account by its number."""
    with conn.cursor(row_factory=args_row(ColdAccountRead)) as cursor:
        cursor.execute("select id, kind, source, appropriation, merchant, lane from ledger_account")
        return {one.id: one for one in cursor}


def heads(conn: Connection) -> dict[tuple[int, int], Head]:
    """Where chains end, by lane and writer."""
    rows: Sequence[tuple[int, int, int, bytes]] = conn.execute(
        "select lane, writer, seq, chain from writer_head"
    ).fetchall()
    return {(lane, writer): Head(seq, bytes(chain)) for lane, writer, seq, chain in rows}


def _stream(conn: Connection, name: str, query: str, kind: type[RowT]) -> Iterator[RowT]:
    with conn.cursor(name, row_factory=args_row(kind)) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(query.encode(), binary=True)
        yield from cursor
