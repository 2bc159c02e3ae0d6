"""The check of item units: counted on accounts, held by authorisations, used up by what was captured."""

from socert.domain.monitoring.store.checks import Question

# A unit goes with the money of its authorisation: held while anything of it is, used up once any was captured, and free
# again when all was given back.
UNITS = Question(
    "units",
    """
    with asked as (
        select r.operation, r.lane, paying.account, sum(paying.units) as units
        from receipt_line as r
        cross join lateral unnest(r.accounts, r.units) as paying (account, units)
        where paying.units > 0
        group by r.operation, r.lane, paying.account
    ),
    undone as (
        select o.parent as operation, o.lane, p.credit as account
        from operation as o
        join posting as p on p.operation = o.id and p.lane = o.lane and p.at = o.at
        where o.kind = 3 and p.debit between 1 and 4294967295
    ),
    counted as (
        select
            asked.account, asked.lane,
            coalesce(sum(asked.units) filter (where h.captured + h.released < h.amount), 0) as held,
            coalesce(sum(asked.units) filter (
                where case
                    when h.operation is null then undone.operation is null
                    else h.captured + h.released = h.amount and h.captured > 0
                end
            ), 0) as used
        from asked
        left join hold as h on h.operation = asked.operation and h.account = asked.account and h.lane = asked.lane
        left join undone
            on undone.operation = asked.operation and undone.account = asked.account and undone.lane = asked.lane
        group by asked.account, asked.lane
    )
    select case
        when a.id is null then format(
            'receipt_line: account %%s of lane %%s has no units in account', c.account, c.lane)
        when a.units_held <> coalesce(c.held, 0) then format(
            'account %%s: units_held differs from its open rows in hold', a.id)
        when a.units_used <> coalesce(c.used, 0) then format('account %%s: units_used differs from receipt_line', a.id)
        when a.units_held + a.units_used > a.units then format('account %%s: less than no unit is left', a.id)
        when a.units > 0 and a.issued - a.consumed - a.returned > (a.units - a.units_used) * (a.issued / a.units)
            then format('account %%s: money is left that no unit can use', a.id)
    end as bad
    from (select * from account where units > 0 or units_held > 0 or units_used > 0) as a
    full join counted as c on c.account = a.id and c.lane = a.lane
    """,
)
