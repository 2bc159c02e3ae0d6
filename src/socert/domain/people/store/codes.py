"""The tables confirmation_code and code_limit."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.people.model.code import CodeHash


def upsert(conn: Connection, code: CodeHash) -> None:
    """Keep a code; the one before it is good no more."""
    conn.execute(
        """
        insert into confirmation_code (card, salt, digest, expires_at)
        values (%(card)s, %(salt)s, %(digest)s, %(expires_at)s)
        on conflict (card) do update
        set salt = excluded.salt, digest = excluded.digest, expires_at = excluded.expires_at, tries = 0, used_by = null
        """,
        {"card": code.card, "salt": code.salt, "digest": code.digest, "expires_at": code.expires_at},
    )


def lock(conn: Connection, card: UUID) -> CodeHash | None:
    """The code of a card; nobody else tries it until the transaction ends."""
    row = conn.execute(
        """
        select card, salt, digest, expires_at, tries, used_by
        from confirmation_code
        where card = %(card)s
        for update
        """,
        {"card": card},
    ).fetchone()
    return None if row is None else CodeHash(row[0], bytes(row[1]), bytes(row[2]), row[3], row[4], row[5])


def count_try(conn: Connection, card: UUID) -> None:
    """Count a wrong try."""
    conn.execute("update confirmation_code set tries = tries + 1 where card = %(card)s", {"card": card})


def use(conn: Connection, card: UUID, *, purchase: UUID) -> None:
    """From now on the code confirms this purchase and no other."""
    conn.execute(
        "update confirmation_code set used_by = %(purchase)s where card = %(card)s",
        {"card": card, "purchase": purchase},
    )


def release(conn: Connection, card: UUID, *, purchase: UUID) -> None:
    """The purchase was not paid: the code may confirm another."""
    conn.execute(
        "update confirmation_code set used_by = null where card = %(card)s and used_by = %(purchase)s",
        {"card": card, "purchase": purchase},
    )


def count_asked(conn: Connection, subject: str, *, now: datetime, since: datetime) -> int:
    """Count that a code is asked for; gives how often it was, this time included, since `since` at the earliest."""
    row = conn.execute(
        """
        insert into code_limit (subject, since, times)
        values (%(subject)s, %(now)s, 1)
        on conflict (subject) do update
        set since = case when code_limit.since <= %(since)s then excluded.since else code_limit.since end,
            times = case when code_limit.since <= %(since)s then 1 else code_limit.times + 1 end
        returning times
        """,
        {"subject": subject, "now": now, "since": since},
    ).fetchone()
    assert row is not None
    times: int = row[0]
    return times


def delete_over(conn: Connection, *, limits: datetime, codes: datetime) -> None:
    """Forget counts begun before one instant and codes ended before another."""
    conn.execute(
        """
        delete from code_limit
        where subject in (select subject from code_limit where since <= %(limits)s for update skip locked)
        """,
        {"limits": limits},
    )
    conn.execute(
        """
        delete from confirmation_code
        where card in (select card from confirmation_code where expires_at <= %(codes)s for update skip locked)
        """,
        {"codes": codes},
    )


def delete_of(conn: Connection, holder: int) -> None:
    """Forget the codes of the cards that open a resident or that they hold for others."""
    conn.execute(
        """
        delete from confirmation_code
        where card in (
            select c.hash
            from carrier as c
            left join representation as r on r.id = c.representation
            where c.holder = %(holder)s or r.representative = %(holder)s
        )
        """,
        {"holder": holder},
    )


def delete_counts_of(conn: Connection, holder: int) -> None:
    """Forget how often codes were asked for on the cards that open a resident or that they hold for others."""
    conn.execute(
        """
        delete from code_limit
        where subject in (
            select 'card:' || c.hash
            from carrier as c
            left join representation as r on r.id = c.representation
            where c.holder = %(holder)s or r.representative = %(holder)s
        )
        """,
        {"holder": holder},
    )
