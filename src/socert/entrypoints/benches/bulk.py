"""How long the office's largest steps take: issue to hundreds of thousands, close a period, let a million expire."""

import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

import msgspec

from socert import wiring
from socert.domain import certificates, clearing, ledger, providers
from socert.entrypoints.benches.purchases import load_purchases
from socert.entrypoints.replays import food_city
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import ACTOR, Gift, issue_certificates, set_up_district
from socert.entrypoints.replays.settling import move_clock
from socert.entrypoints.replays.stage import fresh_site
from socert.settings import Settings
from socert.values import Money

DATABASE = "socert_bench_bulk"
PEOPLE, PURCHASES, LISTS = 340_000, 1_000_000, 3
LIMIT_SECONDS = 60
_AMOUNT = 50_000
_DAYS = 28
_VALID_DAYS = 91
_KIB_A_MIB = 1024


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds by the clock; `peak_mib` is the most memory this command had until the step's end, database aside."""

    step: str
    count: int
    seconds: float
    peak_mib: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Every step, and whether each kept to the limit."""

    steps: list[Step]
    limit_seconds: int
    holds: bool


def measure(settings: Settings, *, people: int, purchases: int, bars: Bars) -> Measured:
    """Issue to `people`, and twice as many again; close a period of `purchases`; let all certificates expire."""
    random = Random(1)  # noqa: S311 - invented people
    story = food_city.story(settings.reference, people=people * LISTS, random=random, bars=bars)
    steps: list[Step] = []
    with wiring.open_server_of(settings) as server:
        site = fresh_site(server, settings, database=DATABASE)
        begins = site.installation.created_at.astimezone(site.installation.zone) + timedelta(days=1)
        now = move_clock(site, begins)
        with site.transaction() as conn:
            set_up_district(conn, city=story.city, taken=[food_city.PROGRAMME], now=now)
            merchants = [one.id for one in providers.merchants(conn)]
            ledger.payables(conn, merchants=merchants, lanes=site.installation.lanes)
        for number in range(LISTS):
            some = story.shoppers[number * people : (number + 1) * people]
            gift = Gift(food_city.PROGRAMME, some, Money(_AMOUNT * people * (number + 1)))
            issue = partial(issue_certificates, site, gift, now=now, progress=bars)
            steps.append(_timed("issue", people, issue))
        load_purchases(site, begins=begins, days=_DAYS, purchases=purchases)
        close = partial(_close, site, until=begins + timedelta(days=_DAYS + 1))
        steps.append(_timed("close", purchases, close))
        expire = partial(_expire, site, at=begins + timedelta(days=_VALID_DAYS + 1))
        steps.append(_timed("expire", people * LISTS, expire))
    slowest = max(one.seconds for one in steps)
    return Measured(steps=steps, limit_seconds=LIMIT_SECONDS, holds=slowest <= LIMIT_SECONDS)


def _timed(step: str, count: int, work: Callable[[], None]) -> Step:
    started = time.monotonic()
    work()
    seconds = round(time.monotonic() - started, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB_A_MIB
    return Step(step=step, count=count, seconds=seconds, peak_mib=peak)


def _close(site: wiring.Site, *, until: datetime) -> None:
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    now = move_clock(site, until)
    with site.transaction() as conn:
        closed = clearing.close_period(conn, until=midnight, now=now, zone=site.installation.zone, actor=ACTOR)
    assert isinstance(closed, clearing.ClosedPeriod), closed


def _expire(site: wiring.Site, *, at: datetime) -> None:
    now = move_clock(site, at)
    with site.transaction() as conn:
        certificates.expire(conn, now=now, actor=ACTOR)
