"""How long pages take in a city: 340,000 people with certificates, a million purchases behind them."""

import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import quantiles

import httpx
import msgspec

from socert import wiring
from socert.domain import access, ledger, monitoring, providers
from socert.entrypoints.benches.purchases import load_purchases
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import issue_certificates, set_up_district
from socert.entrypoints.replays.settling import move_clock
from socert.entrypoints.replays.stage import fresh_site, running_server
from socert.postgres import connect
from socert.settings import Settings

DATABASE = "socert_bench_pages"
PEOPLE = 340_000
PURCHASES = 1_000_000
ROUNDS = 40
#: The first time is told by itself; percentiles need two more.
ROUNDS_MIN = 3
_DAYS = 14
_PEOPLE_ASKING = 20
#: The first visitor of the first page waits while the books of a city are read.
_PATIENCE_SECONDS = 60
_COOKIE = "socert_session"
_MILLISECONDS = 1_000
#: The server speaks plain HTTP; reading the authorities anew for every visitor would keep its processor busy.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

_NOBODY = ("/", "/developers", "/sign-in", "/staff/sign-in", "/till/join")
_RESIDENT = ("/me", "/me/card", "/me/shops", "/me/check?q=молоко", "/me/history", "/me/block", "/me/representatives")
_OPERATOR = (
    *("/staff", "/staff/programmes", "/staff/people", "/staff/issue", "/staff/periods", "/staff/demand"),
    *("/staff/catalogue", "/staff/tills", "/staff/verify", "/staff/health", "/staff/audit"),
)


class TimedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds from asking to the whole answer, on an otherwise idle server; `first` is the first time of all."""

    page: str
    asked: int
    first_ms: float
    p50_ms: float
    p95_ms: float
    longest_ms: float
    kibibytes: int


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured over which city."""

    people: int
    purchases: int
    load_seconds: float
    pages: list[TimedPage]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page as somebody signed in asks for it, in turn one of several."""

    path: str
    cookies: Sequence[Mapping[str, str]]


def measure(settings: Settings, *, people: int, purchases: int, rounds: int, bars: Bars) -> Timed:
    """Make the city, serve it, and ask for every page so many times as the people asking for it do."""
    random = Random(1)  # noqa: S311 - invented people
    with wiring.open_server_of(settings) as server:
        started = time.monotonic()
        site = fresh_site(server, settings, database=DATABASE)
        _make(site, people=people, purchases=purchases, random=random, bars=bars)
        load_seconds = time.monotonic() - started
        with running_server(site) as url:
            asked = list(_asked(site, random=random))
            done = []
            for number, one in enumerate(asked, 1):
                done.append(_time(url, one, rounds=rounds))
                bars("pages", number, len(asked))
    return Timed(people=people, purchases=purchases, load_seconds=round(load_seconds, 1), pages=done)


def _make(site: wiring.Site, *, people: int, purchases: int, random: Random, bars: Bars) -> None:
    """Two weeks of a city; its clock then stands a day after them."""
    zone = site.installation.zone
    story = food_pilot.story(site.reference, people=people, random=random, bars=bars)
    soon = wiring.real_time().astimezone(zone).date() + timedelta(weeks=2)
    begins = monitoring.Week(soon - timedelta(days=soon.weekday())).starts_at(zone)
    now = move_clock(site, begins)
    with site.transaction() as conn:
        set_up_district(conn, city=story.city, taken=[gift.programme for gift in story.gifts], now=now)
        merchants = [one.id for one in providers.merchants(conn)]
        ledger.payables(conn, merchants=merchants, lanes=site.installation.lanes)
    for gift in story.gifts:
        issue_certificates(site, gift, now=now, progress=bars)
    load_purchases(site, begins=begins, days=_DAYS, purchases=purchases)
    move_clock(site, begins + timedelta(days=_DAYS + 1))


def _asked(site: wiring.Site, *, random: Random) -> Iterator[_Asked]:
    now = wiring.real_time()
    with connect(site.application_url) as conn:
        holders = [row[0] for row in conn.execute("select holder from account order by holder limit 100000")]
        residents = random.sample(holders, _PEOPLE_ASKING)

        def cookie(role: access.Role, subject: int) -> dict[str, str]:
            return {_COOKIE: access.open_session(conn, role=role, subject=subject, now=now).token}

        asking = [cookie(access.Role.RESIDENT, holder) for holder in residents]
        operator = [cookie(access.Role.OPERATOR, 1)]
    for path in _NOBODY:
        yield _Asked(path, [{}])
    for path in _RESIDENT:
        yield _Asked(path, asking)
    for path in (*_OPERATOR, f"/staff/people/{residents[0]}"):
        yield _Asked(path, operator)


def _time(url: str, asked: _Asked, *, rounds: int) -> TimedPage:
    each: list[float] = []
    size = 0
    for number in range(rounds):
        cookies = dict(asked.cookies[number % len(asked.cookies)])
        with httpx.Client(base_url=url, cookies=cookies, timeout=_PATIENCE_SECONDS, verify=_NO_TLS) as client:
            begun = time.perf_counter()
            answer = client.get(asked.path)
            each.append((time.perf_counter() - begun) * _MILLISECONDS)
        if answer.status_code != httpx.codes.OK:
            raise UnableToMeasure(f"{asked.path} answered {answer.status_code}.")
        size = len(answer.content)
    parts = quantiles(each[1:], n=20)
    return TimedPage(
        page=asked.path,
        asked=len(each),
        first_ms=round(each[0], 1),
        p50_ms=round(parts[9], 1),
        p95_ms=round(parts[18], 1),
        longest_ms=round(max(each[1:]), 1),
        kibibytes=round(size / 1024),
    )


class UnableToMeasure(Exception):
    """A page did not answer as it should."""
