"""How things stand today, read across rooms: money of a programme, what waits for staff, what a server's state is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection


def read_money(
    conn: Connection, *, versions: Sequence[int], slots: Sequence[int]
) -> list[tuple[int, int, int, int, int]]:
    """Version, and kopecks issued, held, consumed and returned on its accounts of these allowances."""
    return conn.execute(
        """
        select version, sum(issued)::bigint, sum(held)::bigint, sum(consumed)::bigint, sum(returned)::bigint
        from account
        join unnest(%(versions)s::integer[], %(slots)s::integer[]) as given (version, slot) using (version, slot)
        group by version
        """,
        {"versions": list(versions), "slots": list(slots)},
    ).fetchall()


def read_claimed(conn: Connection, *, versions: Sequence[int], slots: Sequence[int]) -> list[tuple[int, int, int]]:
    """Version, and kopecks of its claim lines of these allowances: in all, and in claims that were paid."""
    return conn.execute(
        """
        select
            a.version, sum(l.amount)::bigint,
            coalesce(sum(l.amount) filter (where c.paid_by is not null), 0)::bigint
        from claim as c
        join claim_line as l on l.claim = c.id
        join account as a on a.id = l.account and a.lane = l.lane
        join unnest(%(versions)s::integer[], %(slots)s::integer[]) as given (version, slot)
            on given.version = a.version and given.slot = a.slot
        group by a.version
        """,
        {"versions": list(versions), "slots": list(slots)},
    ).fetchall()


def read_certificates(conn: Connection, *, versions: Sequence[int]) -> tuple[int, int]:
    """How many certificates of these versions were issued, and how many are active or blocked."""
    row = conn.execute(
        """
        select count(*), count(*) filter (where status in (1, 2))
        from certificate
        where version = any (%(versions)s)
        """,
        {"versions": list(versions)},
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def read_ending(conn: Connection, *, now: datetime, until: datetime, at_most: int) -> int:
    """How many certificates end in this time with something left on them; counted up to a number."""
    row = conn.execute(
        """
        select count(*)
        from (
            select
            from certificate as c
            where c.status = 1 and c.valid_until > %(now)s and c.valid_until <= %(until)s
                and exists (
                    select from account as a
                    where a.holder = c.holder and a.lane = c.lane and a.certificate = c.id
                        and a.issued > a.held + a.consumed + a.returned
                )
            limit %(at_most)s
        ) as ending
        """,
        {"now": now, "until": until, "at_most": at_most},
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def read_unpaid(conn: Connection) -> tuple[int, int]:
    """How many claims wait for their payment, and kopecks in all."""
    row = conn.execute(
        """
        select count(*), coalesce(sum(amount + carried), 0)::bigint
        from claim
        where status = 1 and amount + carried > 0
        """
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def read_state(conn: Connection) -> dict[str, Any]:
    """The server's version, migrations, months made, messages and tasks that wait."""
    row = conn.execute(
        """
        select
            current_setting('server_version'),
            pg_database_size(current_database()),
            (select max(name) from schema_migration),
            (
                select max(right(relname, 7))
                from pg_class
                where relispartition and relkind = 'r' and relname ~ '^posting_[0-9]{4}_[0-9]{2}$'
            ),
            (select count(*) from (select from message where status = 1 limit 1000) as waiting),
            (select count(*) from task where state in ('waiting', 'running'))
        """
    ).fetchone()
    assert row is not None
    return dict(zip(("server", "bytes", "migration", "month", "messages", "tasks"), row, strict=True))
