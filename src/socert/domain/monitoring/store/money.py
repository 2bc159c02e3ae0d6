"""Checks of cold accounts, appropriations, claims and payments, and what accounts say about sources."""

from collections.abc import Iterator

from psycopg import Connection
from psycopg.rows import args_row

from socert.domain.monitoring.rules.funding import FundedSums, SourceSums
from socert.domain.monitoring.store.checks import Question

_CHUNK = 10_000

_BALANCES = """
    balance as (
        select side.account as id, sum(side.delta) as amount
        from posting as p
        cross join lateral (values (p.debit, -p.amount), (p.credit, p.amount)) as side (account, delta)
        where side.account between 1 and 4294967295
        group by side.account
    )
"""

# Every posting takes from one account what it gives another, so all balances together are nothing. Certificates count
# by their own counters here, not by their postings: so the counters are held against the cold accounts as well.
BALANCES = Question(
    "balances",
    f"""
    with {_BALANCES},
    -- A merchant that was paid owes back what was returned afterwards.
    returned as (
        select p.debit as id, sum(p.amount) as amount
        from posting as p
        where p.debit between 1 and 4294967295 and p.credit > 4294967295
        group by p.debit
    )
    select case
        when l.id is null then format('posting: the cold account %%s does not exist', b.id)
        when l.kind = 'payable' and b.amount < -coalesce(r.amount, 0) then format(
            'posting: merchant %%s was paid beyond what it is owed', l.merchant)
        when l.kind = 'appropriation' and b.amount < 0 then format(
            'posting: more than appropriation %%s has was issued', l.appropriation)
        when l.kind = 'borne' and b.amount > 0 then 'posting: merchants bear more discounts than were issued'
        when l.kind = 'paid' and b.amount < 0 then format('posting: source %%s has paid less than nothing', l.source)
    end as bad
    from ledger_account as l
    full join balance as b on b.id = l.id
    left join returned as r on r.id = l.id
    where l.id is not null or b.amount is not null
    union all
    select case
        when cold.amount + hot.amount <> 0 then format(
            'account: debits and credits differ by %%s kopecks', cold.amount + hot.amount)
    end
    from (select coalesce(sum(amount), 0) as amount from balance) as cold,
        (select coalesce(sum(issued - consumed - returned), 0) as amount from account) as hot
    """,  # noqa: S608 - put together from our own constants
)

APPROPRIATIONS = Question(
    "appropriations",
    """
    with moved as (
        select
            l.appropriation as number,
            sum(case when other.kind = 'source' then side.delta else 0 end) as appropriated,
            sum(case when other.kind is null then -side.delta else 0 end) as reserved
        from posting as p
        cross join lateral (
            values (p.debit, -p.amount, p.credit), (p.credit, p.amount, p.debit)
        ) as side (account, delta, other)
        join ledger_account as l on l.id = side.account and l.kind = 'appropriation'
        left join ledger_account as other on other.id = side.other
        group by l.appropriation
    )
    select case
        when a.limit_kopecks <> coalesce(m.appropriated, 0) then format(
            'appropriation %%s: its limit differs from posting', a.number)
        when a.reserved_kopecks <> coalesce(m.reserved, 0) then format(
            'appropriation %%s: what is reserved differs from posting', a.number)
    end as bad
    from appropriation as a
    left join moved as m on m.number = a.number
    """,
)

CLAIMS = Question(
    "claims",
    """
    with expected as (
        select
            p.operation, p.lane, owed.merchant, p.at,
            case when o.kind = 1 then o.id else o.parent end as authorisation,
            case when p.credit = owed.id then abs(p.debit) else p.credit end as account,
            case when p.credit = owed.id then p.amount else -p.amount end as amount
        from posting as p
        join ledger_account as owed
            on owed.id = case when p.credit between 1 and 4294967295 then p.credit else p.debit end
            and owed.kind = 'payable'
        join operation as o on o.id = p.operation and o.lane = p.lane
        where greatest(abs(p.debit), abs(p.credit)) > 4294967295
            and p.at < (select coalesce(max(ends_at), '-infinity') from period)
    ),
    claimed as (
        select l.*, c.merchant, period.starts_at, period.ends_at
        from claim_line as l
        join claim as c on c.id = l.claim
        join period on period.id = c.period
    )
    select case
        when c.claim is null then format('posting of operation %%s: it is in no claim', e.operation)
        when e.operation is null then format(
            'claim_line of operation %%s: nothing of it stands in posting', c.operation)
        when e.amount <> c.amount or e.merchant <> c.merchant or e.authorisation <> c.authorisation or e.at <> c.at
            then format('claim_line of operation %%s: it differs from posting', c.operation)
        when c.at < c.starts_at or c.at >= c.ends_at then format(
            'claim_line of operation %%s: it lies outside its period', c.operation)
    end as bad
    from expected as e
    full join claimed as c on c.operation = e.operation and c.lane = e.lane and c.account = e.account
    """,
)

CLAIM_SUMS = Question(
    "claim sums",
    """
    with claimed as (
        select
            claim.*, period.starts_at, period.ends_at,
            first_value(claim.id) over (partition by claim.merchant order by period.starts_at desc) as latest
        from claim
        join period on period.id = claim.period
    ),
    carried_source as (
        select into_claim.id as claim, s.lane, s.source, sum(s.amount + s.carried) as carried
        from claim as into_claim
        join claim as before on before.carried_into = into_claim.id
        join claim_source as s on s.claim = before.id
        group by into_claim.id, s.lane, s.source
    )
    select case
        when c.amount <> coalesce(l.amount, 0) then format('claim %%s: it differs from its rows in claim_line', c.id)
        when c.receipts <> coalesce(l.receipts, 0) then format('claim %%s: its receipts differ from claim_line', c.id)
        when c.amount <> coalesce(s.amount, 0) then format('claim %%s: it differs from its rows in claim_source', c.id)
        when c.carried <> coalesce(s.carried, 0) then format(
            'claim %%s: what it carries differs from claim_source', c.id)
        when c.carried <> coalesce(b.due, 0) then format('claim %%s: it carries not what the one before left', c.id)
        when b.least <> c.merchant or b.most <> c.merchant or b.ends_at > c.starts_at then format(
            'claim %%s: it carries a claim that is not its merchant''s or not before it', c.id)
        when c.status <> 3 and c.id <> c.latest and c.amount + c.carried <= 0 then format(
            'claim %%s: it is not above zero and was not carried into the next', c.id)
    end as bad
    from claimed as c
    left join (
        select carried_into, sum(amount + carried) as due, min(merchant) as least, max(merchant) as most,
            max(ends_at) as ends_at
        from claimed
        group by carried_into
    ) as b on b.carried_into = c.id
    left join (
        select claim, sum(amount) as amount, count(distinct authorisation) as receipts from claim_line group by claim
    ) as l on l.claim = c.id
    left join (
        select claim, sum(amount) as amount, sum(carried) as carried from claim_source group by claim
    ) as s on s.claim = c.id
    union all
    select case
        when coalesce(s.carried, 0) <> coalesce(b.carried, 0) then format(
            'claim_source %%s of claim %%s: it carries not what the one before left', source, claim)
    end
    from claim_source as s
    full join carried_source as b using (claim, lane, source)
    union all
    select case
        when period.starts_at <> coalesce(lag(ends_at) over (order by starts_at), starts_at) then format(
            'period %%s: it does not begin where the one before ends', id)
    end
    from period
    union all
    select case
        when closed_through.until <> coalesce((select max(ends_at) from period), '2000-01-01T00:00:00Z')
            then 'closed_through: it is not the end of the last period'
    end
    from closed_through
    """,
)

PAYMENTS = Question(
    "payments",
    """
    with paid as (
        select p.operation, owed.lane, source.source, owed.merchant,
            sum(case when p.debit = owed.id then p.amount else -p.amount end) as amount
        from posting as p
        join ledger_account as owed on owed.id in (p.debit, p.credit) and owed.kind = 'payable'
        join ledger_account as source on source.id in (p.debit, p.credit) and source.kind = 'paid'
        where abs(p.debit) < 4294967296 and abs(p.credit) < 4294967296
        group by p.operation, owed.lane, source.source, owed.merchant
    ),
    claimed as (
        select c.paid_by as operation, s.lane, s.source, c.merchant, s.amount + s.carried as amount
        from claim as c
        join claim_source as s on s.claim = c.id
        where c.status = 2 and s.amount + s.carried <> 0
    )
    select case
        when o.id is null then format('claim %%s: what paid it is not in operation', c.id)
        when o.total <> c.amount + c.carried or o.merchant <> c.merchant then format(
            'claim %%s: something else was paid', c.id)
        when c.id is null then format('operation %%s: it pays no claim', o.id)
        when c.amount + c.carried <= 0 then format('claim %%s: it is not above zero and was paid', c.id)
    end as bad
    from (select * from claim where status = 2 or paid_by is not null) as c
    full join (select * from operation where kind = 9) as o on o.id = c.paid_by and c.status = 2
    union all
    select case
        when p.amount is distinct from c.amount then format(
            'posting: what operation %%s paid for source %%s is not what its claim says', operation, source)
    end
    from paid as p
    full join claimed as c using (operation, lane, source, merchant)
    """,
)


def read_funded_sums(conn: Connection, *, single: list[int], borne: list[tuple[int, int]]) -> Iterator[FundedSums]:
    """What accounts issued, returned, consumed and had claimed, by version, but those merchants bear (version, slot).

    Versions in `single` have one source and come as one row; of the others, accounts with equal sums are one row.
    """
    # Right after a period is closed nobody has counted its lines, and the planner takes them for few.
    conn.execute("set local enable_nestloop = off")
    with conn.cursor("funded_sums", row_factory=args_row(FundedSums)) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(
            """
            with claimed as (
                select account, lane, sum(amount) as amount from claim_line group by account, lane
            ),
            one as (
                select a.version, a.issued, a.returned, a.consumed, coalesce(c.amount, 0) as claimed
                from account as a
                left join claimed as c on c.account = a.id and c.lane = a.lane
                where not exists (
                    select
                    from unnest(%(borne_versions)s::integer[], %(borne_slots)s::integer[]) as borne (version, slot)
                    where borne.version = a.version and borne.slot = a.slot
                )
            )
            select version, 1, sum(issued)::bigint, sum(returned)::bigint, sum(consumed)::bigint, sum(claimed)::bigint
            from one
            where version = any (%(single)s)
            group by version
            union all
            select version, count(*)::integer, issued, returned, consumed, claimed::bigint
            from one
            where not version = any (%(single)s)
            group by version, issued, returned, consumed, claimed
            """,
            {
                "single": single,
                "borne_versions": [version for version, _ in borne],
                "borne_slots": [slot for _, slot in borne],
            },
        )
        conn.execute("set local enable_nestloop = on")  # the plan is made
        yield from cursor


def read_source_sums(conn: Connection) -> list[SourceSums]:
    """What was issued from, returned to, claimed from and paid by every source."""
    with conn.cursor(row_factory=args_row(SourceSums)) as cursor:
        return cursor.execute(
            """
            with reserved as (
                select
                    a.source,
                    coalesce(sum(p.amount) filter (where p.debit = l.id), 0)::bigint as issued,
                    coalesce(sum(p.amount) filter (where p.credit = l.id), 0)::bigint as returned
                from posting as p
                join ledger_account as l
                    on l.id = case when p.debit between 1 and 4294967295 then p.debit else p.credit end
                    and l.kind = 'appropriation'
                join appropriation as a on a.number = l.appropriation
                where greatest(p.debit, p.credit) > 4294967295
                group by a.source
            ),
            claimed as (
                select s.source, sum(s.amount)::bigint as claimed,
                    coalesce(sum(s.amount + s.carried) filter (where c.status = 2), 0)::bigint as claimed_and_paid
                from claim_source as s
                join claim as c on c.id = s.claim
                group by s.source
            ),
            paid as (
                select l.source, sum(case when p.credit = l.id then p.amount else -p.amount end)::bigint as paid
                from posting as p
                join ledger_account as l on l.id in (p.debit, p.credit) and l.kind = 'paid'
                where abs(p.debit) < 4294967296 and abs(p.credit) < 4294967296
                group by l.source
            )
            select
                f.number, coalesce(r.issued, 0), coalesce(r.returned, 0), coalesce(c.claimed, 0),
                coalesce(c.claimed_and_paid, 0), coalesce(p.paid, 0)
            from funding_source as f
            left join reserved as r on r.source = f.number
            left join claimed as c on c.source = f.number
            left join paid as p on p.source = f.number
            order by f.number
            """
        ).fetchall()
