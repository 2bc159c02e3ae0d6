"""The tables colleague, invitation and recovery_code."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.access.model.colleagues import Colleague
from socert.domain.access.model.keys import Role
from socert.domain.access.rules.colleagues import is_a_login, login_of

_COLUMNS = "number, login, name, role, password is not null, is_blocked, created_at"


def insert(conn: Connection, *, login: str, name: str, role: Role, at: datetime) -> Colleague | None:
    """Write a colleague; None when the login is another's."""
    row = conn.execute(
        f"""
        insert into colleague (login, name, role, created_at)
        values (%(login)s, %(name)s, %(role)s, %(at)s)
        on conflict (login) do nothing
        returning {_COLUMNS}
        """,  # noqa: S608 - our own columns
        {"login": login, "name": name, "role": role.value, "at": at},
    ).fetchone()
    return None if row is None else _colleague(row)


def read_all(conn: Connection) -> list[Colleague]:
    """Everybody, by login."""
    return [_colleague(row) for row in conn.execute(f"select {_COLUMNS} from colleague order by login")]  # noqa: S608


def read_by_login(conn: Connection, login: str) -> Colleague | None:
    """A colleague by login, as it was typed."""
    return _one(conn, "login = %(key)s", login_of(login)) if is_a_login(login_of(login)) else None


def lock(conn: Connection, number: int) -> Colleague | None:
    """A colleague by number; nobody changes or blocks them until the transaction ends."""
    return _one(conn, "number = %(key)s for update", number)


def lock_by_login(conn: Connection, login: str) -> Colleague | None:
    """The same, held until the transaction ends."""
    return _one(conn, "login = %(key)s for update", login_of(login)) if is_a_login(login_of(login)) else None


def read_by_number(conn: Connection, number: int) -> Colleague | None:
    """A colleague by number."""
    return _one(conn, "number = %(key)s", number)


def lock_by_openid(conn: Connection, *, issuer: str, subject: str) -> Colleague | None:
    """The colleague an identity elsewhere is linked to, held until the transaction ends."""
    row = conn.execute(
        f"""
        select {_COLUMNS}
        from colleague
        where openid_issuer = %(issuer)s and openid_subject = %(subject)s
        for update
        """,  # noqa: S608 - our own columns
        {"issuer": issuer, "subject": subject},
    ).fetchone()
    return None if row is None else _colleague(row)


def is_linked(conn: Connection, number: int) -> bool:
    """Whether a colleague is linked to an identity elsewhere."""
    row = conn.execute(
        "select openid_subject is not null from colleague where number = %(number)s", {"number": number}
    ).fetchone()
    return row is not None and bool(row[0])


def link(conn: Connection, number: int, *, issuer: str, subject: str) -> None:
    """Link a colleague to an identity elsewhere."""
    conn.execute(
        "update colleague set openid_issuer = %(issuer)s, openid_subject = %(subject)s where number = %(number)s",
        {"number": number, "issuer": issuer, "subject": subject},
    )


def read_password(conn: Connection, number: int) -> str | None:
    """The hash of a colleague's password."""
    row = conn.execute("select password from colleague where number = %(number)s", {"number": number}).fetchone()
    return None if row is None else row[0]


def write_password(conn: Connection, number: int, *, password: str) -> None:
    """Keep the hash of a new password."""
    conn.execute(
        "update colleague set password = %(password)s where number = %(number)s",
        {"number": number, "password": password},
    )


def write_proofs(conn: Connection, number: int, *, password: str | None, totp: bytes | None, step: int) -> None:
    """Keep password and second factor; both None when they are taken away, and the link elsewhere with them."""
    conn.execute(
        """
        update colleague
        set password = %(password)s, totp = %(totp)s, totp_step = greatest(totp_step, %(step)s),
            openid_issuer = case when %(password)s::text is null then null else openid_issuer end,
            openid_subject = case when %(password)s::text is null then null else openid_subject end
        where number = %(number)s
        """,
        {"number": number, "password": password, "totp": totp, "step": step},
    )


def write_totp(conn: Connection, number: int, *, totp: bytes, step: int) -> None:
    """Keep a new second factor."""
    conn.execute(
        "update colleague set totp = %(totp)s, totp_step = greatest(totp_step, %(step)s) where number = %(number)s",
        {"number": number, "totp": totp, "step": step},
    )


def read_totp(conn: Connection, number: int) -> bytes | None:
    """The sealed secret of a colleague's second factor."""
    row = conn.execute("select totp from colleague where number = %(number)s", {"number": number}).fetchone()
    return None if row is None or row[0] is None else bytes(row[0])


def use_step(conn: Connection, number: int, *, step: int) -> bool:
    """Use up the code of a half minute and of all before it; False when it was used already."""
    used = conn.execute(
        "update colleague set totp_step = %(step)s where number = %(number)s and totp_step < %(step)s",
        {"number": number, "step": step},
    )
    return used.rowcount == 1


def set_blocked(conn: Connection, number: int, *, is_blocked: bool) -> None:
    """Block or unblock a colleague."""
    conn.execute(
        "update colleague set is_blocked = %(is_blocked)s where number = %(number)s",
        {"number": number, "is_blocked": is_blocked},
    )


def upsert_invitation(conn: Connection, number: int, *, digest: bytes, expires_at: datetime) -> None:
    """Keep an invitation; the one before it is good no more."""
    conn.execute(
        """
        insert into invitation (colleague, digest, expires_at)
        values (%(number)s, %(digest)s, %(expires_at)s)
        on conflict (colleague) do update
        set digest = excluded.digest, expires_at = excluded.expires_at
        """,
        {"number": number, "digest": digest, "expires_at": expires_at},
    )


def read_invited(conn: Connection, digest: bytes, *, at: datetime) -> int | None:
    """The number of whom an invitation that is not over invites."""
    row = conn.execute(
        "select colleague from invitation where digest = %(digest)s and expires_at > %(at)s",
        {"digest": digest, "at": at},
    ).fetchone()
    return None if row is None else row[0]


def delete_invitation(conn: Connection, number: int) -> None:
    """Forget a colleague's invitation."""
    conn.execute("delete from invitation where colleague = %(number)s", {"number": number})


def delete_invitations_over(conn: Connection, *, now: datetime) -> None:
    """Forget invitations that are over."""
    conn.execute("delete from invitation where expires_at <= %(now)s", {"now": now})


def write_recovery_codes(conn: Connection, number: int, digests: Sequence[bytes]) -> None:
    """Keep a colleague's recovery codes; those before them are good no more."""
    conn.execute("delete from recovery_code where colleague = %(number)s", {"number": number})
    conn.execute(
        "insert into recovery_code (colleague, digest) select %(number)s, unnest(%(digests)s::bytea[])",
        {"number": number, "digests": list(digests)},
    )


def use_recovery_code(conn: Connection, number: int, digest: bytes) -> bool:
    """Use up a recovery code; False when there is no such one."""
    used = conn.execute(
        "delete from recovery_code where colleague = %(number)s and digest = %(digest)s",
        {"number": number, "digest": digest},
    )
    return used.rowcount == 1


def count_recovery_codes(conn: Connection, number: int) -> int:
    """How many recovery codes a colleague has left."""
    row = conn.execute("select count(*) from recovery_code where colleague = %(number)s", {"number": number}).fetchone()
    assert row is not None
    return int(row[0])


def _one(conn: Connection, where: str, key: str | int) -> Colleague | None:
    row = conn.execute(f"select {_COLUMNS} from colleague where {where}".encode(), {"key": key}).fetchone()  # noqa: S608
    return None if row is None else _colleague(row)


def _colleague(row: tuple[int, str, str, str, bool, bool, datetime]) -> Colleague:
    number, login, name, role, is_ready, is_blocked, created_at = row
    return Colleague(number, login, name, Role(role), is_ready, is_blocked, created_at)
