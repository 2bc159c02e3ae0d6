"""The check of item units: counted on accounts, held by authorisations, used up by what was captured."""

from socert.domain.monitoring.store.checks import Question
from socert.domain.monitoring.store.returns import TAKEN

# A unit is held with its authorisation, used up by the capture that takes any of its piece, free again when its piece
# was returned whole, or with the hold where it was never captured.
UNITS = Question(
    "units",
    f"""
    with {TAKEN},
    asked as (
        select r.operation, r.lane, paying.account, sum(paying.units) as units
        from receipt_line as r
        cross join lateral unnest(r.accounts, r.units) as paying (account, units)
        where paying.units > 0
        group by r.operation, r.lane, paying.account
    ),
    moved as (
        select t.authorisation as operation, t.lane, part.account, sum(part.units) as captured
        from taken as t
        cross join lateral unnest(t.accounts, t.units) as part (account, units)
        where part.units > 0
        group by t.authorisation, t.lane, part.account
    ),
    given_back as (
        select m.authorisation as operation, m.lane, part.account, sum(part.units) as returned
        from movement_line as m
        cross join lateral unnest(m.accounts, m.units) as part (account, units)
        where m.capture <> m.operation and part.units > 0
        group by m.authorisation, m.lane, part.account
    ),
    undone as (
        select distinct o.parent as operation, o.lane, p.credit as account
        from operation as o
        join posting as p on p.operation = o.id and p.lane = o.lane and p.at = o.at
        where o.kind = 3 and p.debit between 1 and 4294967295
    ),
    fate as (
        select
            operation, lane, account, coalesce(asked.units, 0) as asked, coalesce(moved.captured, 0) as captured,
            coalesce(given_back.returned, 0) as returned,
            case when undone.operation is null then coalesce(moved.captured, 0) - coalesce(given_back.returned, 0)
                else 0 end as used,
            case when h.captured + h.released < h.amount then h.units - h.units_captured else 0 end as held,
            h.operation is not null and h.units_captured <> coalesce(moved.captured, 0) as is_miscounted,
            coalesce(h.captured > 0 and h.units > 0 and h.units_captured = 0, false) as is_without
        from asked
        full join moved using (operation, lane, account)
        full join given_back using (operation, lane, account)
        left join undone using (operation, lane, account)
        left join hold as h using (operation, lane, account)
    ),
    counted as (
        select account, lane, sum(held) as held, sum(used) as used from fate group by account, lane
    ),
    line as (
        select r.operation as authorisation, r.lane, r.position, r.quantity, r.amount - r.waived as amount,
            paying.account, paying.units
        from receipt_line as r
        cross join lateral unnest(r.accounts, r.units) as paying (account, units)
        where r.units is not null and paying.units > 0
    ),
    step as (
        select authorisation, lane, position, 1 as sign, quantity, amount, accounts, amounts, units
        from taken
        where (authorisation, lane, position) in (select authorisation, lane, position from line)
        union all
        select authorisation, lane, position, -1, quantity, amount, accounts, amounts, units
        from movement_line
        where capture <> operation
            and (authorisation, lane, position) in (select authorisation, lane, position from line)
    ),
    rest as (
        select authorisation, lane, position, sum(sign * quantity)::bigint as quantity,
            sum(sign * amount)::bigint as amount, count(*) as steps, bool_or(sign < 0) as has_returns
        from step
        group by authorisation, lane, position
    ),
    kept as (
        select authorisation, lane, position, part.account, sum(sign * part.amount)::bigint as paid,
            sum(sign * coalesce(part.units, 0)) as units
        from step
        cross join lateral unnest(accounts, amounts, units) as part (account, amount, units)
        group by authorisation, lane, position, part.account
    ),
    -- What comes back in the line's own proportion is rounded down at every step.
    rounded as (
        select line.account, line.lane, sum(4 * rest.steps)::bigint as kopecks
        from line
        join rest using (authorisation, lane, position)
        where rest.has_returns
        group by line.account, line.lane
    )
    select case
        when is_miscounted then format(
            'hold of operation %%s on account %%s: units_captured differs from movement_line', operation, account)
        when captured > asked or returned > captured then format(
            'movement_line of authorisation %%s: more units of account %%s moved than receipt_line has',
            operation, account)
        when is_without then format('hold of operation %%s on account %%s: captured without a unit', operation, account)
    end as bad
    from fate
    union all
    select case
        when a.id is null then format(
            'receipt_line: account %%s of lane %%s has no units in account', c.account, c.lane)
        when a.units_held <> coalesce(c.held, 0) then format(
            'account %%s: units_held differs from its open rows in hold', a.id)
        when a.units_used <> coalesce(c.used, 0) then format('account %%s: units_used differs from receipt_line', a.id)
        when a.units_held + a.units_used > a.units then format('account %%s: less than no unit is left', a.id)
        when a.units > 0 and a.returned = 0 and a.issued - a.held - a.consumed <
            (a.units - a.units_held - a.units_used) * (a.issued / a.units) - coalesce(rounded.kopecks, 0)
        then format('account %%s: a unit that is left is not worth its cap', a.id)
    end
    from (select * from account where units > 0 or units_held > 0 or units_used > 0) as a
    full join counted as c on c.account = a.id and c.lane = a.lane
    left join rounded on rounded.account = a.id and rounded.lane = a.lane
    union all
    select case
        when kept.units < case when kept.paid = 0 then 0 else greatest(
            (line.units * rest.quantity + line.quantity - 1) / line.quantity,
            (line.units * greatest(rest.amount - rest.steps, 0) + line.amount - 1) / line.amount
        ) end then format(
            'movement_line: line %%s of authorisation %%s got back a unit of account %%s whose piece was not returned '
            'whole', kept.position, kept.authorisation, kept.account)
    end
    from kept
    join rest using (authorisation, lane, position)
    join line using (authorisation, lane, position, account)
    """,  # noqa: S608 - put together from our own constants
)
