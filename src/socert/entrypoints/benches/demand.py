"""How long the weekly picture of demand takes over a great many purchases."""

import time
from datetime import timedelta
from random import Random

import msgspec

from socert import wiring
from socert.domain import ledger, monitoring, providers
from socert.entrypoints.benches.purchases import load_purchases
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
_DAYS = 14


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
    load_purchases(site, begins=begins, days=_DAYS, purchases=purchases)
