"""The table session."""

from datetime import datetime

from psycopg import Connection

from socert.domain.access.model.keys import Role
from socert.domain.access.model.sessions import Session


def insert(conn: Connection, session: Session) -> None:
    """Write a session."""
    conn.execute(
        """
        insert into session (digest, role, subject, began_at, seen_at, ends_at)
        values (%(digest)s, %(role)s, %(subject)s, %(began_at)s, %(seen_at)s, %(ends_at)s)
        """,
        {
            "digest": session.id,
            "role": session.role.value,
            "subject": session.subject,
            "began_at": session.began_at,
            "seen_at": session.seen_at,
            "ends_at": session.ends_at,
        },
    )


def read(conn: Connection, digest: bytes) -> Session | None:
    """A session by its token's digest."""
    row = conn.execute(
        "select digest, role, subject, began_at, seen_at, ends_at from session where digest = %(digest)s",
        {"digest": digest},
    ).fetchone()
    return None if row is None else Session(bytes(row[0]), Role(row[1]), *row[2:])


def read_open(conn: Connection, *, role: Role, subject: int, now: datetime, idle_since: datetime) -> list[Session]:
    """The sessions of somebody that are not over, seen last first."""
    rows = conn.execute(
        """
        select digest, role, subject, began_at, seen_at, ends_at
        from session
        where role = %(role)s and subject = %(subject)s and ends_at > %(now)s and seen_at > %(idle_since)s
        order by seen_at desc, digest
        limit 100
        """,
        {"role": role.value, "subject": subject, "now": now, "idle_since": idle_since},
    )
    return [Session(bytes(row[0]), Role(row[1]), *row[2:]) for row in rows]


def mark_seen(conn: Connection, digest: bytes, *, at: datetime) -> None:
    """Somebody was seen; never set back."""
    conn.execute(
        "update session set seen_at = %(at)s where digest = %(digest)s and seen_at < %(at)s",
        {"digest": digest, "at": at},
    )


def delete(conn: Connection, digest: bytes) -> None:
    """Forget a session."""
    conn.execute("delete from session where digest = %(digest)s", {"digest": digest})


def delete_of(conn: Connection, *, role: Role, subject: int) -> int:
    """Forget all sessions of somebody; gives how many there were."""
    found = conn.execute(
        "delete from session where role = %(role)s and subject = %(subject)s",
        {"role": role.value, "subject": subject},
    )
    return found.rowcount


def delete_over(conn: Connection, *, now: datetime, idle_since: datetime) -> None:
    """Forget sessions that are over."""
    conn.execute(
        "delete from session where ends_at <= %(now)s or seen_at <= %(idle_since)s",
        {"now": now, "idle_since": idle_since},
    )
