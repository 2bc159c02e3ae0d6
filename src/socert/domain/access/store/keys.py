"""The table credential."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.access.model.keys import Grant, KeyOrder, Role


def insert_credentials(
    conn: Connection, *, orders: Sequence[KeyOrder], ids: Sequence[UUID], digests: Sequence[bytes], at: datetime
) -> None:
    """Write credentials, one for each order, id and digest."""
    conn.execute(
        """
        insert into credential (id, key_sha256, role, merchant, till, label, created_at)
        select given.*, %(at)s
        from unnest(
            %(ids)s::uuid[], %(digests)s::bytea[], %(roles)s::text[], %(merchants)s::integer[], %(tills)s::integer[],
            %(labels)s::text[]
        ) as given
        """,
        {
            "ids": list(ids),
            "digests": list(digests),
            "roles": [order.role.value for order in orders],
            "merchants": [order.merchant for order in orders],
            "tills": [order.till for order in orders],
            "labels": [order.label for order in orders],
            "at": at,
        },
    )


def revoke(conn: Connection, credential: UUID, *, at: datetime) -> Grant | None:
    """Revoke a credential that is not revoked yet; None when there is no such one."""
    row = conn.execute(
        """
        update credential
        set revoked_at = %(at)s
        where id = %(id)s and revoked_at is null
        returning id, role, merchant, till
        """,
        {"id": credential, "at": at},
    ).fetchone()
    return None if row is None else _grant(row)


def exists(conn: Connection, credential: UUID) -> bool:
    """Whether there is such a credential, revoked or not."""
    return conn.execute("select from credential where id = %(id)s", {"id": credential}).fetchone() is not None


def read_grants(conn: Connection) -> dict[bytes, Grant]:
    """What every key that is not revoked grants, by the key's digest."""
    rows = conn.execute("select key_sha256, id, role, merchant, till from credential where revoked_at is null")
    return {bytes(row[0]): _grant(row[1:]) for row in rows}


def read_grant(conn: Connection, digest: bytes) -> Grant | None:
    """What a key that is not revoked grants."""
    row = conn.execute(
        "select id, role, merchant, till from credential where key_sha256 = %(digest)s and revoked_at is null",
        {"digest": digest},
    ).fetchone()
    return None if row is None else _grant(row)


def _grant(row: tuple[UUID, str, int | None, int | None]) -> Grant:
    return Grant(row[0], Role(row[1]), row[2], row[3])
