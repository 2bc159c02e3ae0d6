"""A great many purchases at once, for what is measured over them."""

from datetime import datetime

from socert import wiring
from socert.postgres import connect

# Purchases captured at once, two lines each, spread over people, tills, categories and days. Only what the picture
# is made of stands in them: no chain, no counters of accounts, so `socert verify` is not for this database.
_BUY = """
    with people as (
        select id as account, lane, holder, row_number() over (order by id) - 1 as number from account
    ),
    tills as (
        select t.id as till, l.merchant, l.id as payable, row_number() over (order by t.id) - 1 as number
        from till as t
        join outlet as o on o.id = t.outlet
        join ledger_account as l on l.merchant = o.merchant and l.kind = 'payable' and l.lane = 0
    ),
    kinds as (
        select c.number as category, row_number() over (order by c.number) - 1 as number
        from category as c
        join good as g on g.category = c.number
        group by c.number
    ),
    bought as materialized (
        select
            gen_random_uuid() as id, p.account, p.lane, p.holder, t.till, t.merchant, t.payable,
            %(begins)s + interval '1 second' * (one * 86400 * %(days)s / %(purchases)s) as at,
            k.category as first, other.category as second, 1000 + one %% 997 as price
        from generate_series(0::bigint, %(purchases)s - 1) as one
        join people as p on p.number = one * 7919 %% (select count(*) from people)
        join tills as t on t.number = one * 31 %% (select count(*) from tills)
        join kinds as k on k.number = one * 17 %% (select count(*) from kinds)
        join kinds as other on other.number = one * 13 %% (select count(*) from kinds)
    ),
    operations as (
        insert into operation (id, lane, kind, outcome, merchant, till, holder, total, covered, at, receipt, writer,
            batch, place, digest, answer)
        select
            id, lane, 1, 2, merchant, till, holder, 3 * price, 2 * price, at, '1', 1, 0, 0, '', %(answer)s
        from bought
    ),
    postings as (
        insert into posting (operation, lane, place, debit, credit, amount, at)
        select id, lane, 0, account, payable, 2 * price, at from bought
    )
    insert into receipt_line (operation, lane, position, at, name, category, quantity, price, discount, amount, covered,
        reason, accounts, amounts)
    select
        id, lane, position, at, 'example', case position when 1 then first else second end, 1000000, price, 0,
        position * price, price, case position when 2 then 'balance_short' end, array[account], array[price]
    from bought
    cross join generate_series(1, 2) as position
"""

#: What a till was told, with sums of nobody in particular: pages read it.
_ANSWER = (
    '{"id":"auth_0","outcome":"partial","covered":2000,"own_money":1000,"expires_at":null,'
    '"captures":[{"id":"capture_0","amount":2000}],"lines":['
    '{"position":1,"outcome":"covered","covered":1000,"own_money":0,"reason":null,"parts":[],"quantity":"1"},'
    '{"position":2,"outcome":"partial","covered":1000,"own_money":1000,"reason":null,"parts":[],"quantity":"1"}],'
    '"balances":[]}'
)


def load_purchases(site: wiring.Site, *, begins: datetime, days: int, purchases: int) -> None:
    """Write so many purchases of so many days, for the certificates and tills there are, and count the tables."""
    with connect(site.owner_url, autocommit=True) as owner:
        asked = {"begins": begins, "days": days, "purchases": purchases, "answer": _ANSWER}
        owner.execute(_BUY.encode(), asked)
        owner.execute("vacuum (analyze)")
