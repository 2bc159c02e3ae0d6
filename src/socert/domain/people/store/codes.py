"""The tables confirmation_code and code_limit."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.people.model.code import CodeHash, CodePlace

_HERE = "card = %(card)s and purpose = %(purpose)s and browser = %(browser)s"


def upsert(conn: Connection, code: CodeHash) -> None:
    """Keep a code; the one before it in its place is good no more."""
    conn.execute(
        """
        insert into confirmation_code (card, purpose, browser, salt, digest, expires_at)
        values (%(card)s, %(purpose)s, %(browser)s, %(salt)s, %(digest)s, %(expires_at)s)
        on conflict (card, purpose, browser) do update
        set salt = excluded.salt, digest = excluded.digest, expires_at = excluded.expires_at, tries = 0, used_by = null
        """,
        _names(code.place) | {"salt": code.salt, "digest": code.digest, "expires_at": code.expires_at},
    )


def lock(conn: Connection, place: CodePlace) -> CodeHash | None:
    """The code that may be given in a place; nobody else tries it until the transaction ends."""
    row = conn.execute(
        f"select salt, digest, expires_at, tries, used_by from confirmation_code where {_HERE} for update",  # noqa: S608
        _names(place),
    ).fetchone()
    return None if row is None else CodeHash(place, bytes(row[0]), bytes(row[1]), row[2], row[3], row[4])


def count_try(conn: Connection, place: CodePlace) -> None:
    """Count a wrong try."""
    conn.execute(f"update confirmation_code set tries = tries + 1 where {_HERE}", _names(place))  # noqa: S608


def forget(conn: Connection, place: CodePlace) -> None:
    """The code was given and is good no more."""
    conn.execute(f"delete from confirmation_code where {_HERE}", _names(place))  # noqa: S608


def use(conn: Connection, place: CodePlace, *, purchase: UUID) -> None:
    """From now on the code confirms this purchase and no other."""
    conn.execute(
        f"update confirmation_code set used_by = %(purchase)s where {_HERE}",  # noqa: S608
        _names(place) | {"purchase": purchase},
    )


def release(conn: Connection, place: CodePlace, *, purchase: UUID) -> None:
    """The purchase was not paid: the code may confirm another."""
    conn.execute(
        f"update confirmation_code set used_by = null where {_HERE} and used_by = %(purchase)s",  # noqa: S608
        _names(place) | {"purchase": purchase},
    )


def _names(place: CodePlace) -> dict[str, object]:
    return {"card": place.card, "purpose": place.purpose.value, "browser": place.browser}


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


def begin_tries(conn: Connection, subject: str, *, now: datetime) -> None:
    """A code was asked for at this instant and has not been tried."""
    conn.execute(
        """
        insert into code_limit (subject, since, times)
        values (%(subject)s, %(now)s, 1)
        on conflict (subject) do update
        set since = excluded.since, times = 1
        """,
        {"subject": subject, "now": now},
    )


def count_tries(conn: Connection, subject: str) -> tuple[datetime, int] | None:
    """Count a try; gives when the code was asked for and the tries with this one. None where none was asked for."""
    row = conn.execute(
        "update code_limit set times = times + 1 where subject = %(subject)s returning since, times - 1",
        {"subject": subject},
    ).fetchone()
    return None if row is None else (row[0], row[1])


def end_tries(conn: Connection, subject: str) -> None:
    """A code was right: nothing is left to be tried."""
    conn.execute("delete from code_limit where subject = %(subject)s", {"subject": subject})


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
        where (card, purpose, browser) in (
            select card, purpose, browser from confirmation_code where expires_at <= %(codes)s for update skip locked
        )
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
        where split_part(subject, ':', 1) in ('card', 'sign-in', 'tries') and split_part(subject, ':', 2) in (
            select c.hash::text
            from carrier as c
            left join representation as r on r.id = c.representation
            where c.holder = %(holder)s or r.representative = %(holder)s
        )
        """,
        {"holder": holder},
    )
