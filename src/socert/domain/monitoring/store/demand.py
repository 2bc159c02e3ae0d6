"""What certificates bought in a week and the one before, counted in the database: set-based, by time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg import Connection

from socert.domain.monitoring.model.demand import PEOPLE_MIN, CategoryName, Cell, Figures, OutletName, Total
from socert.domain.monitoring.rules.hiding import Counted

# One row a purchase captured (sign 1), or taken back (sign -1) in either week, under its authorisation: the receipt,
# who bought, where. The first posting of an operation stands for all of them. What is taken back may be old: `since` is
# early enough. Rows of `operation` are wide, so it is read once for what moved and once for what that followed. A
# capture or refund with rows in `movement_line` moved only these; any other moved its whole receipt. What is voided
# (kind 3) was no receipt; what is returned was one.
_PURCHASES = """
    select
        moved.operation, moved.is_this, moved.sign, coalesce(a.id, o.id) as id, o.lane, o.holder,
        coalesce(a.till, o.till) as till, o.covered, part.operation is not null as is_in_parts,
        coalesce(part.amount, a.total, o.total) as total, moved.sign > 0 or o.kind = 3 as is_receipt
    from (
        select p.operation, p.lane, p.at >= %(starts_at)s as is_this, 1 as sign
        from posting as p
        join ledger_account as owed on owed.id = p.credit and owed.kind = 'payable'
        where abs(p.debit) > 4294967295 and p.place = 0 and p.at >= %(before)s and p.at < %(ends_at)s
        union all
        select p.operation, p.lane, p.at >= %(starts_at)s, -1
        from posting as p
        join ledger_account as owed on owed.id = p.debit and owed.kind = 'payable'
        where p.credit > 4294967295 and p.place = 0 and p.at >= %(before)s and p.at < %(ends_at)s
    ) as moved
    join operation as o on o.id = moved.operation and o.lane = moved.lane and o.at >= %(before)s and o.at < %(ends_at)s
    left join operation as a on a.id = o.parent and a.lane = o.lane and a.at >= %(since)s and a.at < %(ends_at)s
    left join (
        select operation, lane, sum(amount)::bigint as amount
        from movement_line
        where at >= %(before)s and at < %(ends_at)s
        group by operation, lane
    ) as part on part.operation = o.id and part.lane = o.lane
"""

_CELLS = f"""
    with bought as materialized (
        select
            is_this, category, outlet, district, holder, kopecks, receipts,
            row_number() over (partition by is_this, category, holder) = 1 as is_first
        from (
            select
                e.is_this, r.category, e.holder, till.outlet, who.district,
                sum(e.sign * case when e.is_in_parts then part.covered else r.covered end)::bigint as kopecks,
                count(distinct e.id) filter (where e.sign > 0)
                    - count(distinct e.id) filter (where e.sign < 0 and e.is_receipt) as receipts
            from ({_PURCHASES}) as e
            join till on till.id = e.till
            left join identity as who on who.holder = e.holder
            join receipt_line as r on r.operation = e.id and r.lane = e.lane
            left join (
                select operation, lane, position, (select sum(one) from unnest(amounts) as one) as covered
                from movement_line
                where at >= %(before)s and at < %(ends_at)s
            ) as part on part.operation = e.operation and part.lane = e.lane and part.position = r.position
            where r.covered > 0 and r.at >= %(since)s and r.at < %(ends_at)s
                and (not e.is_in_parts or part.covered > 0)
            group by e.is_this, r.category, e.holder, till.outlet, who.district
        ) as one
    ),
    cell as materialized (
        select
            is_this, category, outlet, district, sum(kopecks)::bigint as kopecks, sum(receipts)::bigint as receipts,
            count(*) as people
        from bought
        group by is_this, category, outlet, district
    ),
    kind as materialized (
        select
            is_this, category, sum(kopecks)::bigint as kopecks, sum(receipts)::bigint as receipts,
            count(*) filter (where is_first) as people
        from bought
        group by is_this, category
    )
    select 1, is_this, category, outlet, district, kopecks, receipts, people from cell
    union all
    select 2, is_this, category, null, null, kopecks, receipts, people from kind
    union all
    select 3, b.is_this, b.category, null, null, 0, 0, count(distinct b.holder)
    from bought as b
    join cell as c on c.is_this = b.is_this and c.outlet = b.outlet
        and coalesce(c.category, 0) = coalesce(b.category, 0) and coalesce(c.district, '') = coalesce(b.district, '')
    where c.people < %(people_min)s
    group by b.is_this, b.category
    union all
    select 4, b.is_this, null, null, null, 0, 0, count(distinct b.holder)
    from bought as b
    join kind as k on k.is_this = b.is_this and coalesce(k.category, 0) = coalesce(b.category, 0)
    where k.people < %(people_min)s
    group by b.is_this
"""  # noqa: S608 - put together from our own constants


def prepare(conn: Connection) -> None:
    """Let the transaction's questions be planned for many rows: the planner cannot know how many a week has."""
    conn.execute("set local work_mem = '128MB'")
    conn.execute("set local enable_nestloop = off")
    conn.execute("set local jit = off")


def read_since(conn: Connection, weeks: Mapping[str, Any]) -> datetime:
    """A time no authorisation behind a purchase of these weeks is older than."""
    row = conn.execute(
        """
        select least(%(before)s - interval '7 days', min(a.at))
        from posting as p
        join ledger_account as owed on owed.id = p.debit and owed.kind = 'payable'
        cross join lateral (select parent from operation where id = p.operation and lane = p.lane offset 0) as o
        cross join lateral (select at from operation where id = o.parent and lane = p.lane offset 0) as a
        where p.credit > 4294967295 and p.at >= %(before)s and p.at < %(ends_at)s
        """,
        weeks,
    ).fetchone()
    assert row is not None
    since: datetime = row[0]
    return since


def read_posted(conn: Connection, weeks: Mapping[str, Any]) -> dict[bool, int]:
    """What the ledger says certificates paid merchants, net of what was taken back: this week, and the one before."""
    rows = conn.execute(
        """
        select p.at >= %(starts_at)s, sum(case when p.credit = owed.id then p.amount else -p.amount end)::bigint
        from posting as p
        join ledger_account as owed
            on owed.id = case when p.credit between 1 and 4294967295 then p.credit else p.debit end
            and owed.kind = 'payable'
        where greatest(abs(p.debit), abs(p.credit)) > 4294967295 and p.at >= %(before)s and p.at < %(ends_at)s
        group by 1
        """,
        weeks,
    ).fetchall()
    posted: dict[bool, int] = dict(rows)
    return {is_this: posted.get(is_this, 0) for is_this in (True, False)}


def read_counted(conn: Connection, weeks: Mapping[str, Any]) -> dict[bool, Counted]:
    """Both weeks as they are counted."""
    totals = _read_totals(conn, weeks)
    cells: dict[bool, dict[Cell, Figures]] = {True: {}, False: {}}
    kinds: dict[bool, dict[int | None, Figures]] = {True: {}, False: {}}
    together: dict[bool, dict[int | str | None, int]] = {True: {}, False: {}}
    # Not a cursor of the server's: what one is declared for is never worked on in parallel.
    rows = conn.execute(_CELLS.encode(), {**weeks, "people_min": PEOPLE_MIN})
    for level, is_this, category, outlet, district, kopecks, receipts, people in rows:
        match level:
            case 1:
                cells[is_this][category, outlet, district] = Figures(kopecks, receipts, people)
            case 2:
                kinds[is_this][category] = Figures(kopecks, receipts, people)
            case 3:
                together[is_this][category] = people
            case _:
                together[is_this][""] = people
    return {
        is_this: Counted(totals[is_this], kinds[is_this], cells[is_this], together[is_this])
        for is_this in (True, False)
    }


def _read_totals(conn: Connection, weeks: Mapping[str, Any]) -> dict[bool, Total]:
    rows = conn.execute(
        f"""
        select
            is_this, sum(sign * covered)::bigint,
            count(distinct id) filter (where sign > 0) - count(distinct id) filter (where sign < 0 and is_receipt),
            count(distinct holder), sum(sign * (total - covered))::bigint,
            count(distinct id) filter (where sign > 0 and total > covered)
                - count(distinct id) filter (where sign < 0 and is_receipt and total > covered),
            count(distinct holder) filter (where total > covered)
        from ({_PURCHASES}) as e
        group by is_this
        """.encode(),  # noqa: S608 - put together from our own constants
        weeks,
    ).fetchall()
    found = {row[0]: Total(Figures(*row[1:4]), *row[4:]) for row in rows}
    return {is_this: found.get(is_this, Total()) for is_this in (True, False)}


def read_names(conn: Connection) -> tuple[dict[int, CategoryName], dict[int, OutletName]]:
    """How categories and outlets are called, by number."""
    categories = conn.execute("select number, id, title_ru from category order by number").fetchall()
    outlets = conn.execute(
        """
        select o.id, o.code, o.title, m.title_ru
        from outlet as o
        join merchant as m on m.id = o.merchant
        order by o.id
        """
    ).fetchall()
    return {row[0]: CategoryName(*row[1:]) for row in categories}, {row[0]: OutletName(*row[1:]) for row in outlets}
