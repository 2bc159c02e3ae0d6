"""The tables ledger_account, account, operation, posting, batch, writer_head and closed_through."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from psycopg import AsyncConnection, Connection

from socert.domain.ledger.model import (
    OFFICE_LANE,
    OFFICE_WRITER,
    AccountOpening,
    AccountOwner,
    ColdAccount,
    Head,
    OfficeOperation,
    Outcome,
    Posting,
    UnspentBalance,
)
from socert.domain.ledger.rules import FIRST_CHAIN, Row

_OFFICE = {"lane": OFFICE_LANE, "writer": OFFICE_WRITER}
_CHUNK = 10_000
#: Refuses, where a statement reads from it, an instant that no partition holds.
REQUIRE_MONTH = "require_month(%(at)s)"
_ADVISORY_WRITERS = 7301  # the first key of the advisory locks by which servers choose different writers


async def try_writer(conn: AsyncConnection, *, lane: int, writer: int) -> bool:
    """Take a writer of a lane for as long as the connection lives, its chain begun; false when another has it."""
    cursor = await conn.execute(
        "select pg_try_advisory_lock(%(space)s, %(number)s)",
        {"space": _ADVISORY_WRITERS, "number": lane * 1_000 + writer},
    )
    row = await cursor.fetchone()
    assert row is not None
    if row[0]:
        await conn.execute(
            """
            insert into writer_head (lane, writer, seq, chain)
            values (%(lane)s, %(writer)s, 0, %(first)s)
            on conflict do nothing
            """,
            {"lane": lane, "writer": writer, "first": FIRST_CHAIN},
        )
    return bool(row[0])


def lock_office_head(conn: Connection) -> Head:
    """The end of the office chain, locked until the transaction ends."""
    # Looked for before it is made: whoever waits for the row must not hold the table, or closing a period and the
    # office would wait for each other.
    head = _office_head(conn)
    if head is None:
        conn.execute(
            """
            insert into writer_head (lane, writer, seq, chain)
            values (%(lane)s, %(writer)s, 0, %(first)s)
            on conflict do nothing
            """,
            _OFFICE | {"first": FIRST_CHAIN},
        )
        head = _office_head(conn)
        assert head is not None
    return head


def _office_head(conn: Connection) -> Head | None:
    row = conn.execute(
        "select seq, chain from writer_head where lane = %(lane)s and writer = %(writer)s for update", _OFFICE
    ).fetchone()
    return None if row is None else Head(row[0], bytes(row[1]))


def advance_office_head(conn: Connection, *, head: Head) -> None:
    """Move the end of the office chain."""
    conn.execute(
        "update writer_head set seq = %(seq)s, chain = %(chain)s where lane = %(lane)s and writer = %(writer)s",
        _OFFICE | {"seq": head.seq, "chain": head.chain},
    )


def lock_all_heads(conn: Connection) -> None:
    """Wait for every batch under way and let none finish until the transaction ends."""
    # The table, not its rows: a writer that begins its chain at this moment waits as well.
    conn.execute("select lock_writer_heads()")


def pause_batches(conn: Connection) -> None:
    """Wait for every batch under way and let none begin until the transaction ends.

    Raises:
        psycopg.errors.LockNotAvailable: something was at work for two seconds.
    """
    conn.execute("select pause_batches()")


def read_last_batch(conn: Connection) -> datetime | None:
    """The instant of the latest batch of any till's writer; None before the first."""
    row = conn.execute(
        """
        select max(batch.at)
        from writer_head as head
        join batch on batch.seq = head.seq and batch.writer = head.writer and batch.lane = head.lane
        where head.writer <> %(writer)s
        """,
        _OFFICE,
    ).fetchone()
    assert row is not None
    last: datetime | None = row[0]
    return last


def read_closed_through(conn: Connection) -> datetime:
    """The instant before which nothing may be posted."""
    row = conn.execute("select until from closed_through").fetchone()
    assert row is not None
    until: datetime = row[0]
    return until


def update_closed_through(conn: Connection, until: datetime) -> None:
    """Close everything before an instant."""
    conn.execute("update closed_through set until = %(until)s", {"until": until})


def insert_batch(conn: Connection, *, head: Head, at: datetime) -> None:
    """A batch of the office chain; it always holds one operation."""
    conn.execute(
        """
        insert into batch (lane, writer, seq, at, operations, chain)
        values (%(lane)s, %(writer)s, %(seq)s, %(at)s, 1, %(chain)s)
        """,
        _OFFICE | {"seq": head.seq, "at": at, "chain": head.chain},
    )


def insert_operation(conn: Connection, operation: OfficeOperation, *, at: datetime, batch: int, digest: bytes) -> None:
    """An operation of the office chain."""
    conn.execute(
        """
        insert into operation (id, lane, kind, outcome, merchant, holder, total, covered, at, writer, batch, place,
            digest, answer)
        values (%(id)s, %(lane)s, %(kind)s, %(outcome)s, %(merchant)s, %(holder)s, %(total)s, %(total)s, %(at)s,
            %(writer)s, %(batch)s, 0, %(digest)s, %(details)s)
        """,
        _OFFICE
        | {
            "id": operation.id,
            "kind": int(operation.kind),
            "outcome": int(Outcome.APPROVED),
            "merchant": operation.merchant,
            "holder": operation.holder,
            "total": operation.total,
            "at": at,
            "batch": batch,
            "digest": digest,
            "details": operation.details,
        },
    )


def copy_postings(conn: Connection, postings: Iterable[Posting], *, operation: UUID, at: datetime) -> int:
    """Write the postings of an operation in their order; gives how many."""
    conn.execute(f"select {REQUIRE_MONTH}", {"at": at})
    place = -1
    with (
        conn.cursor() as cursor,
        cursor.copy("copy posting (operation, lane, place, debit, credit, amount, at) from stdin") as copy,
    ):
        for place, one in enumerate(postings):
            copy.write_row((operation, one.lane, place, one.debit, one.credit, one.amount, at))
    return place + 1


def copy_accounts(conn: Connection, openings: Iterable[AccountOpening]) -> int:
    """Open accounts; gives how many."""
    count = 0
    with (
        conn.cursor() as cursor,
        cursor.copy(
            "copy account (holder, id, lane, certificate, version, slot, status, valid_from, valid_until, issued,"
            " units) from stdin"
        ) as copy,
    ):
        for one in openings:
            copy.write_row((
                one.holder, one.id, one.lane, one.certificate, one.version, one.slot, 1, one.valid_from,
                one.valid_until, one.issued, one.units,
            ))  # fmt: skip
            count += 1
    return count


def read_posting_rows(conn: Connection, *, operation: UUID, at: datetime) -> Iterator[Sequence[Row]]:
    """The postings of an operation as its digest sees them, in chunks."""
    with conn.cursor(name="postings_of_operation") as cursor:
        cursor.execute(
            """
            select 'p', place, lane, debit, credit, amount
            from posting
            where operation = %(operation)s and at = %(at)s
            order by place
            """,
            {"operation": operation, "at": at},
        )
        while rows := cursor.fetchmany(_CHUNK):
            yield rows


def take_account_numbers(conn: Connection, count: int) -> list[int]:
    """Numbers for new accounts."""
    rows = conn.execute(
        "select nextval('account_number') from generate_series(1, %(count)s)", {"count": count}
    ).fetchall()
    return [row[0] for row in rows]


def find_or_insert_cold_account(
    conn: Connection,
    kind: ColdAccount,
    *,
    source: int | None,
    appropriation: int | None,
    merchant: int | None,
    lane: int | None,
) -> int:
    """The number of a cold account, made if absent; nothing is written and nobody waited for when it is there."""
    purpose = {"kind": kind, "source": source, "appropriation": appropriation, "merchant": merchant, "lane": lane}
    find = """
        select id
        from ledger_account
        where kind = %(kind)s
            and source is not distinct from %(source)s
            and appropriation is not distinct from %(appropriation)s
            and merchant is not distinct from %(merchant)s
            and lane is not distinct from %(lane)s
    """
    if conn.execute(find, purpose).fetchone() is None:
        conn.execute(
            """
            insert into ledger_account (kind, source, appropriation, merchant, lane)
            values (%(kind)s, %(source)s, %(appropriation)s, %(merchant)s, %(lane)s)
            on conflict on constraint one_account_one_purpose do nothing
            """,
            purpose,
        )
    row = conn.execute(find, purpose).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def read_payables(conn: Connection) -> dict[tuple[int, int], int]:
    """The numbers of all payable accounts, by merchant and lane."""
    rows = conn.execute("select merchant, lane, id from ledger_account where kind = 'payable'").fetchall()
    return {(merchant, lane): number for merchant, lane, number in rows}


def insert_payables(conn: Connection, owners: Sequence[tuple[int, int]]) -> None:
    """Make payable accounts of merchants and lanes where absent."""
    conn.execute(
        """
        insert into ledger_account (kind, merchant, lane)
        select 'payable', merchant, lane
        from unnest(%(merchants)s::integer[], %(lanes)s::smallint[]) as missing (merchant, lane)
        on conflict on constraint one_account_one_purpose do nothing
        """,
        {"merchants": [merchant for merchant, _ in owners], "lanes": [lane for _, lane in owners]},
    )


def lock_ended(conn: Connection, *, ended_by: datetime) -> int:
    """Lock every account that ended by an instant and is not done with, in the order in which tills lock; how many.

    With what is held: it may come back meanwhile, and would then have to be locked out of that order.
    """
    row = conn.execute(
        """
        select count(*)
        from (
            select
            from account
            where (valid_until <= %(ended_by)s and status in (1, 2))
                or ((valid_until <= %(ended_by)s or status = 4) and issued - consumed - returned > 0)
            order by holder, id
            for no key update
        ) as locked
        """,
        {"ended_by": ended_by},
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


_UNSPENT = "select id, lane, holder, certificate, version, slot, issued, held, consumed, returned from account"


def lock_unspent(conn: Connection, *, ended_by: datetime) -> Iterator[UnspentBalance]:
    """Accounts that ended by an instant, or were cancelled, and still have money; locks them."""
    with conn.cursor(name="unspent_balances") as cursor:
        cursor.execute(
            f"""
            {_UNSPENT}
            where (valid_until <= %(ended_by)s or status = 4) and issued - held - consumed - returned > 0
            order by holder, id
            for no key update
            """.encode(),
            {"ended_by": ended_by},
        )
        cursor.itersize = _CHUNK
        for row in cursor:
            yield UnspentBalance(*row)


def return_unspent(conn: Connection, *, ended_by: datetime) -> int:
    """Count what is left on ended accounts as returned; gives how many accounts."""
    return conn.execute(
        """
        update account
        set returned = issued - held - consumed
        where (valid_until <= %(ended_by)s or status = 4) and issued - held - consumed - returned > 0
        """,
        {"ended_by": ended_by},
    ).rowcount


def lock_unspent_of(conn: Connection, owner: AccountOwner) -> list[UnspentBalance]:
    """The accounts of one certificate that still have money, locked in the order in which tills lock."""
    rows = conn.execute(
        f"""
        {_UNSPENT}
        where holder = %(holder)s and lane = %(lane)s and certificate = %(certificate)s
            and issued - held - consumed - returned > 0
        order by id
        for no key update
        """.encode(),
        owner.as_dict(),
    )
    return [UnspentBalance(*row) for row in rows]


def return_unspent_of(conn: Connection, owner: AccountOwner) -> int:
    """Count what is left on the accounts of one certificate as returned; gives how many accounts."""
    return conn.execute(
        """
        update account
        set returned = issued - held - consumed
        where holder = %(holder)s and lane = %(lane)s and certificate = %(certificate)s
            and issued - held - consumed - returned > 0
        """,
        owner.as_dict(),
    ).rowcount


def update_status(conn: Connection, owner: AccountOwner, *, status: int) -> int:
    """Set the status of the accounts of a certificate, locked first in the order in which tills lock; how many."""
    conn.execute(
        """
        select
        from account
        where holder = %(holder)s and lane = %(lane)s and certificate = %(certificate)s
        order by id
        for no key update
        """,
        owner.as_dict(),
    )
    return conn.execute(
        """
        update account
        set status = %(status)s
        where holder = %(holder)s and lane = %(lane)s and certificate = %(certificate)s
        """,
        owner.as_dict() | {"status": status},
    ).rowcount


def end_accounts(conn: Connection, *, ended_by: datetime) -> int:
    """Give accounts whose validity is over the status of an ended certificate; gives how many. They are locked."""
    return conn.execute(
        "update account set status = 3 where valid_until <= %(ended_by)s and status in (1, 2)",
        {"ended_by": ended_by},
    ).rowcount
