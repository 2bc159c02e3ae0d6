"""What is read of purchases: of a whole batch under lock, of single ones without, and tills' days."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from psycopg import AsyncConnection, Connection
from psycopg.rows import class_row
from psycopg.types.json import Json

from socert.domain.ledger import FIRST_CHAIN, Head, OperationKind
from socert.domain.purchases.model.asked import Authorise, Capture, Question, Refund, Sweep, Void, VoidByKey
from socert.domain.purchases.model.known import Account, Locked, MovedLine, Place, State

LOCK_BATCH = """
    select with_movement_lines(
        lock_purchase_batch(%(lane)s, %(writer)s, %(request)s::json, %(lock)s), %(lane)s, %(request)s::json
    )::text
"""
_encode = msgspec.json.Encoder().encode
_decode_locked = msgspec.json.Decoder(tuple[tuple[list[Account] | None, Locked], list[MovedLine] | None]).decode


def lock_request(questions: Sequence[Question]) -> str:
    """What `lock_purchase_batch` needs to know of a batch."""
    request: dict[str, list[UUID]] = {"cards": [], "parents": [], "keys": [], "targets": []}
    for question in questions:
        match question:
            case Sweep():
                request["parents"].append(question.authorisation)
                continue
            case Authorise():
                request["cards"].append(question.card)
            case Capture() | Refund() | Void():
                request["parents"].append(question.authorisation)
            case VoidByKey():
                request["cards"].append(question.card)
                request["targets"].append(question.target)
        request["keys"].append(question.key)
    return _encode(request).decode()


def read_locked(text: str) -> tuple[State, Locked]:
    """What `lock_purchase_batch` answered, indexed for the fold."""
    (accounts, rest), moved = _decode_locked(text)
    head = Head(0, FIRST_CHAIN) if rest.head is None else Head(rest.head[0], bytes.fromhex(rest.head[1]))
    state = State(head=head)
    for account in accounts or ():
        state.accounts.setdefault(account.holder, []).append(account)
    for carrier in rest.carriers or ():
        state.carriers[carrier.hash] = carrier
    for answer in rest.answers or ():
        state.answers[answer.key] = answer
    for purchase in rest.purchases or ():
        state.purchases[purchase.id] = purchase
    for child in rest.children or ():
        state.children.setdefault(child.parent, []).append(child)
    for hold in rest.holds or ():
        state.holds.setdefault(hold.holder, {}).setdefault(hold.operation, []).append(hold)
    for line in moved or ():
        state.moved.setdefault(line.authorisation, []).append(line)
    return state, rest


async def tune_session(conn: AsyncConnection) -> None:
    """Keep the planner to the indexes, also on tables that were empty when a plan was made."""
    for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material", "enable_bitmapscan"):
        await conn.execute(f"set {setting} = off")
    # The plans are always the same; making them anew costs a small batch more than running them.
    await conn.execute("set plan_cache_mode = force_generic_plan")


def read_lane_of_key(conn: Connection, key: UUID) -> int | None:
    """The lane of what was asked under a key: of an authorisation rather than of a tombstone in another lane."""
    row = conn.execute(
        "select lane from operation where key = %(key)s order by kind = %(tombstone)s, lane limit 1",
        {"key": key, "tombstone": int(OperationKind.TOMBSTONE)},
    ).fetchone()
    return None if row is None else row[0]


def read_directory_number(conn: Connection) -> int:
    """The number of the directory as it stands."""
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    number: int = row[0]
    return number


def read_carrier_lanes(conn: Connection, cards: Sequence[UUID]) -> dict[UUID, int]:
    """The lanes of the residents whose cards these are."""
    rows = conn.execute("select hash, lane from carrier where hash = any (%(cards)s)", {"cards": list(cards)})
    return dict(rows.fetchall())


def read_purchases(conn: Connection, *, lane: int, authorisations: Sequence[UUID]) -> tuple[State, Locked]:
    """Authorisations of a lane and what became of them, without a lock."""
    request = _encode({"cards": [], "parents": list(authorisations), "keys": [], "targets": []}).decode()
    return _read_unlocked(conn, lane=lane, request=request)


def read_number_by_key(conn: Connection, *, lane: int, key: UUID) -> UUID | None:
    """The number of the operation that was asked for under a key."""
    row = conn.execute(
        "select id from operation where key = %(key)s and lane = %(lane)s", {"key": key, "lane": lane}
    ).fetchone()
    return None if row is None else row[0]


def read_captured(conn: Connection, *, lane: int, capture: UUID) -> UUID | None:
    """The authorisation a capture belongs to; it never changes. One captured at once has its authorisation's number."""
    row = conn.execute(
        "select coalesce(parent, id) from operation where id = %(id)s and lane = %(lane)s and kind in (1, 2)",
        {"id": capture, "lane": lane},
    ).fetchone()
    return None if row is None else row[0]


def read_places_of_receipt(
    conn: Connection, *, receipt: str, merchant: int, before: Place | None, limit: int
) -> list[Place]:
    """A merchant's authorisations under a receipt's number, the newest first, those after a place."""
    with conn.cursor(row_factory=class_row(Place)) as cursor:
        return cursor.execute(
            """
            select at, id, lane
            from operation
            where merchant = %(merchant)s and receipt = %(receipt)s and kind = 1
                and (%(at)s::timestamptz is null or (at, id) < (%(at)s, %(id)s))
            order by at desc, id desc
            limit %(limit)s
            """,
            {
                "merchant": merchant,
                "receipt": receipt,
                "at": None if before is None else before.at,
                "id": None if before is None else before.id,
                "limit": limit,
            },
        ).fetchall()


def read_card(conn: Connection, *, lane: int, card: UUID) -> tuple[State, Locked]:
    """The accounts a card opens, without a lock."""
    request = _encode({"cards": [card], "parents": [], "keys": [], "targets": []}).decode()
    return _read_unlocked(conn, lane=lane, request=request)


def _read_unlocked(conn: Connection, *, lane: int, request: str) -> tuple[State, Locked]:
    row = conn.execute(LOCK_BATCH, {"lane": lane, "writer": 0, "request": request, "lock": False}).fetchone()
    assert row is not None
    return read_locked(row[0])


def read_overdue(conn: Connection, *, now: datetime, limit: int) -> list[tuple[int, UUID]]:
    """Lane and number of authorisations whose holds are overdue, at most `limit`."""
    return conn.execute(
        """
        select distinct lane, operation
        from hold
        where captured + released < amount and expires_at <= %(now)s
        limit %(limit)s
        """,
        {"now": now, "limit": limit},
    ).fetchall()


def read_day(conn: Connection, *, till: int, starts_at: datetime, ends_at: datetime) -> dict[str, int]:
    """What was captured and taken back at a till, operations and kopecks."""
    row = conn.execute(
        """
        select
            count(distinct o.id) filter (where p.credit between 1 and 4294967295),
            coalesce(sum(p.amount) filter (where p.credit between 1 and 4294967295), 0)::bigint,
            count(distinct o.id) filter (where p.debit between 1 and 4294967295),
            coalesce(sum(p.amount) filter (where p.debit between 1 and 4294967295), 0)::bigint
        from operation as o
        join posting as p on p.operation = o.id and p.at = o.at
        where o.till = %(till)s
            and o.at >= %(starts_at)s and o.at < %(ends_at)s
            and p.at >= %(starts_at)s and p.at < %(ends_at)s
        """,
        {"till": till, "starts_at": starts_at, "ends_at": ends_at},
    ).fetchone()
    assert row is not None
    return {"captures": row[0], "captured": row[1], "taken_back_count": row[2], "taken_back": row[3]}


def insert_day(
    conn: Connection,
    *,
    till: int,
    day: date,
    reported: dict[str, int],
    counted: dict[str, int],
    at: datetime,
) -> bool:
    """Keep a till's report beside our count; gives whether they agree."""
    is_equal = reported == counted
    conn.execute(
        """
        insert into till_day (till, day, reported, counted, is_equal, at)
        values (%(till)s, %(day)s, %(reported)s, %(counted)s, %(is_equal)s, %(at)s)
        """,
        {
            "till": till,
            "day": day,
            "reported": Json(reported),
            "counted": Json(counted),
            "is_equal": is_equal,
            "at": at,
        },
    )
    return is_equal
