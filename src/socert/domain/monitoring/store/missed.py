"""Demand that did not happen: lines refused, certificates not used, balances ending, shops without agreements."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from socert.domain.monitoring.model.demand import PEOPLE_MIN, Line
from socert.domain.monitoring.rules.hiding import CountedList

# Every question gives rows of part, item (a JSON array), holder, count and kopecks. Who is not known counts as nobody.
_DEARER = """
    select '' as part, json_build_array(k.id)::text as item, o.holder, 1 as count, r.amount - r.covered as kopecks
    from receipt_line as r
    join operation as o on o.id = r.operation and o.lane = r.lane and o.at >= %(starts_at)s and o.at < %(ends_at)s
    left join category as k on k.number = r.category
    where r.at >= %(starts_at)s and r.at < %(ends_at)s and r.reason = 'balance_short' and r.units is null
"""
# What resident or shop bear where a unit paid: the item was dearer than its cap.
_ABOVE_CAP = """
    select '' as part, json_build_array(k.id)::text as item, o.holder, 1 as count, r.amount - r.covered as kopecks
    from receipt_line as r
    join operation as o on o.id = r.operation and o.lane = r.lane and o.at >= %(starts_at)s and o.at < %(ends_at)s
    left join category as k on k.number = r.category
    where r.at >= %(starts_at)s and r.at < %(ends_at)s and r.units is not null and r.covered < r.amount
"""
_REFUSED = """
    select
        r.reason as part,
        json_build_array(
            k.id, lpad(g.gtin::text, 14, '0'), case when g.gtin is null then r.article end,
            coalesce(g.name, a.name, r.name)
        )::text as item,
        o.holder, 1 as count, r.amount as kopecks
    from receipt_line as r
    join operation as o on o.id = r.operation and o.lane = r.lane and o.at >= %(starts_at)s and o.at < %(ends_at)s
    left join category as k on k.number = r.category
    left join good as g on g.gtin = r.gtin
    left join article as a on a.merchant = o.merchant and a.article = r.article
    where r.at >= %(starts_at)s and r.at < %(ends_at)s
        and r.covered = 0 and r.reason is not null and r.reason <> 'zero_line'
"""
_TRIED = """
    select '' as part, json_build_array(till.outlet)::text as item, o.holder, 1 as count, o.total as kopecks
    from operation as o
    join till on till.id = o.till
    where o.kind = 1 and o.covered = 0 and o.at >= %(starts_at)s and o.at < %(ends_at)s
        and (o.id, o.lane) in (
            select operation, lane
            from receipt_line
            where at >= %(starts_at)s and at < %(ends_at)s and reason = 'no_agreement'
        )
"""
# What certificates that were valid in the week had of the budget, and what of it merchants were owed by then. An item's
# unit is spent whole: what a cheap thing leaves of it buys nothing, and is not counted as left (of several units that
# bought cheap things some may still count). What merchants bear is nobody's money; to use it is to use the certificate.
_SPENT = """
    with spent as (
        select abs(p.debit) as account, p.lane, p.amount
        from posting as p
        join ledger_account as owed on owed.id = p.credit and owed.kind = 'payable'
        where abs(p.debit) > 4294967295 and p.at < %(as_of)s
            and p.at >= (select min(valid_from) from account where valid_until > %(starts_at)s)
        union all
        select p.credit, p.lane, -p.amount
        from posting as p
        join ledger_account as owed on owed.id = p.debit and owed.kind = 'payable'
        where p.credit > 4294967295 and p.at < %(as_of)s
            and p.at >= (select min(valid_from) from account where valid_until > %(starts_at)s)
        union all
        select case when p.debit = other.id then p.credit else abs(p.debit) end, p.lane,
            case when p.debit = other.id then -p.amount else p.amount end
        from posting as p
        join ledger_account as other
            on other.id in (p.debit, p.credit) and other.kind = 'borne'
        join operation as o on o.id = p.operation and o.lane = p.lane and o.till is not null
        where %(are_there_kinds)s and p.at < %(as_of)s
            and p.at >= (select min(valid_from) from account where valid_until > %(starts_at)s)
    ),
    standing as (
        select
            a.certificate, a.lane, a.holder, c.programme, c.valid_until,
            coalesce(sum(a.issued) filter (where given.slot is null), 0) as issued,
            coalesce(sum(
                case when a.units > 0 then ceil(s.kopecks::numeric * a.units / a.issued) * (a.issued / a.units)
                    else s.kopecks end
            ) filter (where given.slot is null), 0) as spent,
            bool_or(s.account is not null) as is_used
        from account as a
        join certificate as c on c.id = a.certificate and c.lane = a.lane
        left join (select account, lane, sum(amount) as kopecks from spent group by account, lane) as s
            on s.account = a.id and s.lane = a.lane
        left join unnest(%(borne_versions)s::integer[], %(borne_slots)s::integer[]) as given (version, slot)
            on given.version = a.version and given.slot = a.slot
        where a.valid_from < %(as_of)s and a.valid_until > %(starts_at)s
            -- Services are not bought at tills.
            and not exists (
                select
                from unnest(%(service_versions)s::integer[], %(service_slots)s::integer[]) as service (version, slot)
                where service.version = a.version and service.slot = a.slot
            )
            and not exists (
                select
                from certificate_event as e
                where e.certificate = a.certificate and e.event = 'cancel' and e.at < %(as_of)s
            )
        group by a.certificate, a.lane, a.holder, c.programme, c.valid_until
    )
    select
        '' as part, json_build_array(programme.id, who.district)::text as item, standing.holder, 1 as count,
        (issued - spent)::bigint as kopecks
    from standing
    join programme on programme.number = standing.programme
    left join identity as who on who.holder = standing.holder
"""
_NEVER_USED = f"{_SPENT} where not is_used"
_ENDING_SOON = f"""
    {_SPENT} where valid_until > %(as_of)s and valid_until <= %(as_of)s + %(ending_soon)s and issued > spent
"""

_LISTED = """
    with seen as materialized (
        select part, item, holder, sum(count)::bigint as count, sum(kopecks)::bigint as kopecks
        from ({question}) as one
        group by part, item, holder
    ),
    listed as materialized (
        select part, item, sum(count)::bigint as count, sum(kopecks)::bigint as kopecks, count(holder) as people
        from seen
        group by part, item
    ),
    parts as materialized (
        select part, sum(count)::bigint as count, sum(kopecks)::bigint as kopecks, count(distinct holder) as people
        from seen
        group by part
    )
    select 1 as level, part, item::json, count, kopecks, people from listed
    union all
    select 2, part, null, count, kopecks, people from parts
    union all
    select 3, s.part, null, 0, 0, count(distinct s.holder)
    from seen as s
    join listed as l on l.part = s.part and l.item = s.item
    where l.people < %(people_min)s
    group by s.part
    union all
    select 4, '', null, 0, 0, count(distinct s.holder)
    from seen as s
    join parts as p on p.part = s.part
    where p.people < %(people_min)s
    union all
    select 5, '', null, coalesce(sum(count), 0)::bigint, coalesce(sum(kopecks), 0)::bigint, count(distinct holder)
    from seen
    order by level, part, count desc, kopecks desc
"""


def read_dearer(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Lines in which the balance ended, by category: how many, and the kopecks it fell short.

    Lines after the balance had ended are refused ones: no line is in both lists, so that neither tells of the other.
    """
    return _read(conn, _DEARER, weeks)


def read_above_cap(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Lines of which an item paid but a part, by category: how many, and the kopecks certificates did not pay."""
    return _read(conn, _ABOVE_CAP, weeks)


def read_refused(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Lines of which nothing was covered, by reason; items are category, barcode, article, name."""
    return _read(conn, _REFUSED, weeks)


def read_tried(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Receipts refused for want of any agreement, by outlet."""
    return _read(conn, _TRIED, weeks)


def read_never_used(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Certificates valid in the week of which nothing was ever spent, by programme and district of their holders."""
    return _read(conn, _NEVER_USED, weeks)


def read_ending_soon(conn: Connection, weeks: Mapping[str, Any]) -> CountedList:
    """Certificates with something left whose last day is near, by programme and district of their holders."""
    return _read(conn, _ENDING_SOON, weeks)


def _read(conn: Connection, question: str, weeks: Mapping[str, Any]) -> CountedList:
    rows = conn.execute(_LISTED.format(question=question).encode(), {**weeks, "people_min": PEOPLE_MIN}).fetchall()
    lines = [Line(part, tuple(item), *counted) for level, part, item, *counted in rows if level == 1]
    return CountedList(
        total=next(Line(part, None, *counted) for level, part, _, *counted in rows if level == 5),  # noqa: PLR2004
        parts={part: Line(part, None, *counted) for level, part, _, *counted in rows if level == 2},  # noqa: PLR2004
        lines=tuple(lines),
        people_together={part: people for level, part, *_, people in rows if level == 3},  # noqa: PLR2004
        people_of_small_parts=next(people for level, *_, people in rows if level == 4),  # noqa: PLR2004
    )
