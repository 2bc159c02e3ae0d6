"""The table contact."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.people.model.code import Reached


def insert_missing(conn: Connection, phones: Mapping[str, str]) -> int:
    """Keep phones by СНИЛС where none is known; gives how many are new."""
    return conn.execute(
        """
        insert into contact (holder, phone)
        select identity.holder, given.phone
        from unnest(%(snils)s::text[], %(phones)s::text[]) as given (snils, phone)
        join identity using (snils)
        order by identity.holder
        on conflict (holder) do nothing
        """,
        {"snils": list(phones), "phones": list(phones.values())},
    ).rowcount


def upsert(conn: Connection, holder: int, phone: str) -> None:
    """Keep a resident's phone, instead of another if there was one."""
    conn.execute(
        """
        insert into contact (holder, phone)
        values (%(holder)s, %(phone)s)
        on conflict (holder) do update set phone = excluded.phone
        """,
        {"holder": holder, "phone": phone},
    )


def delete(conn: Connection, holder: int) -> bool:
    """Forget a resident's phone; False when none was known."""
    return conn.execute("delete from contact where holder = %(holder)s", {"holder": holder}).rowcount == 1


def read_reached(conn: Connection, card: UUID, *, now: datetime) -> Reached | None:
    """Who carries a card that is good now: the representative it was given to, else the resident it opens."""
    row = conn.execute(
        """
        select coalesce(r.representative, c.holder), contact.phone
        from carrier as c
        left join representation as r on r.id = c.representation
        left join contact on contact.holder = coalesce(r.representative, c.holder)
        where c.hash = %(card)s and c.status = 1
            and c.valid_from <= %(now)s and (c.valid_until is null or c.valid_until > %(now)s)
        """,
        {"card": card, "now": now},
    ).fetchone()
    return None if row is None else Reached(*row)


def hold_phone(conn: Connection, holder: int) -> str | None:
    """A resident's phone, if one is known; nobody erases them until the transaction ends."""
    row = conn.execute("select phone from contact where holder = %(holder)s for share", {"holder": holder}).fetchone()
    return None if row is None else row[0]
