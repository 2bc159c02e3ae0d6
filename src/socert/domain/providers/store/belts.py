"""The tables belt and receipt_number, and how a till is named."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.providers.model.belts import KeptBelt, TillPlate
from socert.values import Inn, Text


def lock_belt(conn: Connection, credential: UUID) -> KeptBelt | None:
    """What was kept for a key; nobody else changes it until the transaction ends."""
    row = conn.execute(
        "select sealed, saved_at from belt where credential = %(credential)s for update", {"credential": credential}
    ).fetchone()
    return None if row is None else KeptBelt(bytes(row[0]), row[1])


def write_belt(conn: Connection, credential: UUID, *, till: int, sealed: bytes, at: datetime) -> None:
    """Keep it for a key, in the place of what was kept before."""
    conn.execute(
        """
        insert into belt (credential, till, sealed, saved_at)
        values (%(credential)s, %(till)s, %(sealed)s, %(at)s)
        on conflict (credential) do update
        set sealed = excluded.sealed, saved_at = excluded.saved_at
        """,
        {"credential": credential, "till": till, "sealed": sealed, "at": at},
    )


def delete_belt(conn: Connection, credential: UUID) -> None:
    """Keep nothing for a key any more."""
    conn.execute("delete from belt where credential = %(credential)s", {"credential": credential})


def next_receipt_number(conn: Connection, till: int) -> int:
    """The number of a till's next receipt, counted from 1."""
    row = conn.execute(
        """
        insert into receipt_number (till, last)
        values (%(till)s, 1)
        on conflict (till) do update
        set last = receipt_number.last + 1
        returning last
        """,
        {"till": till},
    ).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def read_plate(conn: Connection, till: int) -> TillPlate | None:
    """How a till is named; None where there is no such till."""
    row = conn.execute(
        """
        select till.code, outlet.title, outlet.address, merchant.title_ru, merchant.title_en, merchant.inn,
            till.is_suspended
        from till
        join outlet on outlet.id = till.outlet
        join merchant on merchant.id = outlet.merchant
        where till.id = %(till)s
        """,
        {"till": till},
    ).fetchone()
    if row is None:
        return None
    code, outlet, address, title_ru, title_en, inn, is_suspended = row
    return TillPlate(till, code, outlet, address, Text(ru=title_ru, en=title_en), Inn(inn), is_suspended)
