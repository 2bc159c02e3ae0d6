"""The tables sign_in_budget and known_device."""

from datetime import datetime

from psycopg import Connection

from socert.domain.access.model.throttle import Spent


def lock_spent(conn: Connection, digest: bytes, *, now: datetime) -> Spent:
    """What was spent of a budget; nobody else spends from it until the transaction ends."""
    row = conn.execute(
        """
        insert into sign_in_budget (digest, tries, failures, over_at)
        values (%(digest)s, '{}', '{}', %(now)s)
        on conflict (digest) do update
        set over_at = greatest(sign_in_budget.over_at, excluded.over_at)
        returning tries, failures
        """,
        {"digest": digest, "now": now},
    ).fetchone()
    assert row is not None
    return Spent(tuple(row[0]), tuple(row[1]))


def write_spent(conn: Connection, digest: bytes, spent: Spent, *, over_at: datetime) -> None:
    """Keep what was spent of a budget that is locked."""
    conn.execute(
        """
        update sign_in_budget
        set tries = %(tries)s, failures = %(failures)s, over_at = %(over_at)s
        where digest = %(digest)s
        """,
        {"digest": digest, "tries": list(spent.tries), "failures": list(spent.failures), "over_at": over_at},
    )


def is_known(conn: Connection, device: bytes, *, since: datetime) -> bool:
    """Whether a browser has signed in as this person since an instant."""
    row = conn.execute(
        "select from known_device where digest = %(device)s and seen_at > %(since)s",
        {"device": device, "since": since},
    ).fetchone()
    return row is not None


def remember_device(conn: Connection, device: bytes, *, whom: bytes, now: datetime) -> None:
    """A browser has signed in as somebody now."""
    conn.execute(
        """
        insert into known_device (digest, whom, seen_at)
        values (%(device)s, %(whom)s, %(now)s)
        on conflict (digest) do update
        set seen_at = greatest(known_device.seen_at, excluded.seen_at)
        """,
        {"device": device, "whom": whom, "now": now},
    )


def forget_devices_but(conn: Connection, whom: bytes, *, latest: int) -> None:
    """Remember only the latest browsers of somebody; with 0 none."""
    conn.execute(
        """
        delete from known_device
        where digest in (
            select digest
            from known_device
            where whom = %(whom)s
            order by seen_at desc, digest
            offset %(latest)s
        )
        """,
        {"whom": whom, "latest": latest},
    )


def delete_over(conn: Connection, *, now: datetime, devices: datetime) -> None:
    """Forget budgets of which nothing counts any more, and browsers not seen since an instant."""
    conn.execute(
        """
        delete from sign_in_budget
        where digest in (select digest from sign_in_budget where over_at <= %(now)s for update skip locked)
        """,
        {"now": now},
    )
    conn.execute("delete from known_device where seen_at <= %(devices)s", {"devices": devices})
