"""Checks of captures in parts and of returns: never more than was held, never more than was bought."""

from socert.domain.monitoring.store.checks import Question

# What each capture took of each line. One without rows in movement_line took the whole receipt, as did an
# authorisation that was captured at once.
_TAKEN = """
    capture as (
        select o.id, o.parent as authorisation, o.lane, o.covered,
            exists (
                select from movement_line as m
                where m.authorisation = o.parent and m.operation = o.id and m.lane = o.lane
            ) as is_in_parts
        from operation as o
        where o.kind = 2 and o.outcome = 1
        union all
        select o.id, o.id, o.lane, o.covered, false
        from operation as o
        where o.kind = 1 and exists (
            select from posting as p
            where p.operation = o.id and p.lane = o.lane and p.credit between 1 and 4294967295
        )
    ),
    taken as (
        select c.id as capture, c.authorisation, c.lane, r.position, r.quantity, r.amount, r.accounts, r.amounts
        from capture as c
        join receipt_line as r on r.operation = c.authorisation and r.lane = c.lane
        where not c.is_in_parts
        union all
        select m.capture, m.authorisation, m.lane, m.position, m.quantity, m.amount, m.accounts, m.amounts
        from movement_line as m
        where m.capture = m.operation
    )
"""


def _within(whole: str, parts: str, *, key: str, what: str) -> str:
    """Rows that compare sums of parts with their whole: quantity, amount, the certificates' share, each account."""
    return f"""
        select case
            when whole.position is null then format(
                'movement_line: {what}: no line %%s in authorisation %%s', part.position, part.authorisation)
            when part.quantity > whole.quantity or part.amount > whole.amount then format(
                'movement_line: {what}: line %%s of authorisation %%s', part.position, part.authorisation)
            when part.covered <> case when whole.amount = 0 then 0 else
                (select coalesce(sum(one), 0) from unnest(whole.amounts) as one) * part.amount / whole.amount
            end then format(
                'movement_line: line %%s of authorisation %%s was not moved in its own proportion',
                part.position, part.authorisation)
        end as bad
        from (
            select
                {key} as key, authorisation, lane, position,
                sum(quantity) as quantity,
                sum(amount)::bigint as amount,
                sum((select coalesce(sum(one), 0) from unnest(amounts) as one))::bigint as covered
            from {parts}
            group by {key}, authorisation, lane, position
        ) as part
        left join {whole} as whole
            on whole.{key} = part.key and whole.lane = part.lane and whole.position = part.position
        union all
        select case
            when part.amount > coalesce(whole.amount, 0) then format(
                'movement_line: {what}: account %%s in line %%s of authorisation %%s',
                part.account, part.position, part.authorisation)
        end
        from (
            select {key} as key, authorisation, lane, position, paid.account, sum(paid.amount) as amount
            from {parts}
            cross join lateral unnest(accounts, amounts) as paid (account, amount)
            group by {key}, authorisation, lane, position, paid.account
        ) as part
        left join (
            select {key} as key, lane, position, paid.account, sum(paid.amount) as amount
            from {whole}
            cross join lateral unnest(accounts, amounts) as paid (account, amount)
            group by {key}, lane, position, paid.account
        ) as whole
            on whole.key = part.key and whole.lane = part.lane and whole.position = part.position
                and whole.account = part.account
    """  # noqa: S608 - put together from our own constants


CAPTURES = Question(
    "captures",
    f"""
    with {_TAKEN},
    receipt as (
        select operation as authorisation, lane, position, quantity, amount, accounts, amounts from receipt_line
    ),
    in_parts as (select * from movement_line where capture = operation)
    {_within("receipt", "in_parts", key="authorisation", what="more was captured than bought")}
    union all
    select case
        when not c.is_in_parts and c.covered <> o.covered then format(
            'movement_line: capture %%s took not all of its receipt and says not what', c.id)
        when not c.is_in_parts and count(*) over (partition by c.authorisation, c.lane) > 1 then format(
            'operation %%s: authorisation %%s was captured more than once', c.id, c.authorisation)
    end
    from capture as c
    left join operation as o on o.id = c.authorisation and o.lane = c.lane
    """,  # noqa: S608 - put together from our own constants
)

REFUNDS = Question(
    "refunds",
    f"""
    with {_TAKEN},
    returned as (select * from movement_line where capture <> operation)
    {_within("taken", "returned", key="capture", what="more was returned than bought")}
    union all
    select case
        when c.id is null then format('movement_line: refund %%s returns what was not captured', m.operation)
        when c.authorisation <> m.authorisation then format(
            'movement_line: refund %%s names another purchase''s capture', m.operation)
        when undone.id is not null then format('operation %%s: it returns what was voided', m.operation)
    end
    from (select distinct operation, capture, authorisation, lane from movement_line where capture <> operation) as m
    left join capture as c on c.id = m.capture and c.lane = m.lane
    left join operation as undone
        on undone.parent = m.capture and undone.lane = m.lane and undone.kind = 3 and undone.outcome = 1
    """,  # noqa: S608 - put together from our own constants
)
