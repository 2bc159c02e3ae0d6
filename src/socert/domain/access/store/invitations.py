"""The table till_invitation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection


@dataclass(frozen=True, slots=True)
class KeptInvitation:
    """An invitation as it is kept."""

    till: int
    merchant: int
    expires_at: datetime
    is_accepted: bool


def replace(conn: Connection, digest: bytes, *, till: int, merchant: int, at: datetime, expires_at: datetime) -> None:
    """Write an invitation in the place of one of this till's that nobody used."""
    conn.execute(
        """
        insert into till_invitation (digest, till, merchant, invited_at, expires_at)
        values (%(digest)s, %(till)s, %(merchant)s, %(at)s, %(expires_at)s)
        on conflict (till) where accepted_at is null do update
        set digest = excluded.digest, merchant = excluded.merchant, invited_at = excluded.invited_at,
            expires_at = excluded.expires_at
        """,
        {"digest": digest, "till": till, "merchant": merchant, "at": at, "expires_at": expires_at},
    )


def lock(conn: Connection, digest: bytes) -> KeptInvitation | None:
    """An invitation, which nobody else accepts until the transaction ends."""
    row = conn.execute(
        """
        select till, merchant, expires_at, accepted_at is not null
        from till_invitation
        where digest = %(digest)s
        for update
        """,
        {"digest": digest},
    ).fetchone()
    return None if row is None else KeptInvitation(*row)


def accept(conn: Connection, digest: bytes, *, credential: UUID, at: datetime) -> None:
    """Write down which key an invitation gave."""
    conn.execute(
        "update till_invitation set accepted_at = %(at)s, credential = %(credential)s where digest = %(digest)s",
        {"digest": digest, "credential": credential, "at": at},
    )
