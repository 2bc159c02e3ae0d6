"""How far history has come: ends of chains and counts, and single batches to compare with."""

from psycopg import Connection

from socert.domain.evidence.model import Counts, HeadThen


def read_heads(conn: Connection) -> tuple[HeadThen, ...]:
    """Where chains end, by lane and writer; writers that have written nothing are left out."""
    rows = conn.execute(
        "select lane, writer, seq, encode(chain, 'hex') from writer_head where seq > 0 order by lane, writer"
    ).fetchall()
    return tuple(HeadThen(*row) for row in rows)


def read_counts(conn: Connection) -> Counts:
    """How many batches, operations and sealed rows there are."""
    row = conn.execute(
        "select count(*), coalesce(sum(operations), 0)::bigint, (select count(*) from sealed_row) from batch"
    ).fetchone()
    assert row is not None
    return Counts(*row)


def read_chain(conn: Connection, *, lane: int, writer: int, seq: int) -> str | None:
    """The chain after a batch, in hexadecimal; None when there is no such batch."""
    row = conn.execute(
        "select encode(chain, 'hex') from batch where lane = %(lane)s and writer = %(writer)s and seq = %(seq)s",
        {"lane": lane, "writer": writer, "seq": seq},
    ).fetchone()
    return None if row is None else str(row[0])


def read_last_before(conn: Connection, *, lane: int, writer: int, seq: int) -> int:
    """The highest number of a writer's batches below one, without a gap from its first; 0 when the first is gone."""
    row = conn.execute(
        """
        select coalesce(max(seq), 0)
        from (
            select seq, row_number() over (order by seq) as place
            from batch
            where lane = %(lane)s and writer = %(writer)s and seq < %(seq)s
        ) as counted
        where seq = place
        """,
        {"lane": lane, "writer": writer, "seq": seq},
    ).fetchone()
    assert row is not None
    return int(row[0])
