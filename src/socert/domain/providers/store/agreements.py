"""The table agreement."""

from datetime import datetime
from typing import Any

from psycopg import Connection

from socert.domain.providers.model import Agreement
from socert.values import Period


def insert_agreement(conn: Connection, *, merchant: int, programme: int, period: Period) -> Agreement | None:
    """Write an agreement; None when it overlaps another, also one being made just now."""
    row = conn.execute(
        """
        insert into agreement (merchant, programme, valid_from, valid_until)
        values (%(merchant)s, %(programme)s, %(valid_from)s, %(valid_until)s)
        on conflict on constraint one_agreement_at_a_time do nothing
        returning id, merchant, programme, valid_from, valid_until
        """,
        {"merchant": merchant, "programme": programme, "valid_from": period.start, "valid_until": period.end},
    ).fetchone()
    return None if row is None else _agreement(row)


def lock_agreement(conn: Connection, agreement: int) -> Agreement | None:
    """An agreement, locked until the transaction ends."""
    row = conn.execute(
        """
        select id, merchant, programme, valid_from, valid_until
        from agreement
        where id = %(agreement)s
        for update
        """,
        {"agreement": agreement},
    ).fetchone()
    return None if row is None else _agreement(row)


def update_end(conn: Connection, agreement: int, *, valid_until: datetime) -> None:
    """Let an agreement end at an instant."""
    conn.execute(
        "update agreement set valid_until = %(valid_until)s where id = %(agreement)s",
        {"agreement": agreement, "valid_until": valid_until},
    )


def read_agreements(conn: Connection) -> list[Agreement]:
    """All agreements, past ones too."""
    rows = conn.execute("select id, merchant, programme, valid_from, valid_until from agreement order by id")
    return [_agreement(row) for row in rows]


def _agreement(row: tuple[Any, ...]) -> Agreement:
    number, merchant, programme, valid_from, valid_until = row
    return Agreement(number, merchant, programme, Period(valid_from, valid_until))
