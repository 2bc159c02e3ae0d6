"""What is read of one resident's purchases: their accounts, their receipts and returns in time, the lines of one."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from socert.domain.ledger import FIRST_CHAIN, Head
from socert.domain.purchases.model.known import Account, Hold, State
from socert.domain.purchases.model.remembered import LineBought, Moment, MovedRow


def read_state_of(conn: Connection, *, lane: int, holder: int) -> State:
    """A holder's accounts and what is held of them, without a lock."""
    named = {"holder": holder, "lane": lane}
    accounts = conn.execute(
        """
        select holder, id, certificate, version, slot, status, valid_from, valid_until, issued, held, consumed,
            returned, units, units_held, units_used
        from account
        where holder = %(holder)s and lane = %(lane)s
        order by id
        """,
        named,
    )
    state = State(head=Head(0, FIRST_CHAIN), accounts={holder: [Account(*row) for row in accounts]})
    holds = conn.execute(
        """
        select holder, operation, account, amount, captured, released, expires_at, units, units_captured
        from hold
        where holder = %(holder)s and lane = %(lane)s and captured + released < amount
        """,
        named,
    )
    for hold in (Hold(*row) for row in holds):
        state.holds.setdefault(holder, {}).setdefault(hold.operation, []).append(hold)
    return state


def read_moved(conn: Connection, *, lane: int, holder: int, before: Moment | None, limit: int) -> list[MovedRow]:
    """A holder's receipts and the returns that came through, the newest first, those before a moment.

    The kinds are written out as in the index, which the planner takes only then.
    """
    with conn.cursor(row_factory=class_row(MovedRow)) as cursor:
        return cursor.execute(
            """
            select id, kind, at, till, total, covered, receipt, parent
            from operation
            where holder = %(holder)s and lane = %(lane)s and kind in (1, 11) and (kind = 1 or outcome < 3)
                and at <= coalesce(%(at)s::timestamptz, 'infinity')
                and (%(id)s::uuid is null or (at, id) < (%(at)s::timestamptz, %(id)s::uuid))
            order by at desc, id desc
            limit %(limit)s
            """,
            {
                "holder": holder,
                "lane": lane,
                "at": None if before is None else before.at,
                "id": None if before is None else before.id,
                "limit": limit,
            },
        ).fetchall()


def read_returns(conn: Connection, *, lane: int, authorisation: UUID) -> list[MovedRow]:
    """What came back of a receipt, the oldest first."""
    with conn.cursor(row_factory=class_row(MovedRow)) as cursor:
        return cursor.execute(
            """
            select id, kind, at, till, total, covered, receipt, parent
            from operation
            where parent = %(authorisation)s and lane = %(lane)s and kind = 11 and outcome < 3
            order by at, id
            """,
            {"authorisation": authorisation, "lane": lane},
        ).fetchall()


def read_lines(conn: Connection, *, lane: int, authorisation: UUID, at: datetime) -> dict[int, LineBought]:
    """What a receipt of that instant said of its lines, by position.

    A month that nobody has analysed yet looks to the planner as if its instants lay in no order.
    """
    conn.execute("set local enable_seqscan = off")
    rows = conn.execute(
        """
        select position, gtin, name, quantity, price, discount, amount
        from receipt_line
        where at = %(at)s and operation = %(authorisation)s and lane = %(lane)s
        order by position
        """,
        {"at": at, "authorisation": authorisation, "lane": lane},
    )
    found = {row[0]: LineBought(*row[1:]) for row in rows}
    conn.execute("set local enable_seqscan = on")
    return found
