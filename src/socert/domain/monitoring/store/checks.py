"""Checks that are one question each: how many rows there are, and the first complaint about one of them, if any."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from socert.domain.monitoring.model.found import Check


@dataclass(frozen=True, slots=True)
class Question:
    """`rows` gives one row a row looked at, with the single column `bad`: null, or what is wrong with it."""

    name: str
    rows: str


def ask(conn: Connection, question: Question, parameters: Mapping[str, Any]) -> Check:
    """Ask a question of the database."""
    row = conn.execute(
        f"select count(*), min(bad) from ({question.rows}) as looked_at".encode(),  # noqa: S608 - our own
        parameters,
    ).fetchone()
    assert row is not None
    return Check(question.name, row[0], row[1])


# A hot account's number in a posting is from 2³² up, minus it for the held side; cold ones lie between.
ACCOUNTS = Question(
    "accounts",
    """
    with moved as (
        select
            abs(side.account) as id, p.lane,
            coalesce(sum(side.delta) filter (
                where other.kind = 'appropriation' and side.delta > 0 or office.kind = 6), 0) as issued,
            coalesce(-sum(side.delta) filter (
                where other.kind = 'appropriation' and side.delta < 0 or office.kind = 7), 0) as returned,
            coalesce(-sum(side.delta) filter (
                where other.kind = 'payable' or other.kind = 'borne' and office.kind is null), 0) as consumed,
            coalesce(sum(side.delta) filter (where side.account < 0), 0) as held,
            bool_or(other.kind = 'borne') as is_borne,
            bool_or(other.kind in ('appropriation', 'payable')) as is_from_budget
        from posting as p
        cross join lateral (
            values (p.debit, -p.amount, p.credit), (p.credit, p.amount, p.debit)
        ) as side (account, delta, other)
        left join ledger_account as other on other.id = side.other
        -- Only with what merchants bear does it depend on the operation what a posting means: issue 6 and expiry 7.
        left join operation as office
            on other.kind = 'borne' and office.id = p.operation and office.lane = 0 and office.kind in (6, 7)
        where abs(side.account) > 4294967295
        group by abs(side.account), p.lane
    )
    select case
        when a.id is null then format('posting: account %%s of lane %%s does not exist in account', m.id, m.lane)
        when a.issued <> coalesce(m.issued, 0) then format('account %%s: issued differs from posting', a.id)
        when a.returned <> coalesce(m.returned, 0) then format('account %%s: returned differs from posting', a.id)
        when a.consumed <> coalesce(m.consumed, 0) then format('account %%s: consumed differs from posting', a.id)
        when a.held <> coalesce(m.held, 0) then format('account %%s: held differs from posting', a.id)
        when a.issued - a.held - a.consumed - a.returned < 0 then format('account %%s: less than nothing is left', a.id)
        when least(a.issued, a.held, a.consumed, a.returned) < 0 then format('account %%s: a counter is negative', a.id)
        when m.is_borne and not known.is_borne then format(
            'account %%s: merchants bore in posting what its budget pays', a.id)
        when m.is_from_budget and known.is_borne then format(
            'account %%s: a budget paid in posting what merchants bear', a.id)
    end as bad
    from account as a
    full join moved as m on m.id = a.id and m.lane = a.lane
    left join unnest(%(versions)s::integer[], %(slots)s::integer[], %(are_borne)s::boolean[])
        as known (version, slot, is_borne)
        on known.version = a.version and known.slot = a.slot
    """,
)

DOCUMENTS = Question(
    "documents",
    """
    select case
        when sha256(convert_to(document, 'UTF8')) <> sha256 then format(
            'programme_version %%s: its document does not give the hash it was published with', number)
    end as bad
    from programme_version
    """,
)

CERTIFICATES = Question(
    "certificates",
    """
    with last_event as (
        select distinct on (certificate, lane) certificate, lane, event
        from certificate_event
        order by certificate, lane, id desc
    )
    select case
        when a.id is null then format('certificate %%s: it has no row in account', c.id)
        when c.id is null then format('account %%s: its certificate does not exist', a.id)
        when a.holder <> c.holder then format('account %%s: its holder is not its certificate''s', a.id)
        when a.version <> c.version then format('account %%s: its version is not its certificate''s', a.id)
        when a.valid_from <> c.valid_from then format('account %%s: valid_from is not its certificate''s', a.id)
        when a.valid_until <> c.valid_until then format('account %%s: valid_until is not its certificate''s', a.id)
        when a.status <> c.status then format('account %%s: its status is not its certificate''s', a.id)
        when a.status <> case coalesce(e.event, 'unblock')
            when 'unblock' then 1 when 'block' then 2 when 'end' then 3 when 'cancel' then 4 else 0
        end then format('account %%s: its status does not follow from certificate_event', a.id)
        when c.programme is distinct from v.programme then format(
            'certificate %%s: its programme is not its version''s', c.id)
        when o.id is null then format('certificate %%s: what issued it is not in operation', c.id)
        when c.budget_year <> extract(year from o.at at time zone %(zone)s) then format(
            'certificate %%s: its budget_year is not the year of its issue', c.id)
        when known.version is null then format('account %%s: its programme version has no allowance %%s', a.id, a.slot)
        when d.decided ? known.id and (
            known.tariff is null and a.issued <> (d.decided -> known.id ->> 0)::bigint
            or known.tariff is not null and a.units <> (d.decided -> known.id ->> 1)::integer
        ) then format('account %%s: it gives other than what was decided', a.id)
        when d.decided ? known.id and known.tariff is not null and a.issued <> a.units * known.tariff then format(
            'account %%s: issued is not its units at their tariff', a.id)
        when d.decided ? known.id then null
        when worth.amount is null then format('account %%s: issued is not what its programme version gives', a.id)
        when counted.units is null then format('account %%s: units are not what its programme version gives', a.id)
    end as bad
    from account as a
    full join certificate as c on c.id = a.certificate and c.lane = a.lane
    left join last_event as e on e.certificate = c.id and e.lane = c.lane
    left join programme_version as v on v.number = c.version
    left join operation as o on o.id = c.issued_by and o.lane = 0 and o.kind = 6
    left join unnest(%(versions)s::integer[], %(slots)s::integer[], %(ids)s::text[], %(tariffs)s::bigint[])
        as known (version, slot, id, tariff)
        on known.version = a.version and known.slot = a.slot
    left join queue_place as d on d.certificate = a.certificate
    left join (
        select distinct version, slot, amount
        from unnest(%(given_versions)s::integer[], %(given_slots)s::integer[], %(given_amounts)s::bigint[])
            as given (version, slot, amount)
    ) as worth on worth.version = a.version and worth.slot = a.slot and worth.amount = a.issued
    left join unnest(
        %(given_versions)s::integer[], %(given_slots)s::integer[], %(given_amounts)s::bigint[],
        %(given_units)s::integer[]
    ) as counted (version, slot, amount, units)
        on counted.version = a.version and counted.slot = a.slot and counted.amount = a.issued
        and counted.units = a.units
    """,
)

PLACES = Question(
    "places",
    """
    with made as (
        select issue, count(*) as places, sum(kopecks) as kopecks from queue_place group by issue
    )
    select case
        when d.issued + d.queued <> coalesce(m.places, 0) then format(
            'decision_issue %%s: it gave more or fewer places than there are in queue_place', d.id)
        when d.issued_kopecks + d.queued_kopecks <> coalesce(m.kopecks, 0) then format(
            'decision_issue %%s: its kopecks are not those of its places', d.id)
    end as bad
    from decision_issue as d
    left join made as m on m.issue = d.id
    union all
    select case
        when c.id is null then format('queue_place %%s: its certificate does not exist', p.id)
        when c.holder <> p.holder or c.programme <> p.programme or c.lane <> p.lane then format(
            'queue_place %%s: its certificate is somebody else''s or of another programme', p.id)
        when c.valid_from <> p.ended_at then format('queue_place %%s: it did not end when its certificate began', p.id)
    end
    from queue_place as p
    left join certificate as c on c.id = p.certificate
    where p.state = 2
    """,
)

FUNDING = Question(
    "funding",
    """
    select case
        when c.programme <> r.programme then format(
            'certificate %%s: its programme is not that of appropriation %%s in posting', c.id, r.number)
        when c.budget_year <> r.budget_year then format(
            'certificate %%s: its budget_year is not that of appropriation %%s in posting', c.id, r.number)
    end as bad
    from posting as p
    join ledger_account as l
        on l.id = case when p.debit between 1 and 4294967295 then p.debit else p.credit end
        and l.kind = 'appropriation'
    join appropriation as r on r.number = l.appropriation
    join account as a on a.id = case when p.debit = l.id then p.credit else p.debit end and a.lane = p.lane
    join certificate as c on c.id = a.certificate and c.lane = a.lane
    """,
)

HOLDS = Question(
    "holds",
    """
    with made as (
        select operation, -credit as account, lane, sum(amount) as amount
        from posting
        where credit < 0
        group by operation, credit, lane
    ),
    ended as (
        select
            o.parent as operation, -p.debit as account, p.lane,
            coalesce(sum(p.amount) filter (where p.credit <> -p.debit), 0) as captured,
            coalesce(sum(p.amount) filter (where p.credit = -p.debit), 0) as released,
            max(o.at) filter (where o.kind = 2) as captured_at,
            min(o.at) filter (where o.kind = 4) as lapsed_at
        from posting as p
        join operation as o on o.id = p.operation and o.lane = p.lane
        where p.debit < 0
        group by o.parent, p.debit, p.lane
    )
    select case
        when h.operation is null then format(
            'posting: what operation %%s holds on account %%s is not in hold', operation, account)
        when h.amount <> coalesce(m.amount, 0) then format(
            'hold of operation %%s on account %%s: amount differs from posting', operation, account)
        when h.captured <> coalesce(e.captured, 0) then format(
            'hold of operation %%s on account %%s: captured differs from posting', operation, account)
        when h.released <> coalesce(e.released, 0) then format(
            'hold of operation %%s on account %%s: released differs from posting', operation, account)
        when h.captured + h.released > h.amount then format(
            'hold of operation %%s on account %%s: more was taken than it held', operation, account)
        when e.captured_at >= h.expires_at then format(
            'hold of operation %%s on account %%s: it was captured after its end', operation, account)
        when e.lapsed_at < h.expires_at then format(
            'hold of operation %%s on account %%s: it lapsed before its end', operation, account)
    end as bad
    from hold as h
    full join made as m using (operation, account, lane)
    full join ended as e using (operation, account, lane)
    """,
)

OPEN_HOLDS = Question(
    "open holds",
    """
    with held as (
        select account, lane, holder, sum(amount - captured - released) as held
        from hold
        group by account, lane, holder
    )
    select case
        when a.id is null then format('hold: account %%s of holder %%s does not exist', h.account, h.holder)
        when a.held <> coalesce(h.held, 0) then format('account %%s: held differs from its open rows in hold', a.id)
    end as bad
    from account as a
    full join held as h on h.account = a.id and h.lane = a.lane and h.holder = a.holder
    """,
)

LINEAGE = Question(
    "lineage",
    """
    with undone as (
        select o.parent, p.credit as account, p.lane, sum(p.amount) as amount
        from posting as p
        join operation as o on o.id = p.operation and o.lane = p.lane
        where o.kind = 3 and p.debit between 1 and 4294967295
        group by o.parent, p.credit, p.lane
    )
    select case
        when parent.id is null then format('operation %%s: its parent does not exist', child.id)
        when parent.kind <> 1 then format('operation %%s: its parent is no authorisation', child.id)
        when parent.holder is distinct from child.holder then format(
            'operation %%s: its holder is not its authorisation''s', child.id)
        when parent.merchant <> child.merchant then format(
            'operation %%s: its merchant is not its authorisation''s', child.id)
        when parent.at > child.at then format('operation %%s: it came before its authorisation', child.id)
    end as bad
    from operation as child
    left join operation as parent on parent.id = child.parent and parent.lane = child.lane
    where child.parent is not null
    union all
    select case
        when taken.amount is null or taken.amount <> undone.amount then format(
            'posting: what authorisation %%s took from account %%s is not what was given back',
            undone.parent, undone.account)
    end
    from undone
    left join (
        posting as taken
        join ledger_account as payee on payee.id = taken.credit and payee.kind in ('payable', 'borne')
    )
        on taken.operation = undone.parent and taken.lane = undone.lane and taken.debit = undone.account
    """,
)

VALIDITY = Question(
    "validity",
    """
    select case
        when a.id is null then format('posting: account %%s of lane %%s does not exist in account', p.debit, p.lane)
        when a.holder <> o.holder then format('operation %%s: account %%s is not its holder''s', o.id, a.id)
        when o.at < a.valid_from or o.at >= a.valid_until then format(
            'operation %%s: account %%s was not valid at its time', o.id, a.id)
        when g.id is null then format(
            'operation %%s: its merchant had no agreement for the programme of account %%s', o.id, a.id)
    end as bad
    from operation as o
    join posting as p on p.operation = o.id and p.lane = o.lane
    left join account as a on a.id = p.debit and a.lane = p.lane
    left join programme_version as v on v.number = a.version
    left join agreement as g
        on g.merchant = o.merchant and g.programme = v.programme
        and g.valid_from <= o.at and (g.valid_until is null or o.at < g.valid_until)
    where o.kind = 1
    """,
)

COVERAGE = Question(
    "coverage",
    """
    select case
        when a.id is null then format(
            'receipt_line %%s of operation %%s: account %%s does not exist', r.position, r.operation, paying.account)
        when paid.category is null then format(
            'receipt_line %%s of operation %%s: the programme version of account %%s does not allow its category',
            r.position, r.operation, a.id)
        when a.units = 0 and coalesce(paying.units, 0) <> 0 then format(
            'receipt_line %%s of operation %%s: account %%s has no units', r.position, r.operation, a.id)
        when a.units > 0 and coalesce(paying.units, 0) < 1 then format(
            'receipt_line %%s of operation %%s: account %%s paid without a unit', r.position, r.operation, a.id)
        when a.units > 0 and paying.amount > paid.cap * paying.units then format(
            'receipt_line %%s of operation %%s: account %%s paid more than its cap', r.position, r.operation, a.id)
        when paid.percent > 0 and (paying.amount - 1) * 100 >= r.amount * paid.percent then format(
            'receipt_line %%s of operation %%s: account %%s gave too great a discount', r.position, r.operation, a.id)
    end as bad
    from receipt_line as r
    cross join lateral unnest(r.accounts, r.amounts, r.units) as paying (account, amount, units)
    left join account as a on a.id = paying.account and a.lane = r.lane
    left join unnest(
        %(paid_versions)s::integer[], %(paid_slots)s::integer[], %(paid_categories)s::integer[],
        %(paid_caps)s::bigint[], %(paid_percents)s::integer[],
        %(paid_from)s::timestamptz[], %(paid_until)s::timestamptz[]
    ) as paid (version, slot, category, cap, percent, since, until)
        on paid.version = a.version and paid.slot = a.slot and paid.category = r.category
        and paid.since <= r.at and r.at < paid.until
    where r.covered > 0
    """,
)

CATEGORIES = Question(
    "categories",
    """
    with last_place as (
        select distinct on (category) category, parent
        from category_parent
        order by category, since desc
    )
    select case
        when p.category is null then format('category %%s: it has no row in category_parent', c.id)
        when p.parent is distinct from c.parent then format(
            'category %%s: it does not lie where its last row in category_parent says', c.id)
    end as bad
    from category as c
    left join last_place as p on p.category = c.number
    union all
    select case
        when since not between '1970-01-01T00:00:00Z' and '9000-01-01T00:00:00Z' then format(
            'category_parent: the time of category %%s cannot be', category)
    end
    from category_parent
    """,
)
