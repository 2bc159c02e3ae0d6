"""A long past for a bench: purchases of a year, spread over its months, written set-based and without a chain."""

from datetime import timedelta

from socert.domain import installation
from socert.entrypoints.benches.ground import Ground
from socert.entrypoints.benches.seeding import DATABASE, Town
from socert.entrypoints.replays.bars import Bars
from socert.postgres import connect
from socert.wiring import real_time

LINES = 3
_DAYS = 360
_CHUNK = 250_000

# Each purchase an operation, a posting and three lines. Numbers and keys begin with their time, as tills' do.
_WRITE = """
    with bought as materialized (
        select
            n, at,
            (stamp || '7' || substr(md5('id' || n), 1, 3) || 'a' || substr(md5('id' || n), 4, 15))::uuid as id,
            (stamp || '7' || substr(md5('key' || n), 1, 3) || 'a' || substr(md5('key' || n), 4, 15))::uuid as key,
            4294967296 + n %% %(certificates)s as account, 1000 + n %% 997 as price
        from generate_series(%(first)s::bigint, %(last)s::bigint) as n
        cross join lateral (select %(begins)s + n * %(step)s::interval as at) as moment
        cross join lateral (
            select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as stamp
        ) as stamped
    ),
    operations as (
        insert into operation (id, lane, kind, outcome, merchant, till, holder, total, covered, at, receipt, key, body,
            writer, batch, place, digest, answer)
        select id, 0, 1, 2, %(merchant)s, %(till)s, n, 3 * price, 3 * price, at, n::text, key, key, 999, 0, 0,
            sha256(int8send(n)), repeat('x', 600)
        from bought
    ),
    postings as (
        insert into posting (operation, lane, place, debit, credit, amount, at)
        select id, 0, 0, account, 1, 3 * price, at from bought
    )
    insert into receipt_line (operation, lane, position, at, gtin, name, category, quantity, price, discount, amount,
        covered, accounts, amounts)
    select id, 0, position, at, 4600000000000 + n, 'Example good ' || n, 1, 1000000, price, 0, price, price,
        array[account], array[price::bigint]
    from bought
    cross join generate_series(1, %(lines)s) as position
"""


def write(ground: Ground, town: Town, *, certificates: int, journal_rows: int, bars: Bars) -> None:
    """So many rows of `posting` and `receipt_line` together, of the year before now, in the order of time."""
    purchases = max(journal_rows // (1 + LINES), 1)
    begins = real_time() - timedelta(days=_DAYS)
    with connect(ground.superuser_url(DATABASE), autocommit=True) as conn:
        installation.prepare_months(conn, at=begins)
        for first in range(0, purchases, _CHUNK):
            last = min(first + _CHUNK, purchases)
            conn.execute(
                _WRITE,
                {
                    "first": first,
                    "last": last - 1,
                    "begins": begins,
                    "step": timedelta(days=_DAYS - 1) / purchases,
                    "certificates": certificates,
                    "merchant": town.merchants[0],
                    "till": town.tills[0],
                    "lines": LINES,
                },
            )
            bars("writing history", last, purchases)
        conn.execute("vacuum (freeze, analyze)")
        conn.execute("checkpoint")
