"""How long the weekly picture of demand takes over a great many purchases."""

import time
from datetime import timedelta
from random import Random

import msgspec

from socert import wiring
from socert.domain import ledger, monitoring, providers
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import issue_certificates, set_up_district
from socert.entrypoints.replays.settling import move_clock
from socert.entrypoints.replays.stage import fresh_site
from socert.entrypoints.replays.story import Story
from socert.postgres import connect
from socert.settings import Settings

DATABASE = "socert_bench_demand"
PURCHASES = 1_000_000
PURCHASES_MAX = 20_000_000
_PURCHASES_A_PERSON = 25

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


def measure(settings: Settings, *, purchases: int, bars: Bars) -> Timed:
    """The weekly picture of demand over so many purchases of two weeks, in a fresh database."""
    random = Random(1)  # noqa: S311 - invented people
    people = max(purchases // _PURCHASES_A_PERSON, 1)
    with wiring.open_server_of(settings) as server:
        story = food_pilot.story(settings.reference, people=people, random=random, bars=bars)
        site = fresh_site(server, settings, database=DATABASE)
        week = _week_to_come(site)
        started = time.monotonic()
        _load(site, story, week=week, purchases=purchases, bars=bars)
        loaded = time.monotonic()
        zone = site.installation.zone
        with connect(site.application_url) as conn:
            found = monitoring.demand_document(monitoring.demand(conn, week=week, now=week.ends_at(zone), zone=zone))
        return Timed(
            purchases=purchases,
            people=people,
            load_seconds=round(loaded - started, 1),
            report_seconds=round(time.monotonic() - loaded, 2),
            categories=len(found["categories"]),
            amount_kopecks=found["totals"]["amount_kopecks"],
        )


def _week_to_come(site: wiring.Site) -> monitoring.Week:
    """A week that has one before it in which nothing happened yet."""
    soon = wiring.real_time().astimezone(site.installation.zone).date() + timedelta(weeks=2)
    return monitoring.Week(soon - timedelta(days=soon.weekday()))


def _load(site: wiring.Site, story: Story, *, week: monitoring.Week, purchases: int, bars: Bars) -> None:
    begins = week.before.starts_at(site.installation.zone)
    now = move_clock(site, begins)
    with site.transaction() as conn:
        set_up_district(conn, city=story.city, taken=[gift.programme for gift in story.gifts], now=now)
        merchants = [one.id for one in providers.merchants(conn)]
        ledger.payables(conn, merchants=merchants, lanes=site.installation.lanes)
    for gift in story.gifts:
        issue_certificates(site, gift, now=now, progress=bars)
    with connect(site.owner_url, autocommit=True) as owner:
        owner.execute(_BUY.encode(), {"begins": begins, "purchases": purchases})
        owner.execute("vacuum (analyze)")
