"""The table openid_state."""

from datetime import datetime

from psycopg import Connection


def insert(conn: Connection, digest: bytes, *, door: str, back_to: str, expires_at: datetime) -> None:
    """Keep that a sign-in has begun."""
    conn.execute(
        """
        insert into openid_state (digest, door, back_to, expires_at)
        values (%(digest)s, %(door)s, %(back_to)s, %(expires_at)s)
        """,
        {"digest": digest, "door": door, "back_to": back_to, "expires_at": expires_at},
    )


def take(conn: Connection, digest: bytes, *, door: str, at: datetime) -> str | None:
    """Where a sign-in that has begun and is not over leads back to; it is gone with this."""
    row = conn.execute(
        """
        delete from openid_state
        where digest = %(digest)s and door = %(door)s
        returning back_to, expires_at > %(at)s
        """,
        {"digest": digest, "door": door, "at": at},
    ).fetchone()
    return str(row[0]) if row is not None and row[1] else None


def delete_over(conn: Connection, *, now: datetime) -> None:
    """Forget sign-ins that were never ended."""
    conn.execute("delete from openid_state where expires_at <= %(now)s", {"now": now})
