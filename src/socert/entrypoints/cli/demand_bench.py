"""`socert bench demand`: how long the weekly picture takes over a great many purchases."""

import time
from datetime import timedelta
from random import Random

import click
import msgspec

from socert import wiring
from socert.domain import ledger, monitoring, providers
from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.replays.bars import show_bars
from socert.entrypoints.replays.district import issue_certificates, set_up_district
from socert.entrypoints.replays.settling import at_hour, move_clock
from socert.entrypoints.replays.stage import fresh_site
from socert.postgres import connect
from socert.settings import read_settings

DATABASE = "socert_bench_demand"
PURCHASES = 1_000_000
_PURCHASES_MAX = 20_000_000
_PURCHASES_A_PERSON = 25
_DAYS = 14

# Purchases captured at once, two lines each, spread over people, tills, categories and two weeks. Only what the picture
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
            %(begins)s + interval '1 second' * (one * 1209600 / %(purchases)s) as at,
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
        select id, lane, 1, 2, merchant, till, holder, 3 * price, 2 * price, at, '1', 1, 0, 0, '', '{}' from bought
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


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds by the clock; `categories` is how many stand in the picture."""

    purchases: int
    people: int
    load_seconds: float
    report_seconds: float
    categories: int
    amount_kopecks: int


@click.command("demand")
@click.option("--purchases", type=click.IntRange(1_000, _PURCHASES_MAX), default=PURCHASES, show_default=True)
@json_option
def bench(purchases: int) -> None:
    """The weekly picture of demand over so many purchases of two weeks."""
    settings = read_settings()
    random = Random(1)  # noqa: S311 - invented people
    with wiring.open_server_of(settings) as server, show_bars(screen()) as bars:
        people = max(purchases // _PURCHASES_A_PERSON, 1)
        story = food_pilot.story(settings.reference, people=people, random=random, bars=bars)
        site = fresh_site(server, settings, database=DATABASE)
        soon = wiring.real_time().astimezone(site.installation.zone).date() + timedelta(days=_DAYS)
        week = monitoring.Week(soon - timedelta(days=soon.weekday()))
        zone = site.installation.zone
        begins = week.before.starts_at(zone)
        now = move_clock(site, at_hour(site, begins.date(), 0))
        with site.transaction() as conn:
            set_up_district(conn, city=story.city, taken=[gift.programme for gift in story.gifts], now=now)
            merchants = [one.id for one in providers.merchants(conn)]
            ledger.payables(conn, merchants=merchants, lanes=site.installation.lanes)
        for gift in story.gifts:
            issue_certificates(site, gift, now=now, progress=bars)
        started = time.monotonic()
        with connect(server.owner_url(DATABASE)) as owner:
            owner.execute(_BUY.encode(), {"begins": begins, "purchases": purchases})
        with connect(server.owner_url(DATABASE), autocommit=True) as owner:
            owner.execute("vacuum (analyze)")
        loaded = time.monotonic()
        with connect(site.application_url) as conn:
            found = monitoring.demand_document(monitoring.demand(conn, week=week, now=week.ends_at(zone), zone=zone))
        done = Timed(
            purchases=purchases,
            people=people,
            load_seconds=round(loaded - started, 1),
            report_seconds=round(time.monotonic() - loaded, 2),
            categories=len(found["categories"]),
            amount_kopecks=found["totals"]["amount_kopecks"],
        )
    answer(
        done,
        lines=[
            f"{done.purchases:,} purchases of {done.people:,} people: the weekly picture in {done.report_seconds} s"
        ],
    )
