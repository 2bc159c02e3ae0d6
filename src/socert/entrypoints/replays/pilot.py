"""A story is lived through: certificates issued, weeks of shopping over HTTP, shops repaid, the rest returned."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import aiohttp
from rich.console import Console

from socert import wiring
from socert.entrypoints.replays.bars import Bars, show_bars
from socert.entrypoints.replays.baskets import carrier
from socert.entrypoints.replays.district import District, issue_certificates, set_up_district
from socert.entrypoints.replays.report import ReplayReport
from socert.entrypoints.replays.residents import invent_foreign_card
from socert.entrypoints.replays.settling import (
    advance_clock,
    at_hour,
    check_books,
    let_expire,
    move_clock,
    read_books,
    settle,
)
from socert.entrypoints.replays.stage import fresh_site, running_server
from socert.entrypoints.replays.stock import import_stock
from socert.entrypoints.replays.story import DAYS_A_WEEK, Household, Story
from socert.entrypoints.replays.till import PlayedTill, TillTotals, Traffic
from socert.postgres import connect
from socert.settings import Settings

_IN_FLIGHT = 48
_FOREIGN_CARDS = 12
_REPORTING_TILLS = 40


def play(
    settings: Settings, story: Story, *, random: Random, seed: int, console: Console, database: str
) -> ReplayReport:
    """Play a story in a fresh database of its own, which is left for `socert verify`.

    Raises:
        UnableToSetUp, UnableToStartServer, UnexpectedAnswer, UnableToSettle: it could not be played to its end.
    """
    started = time.monotonic()
    registers = settings.home / "registers" / database
    with wiring.open_server_of(settings) as server, show_bars(console) as bars:
        site = fresh_site(server, settings, database=database)
        if story.goods is not None:
            import_stock(site, story.goods, bars=bars)
        first_day = _first_day(site)
        district = _prepare(site, story, first_day=first_day, bars=bars)
        pilot = Pilot(site, story, district=district, bars=bars)
        with running_server(site) as address:
            asyncio.run(pilot.play(address=address, first_day=first_day, random=random))
        shutil.rmtree(registers, ignore_errors=True)  # of the run before, whose database is gone as well
        last_day = first_day + timedelta(days=DAYS_A_WEEK * story.weeks)
        written = settle(site, ends_on=last_day, registers=registers, with_sheets=not story.is_large, bars=bars)
        let_expire(site, after=first_day + timedelta(days=story.valid_days), bars=bars)
        return _report(site, pilot, seed=seed, registers=written, bars=bars, started=started)


def _first_day(site: wiring.Site) -> date:
    """The first Monday after today."""
    today = wiring.real_time().astimezone(site.installation.zone).date()
    return today + timedelta(days=DAYS_A_WEEK - today.weekday())


def _prepare(site: wiring.Site, story: Story, *, first_day: date, bars: Bars) -> District:
    now = move_clock(site, at_hour(site, first_day, 6))
    with site.transaction() as conn:
        taken = [gift.programme for gift in story.gifts]
        district = set_up_district(conn, city=story.city, taken=taken, now=now)
    for gift in story.gifts:
        issue_certificates(site, gift, now=now, progress=bars)
    return district


class Pilot:
    """Weeks of shopping against the running server."""

    def __init__(self, site: wiring.Site, story: Story, *, district: District, bars: Bars) -> None:
        self._site = site
        self._story = story
        self._district = district
        self._bars = bars
        self.traffic = Traffic()
        self.shopping_seconds = 0.0
        self.till_days_agree = True
        self.shops = len(story.city.outlets)

    async def play(self, *, address: str, first_day: date, random: Random) -> None:
        """Play every week, day by day and hour by hour."""
        connector = aiohttp.TCPConnector(limit=_IN_FLIGHT)
        with connect(self._site.application_url, autocommit=True) as self._clock:
            async with aiohttp.ClientSession(address, connector=connector) as session:
                await self._play(session, first_day=first_day, random=random)

    async def _play(self, session: aiohttp.ClientSession, *, first_day: date, random: Random) -> None:
        await self._hand_in_articles(session)
        tills = [
            PlayedTill(one.number, one.code, one.chain, one.district, one.key, session, self.traffic)
            for one in self._district.tills
        ]
        households = self._story.settle_in(tills, random)
        started = time.monotonic()
        days = DAYS_A_WEEK * self._story.weeks
        for day in range(days):
            await self._play_day(households, tills, day=day, date_of_day=first_day + timedelta(days=day))
            self._bars("days of shopping", day + 1, days)
        await self._try_foreign_cards(tills)
        self.shopping_seconds = time.monotonic() - started

    async def _hand_in_articles(self, session: aiohttp.ClientSession) -> None:
        """Every chain hands in its own weighed goods, as a merchant would."""
        for chain, key in self._district.merchant_keys.items():
            articles = [
                {"article": ware.article, "name": ware.name, "category": ware.category}
                for (owner, _), wares in self._story.city.articles.items()
                if owner == chain
                for ware in wares
            ]
            if not articles:
                continue
            headers = {"authorization": f"Bearer {key}"}
            async with session.put("/api/v1/articles", json={"articles": articles}, headers=headers) as response:
                self.traffic.requests += 1
                response.raise_for_status()

    async def _play_day(
        self, households: Sequence[Household], tills: Sequence[PlayedTill], *, day: int, date_of_day: date
    ) -> None:
        """Everybody who shops on this day, at the hours people shop; on Sundays tills report their totals."""
        for till in tills:
            till.totals = TillTotals()
        by_hour: dict[int, list[Household]] = {}
        for household in households:
            hour = household.hour_out(day)
            if hour is not None:
                by_hour.setdefault(hour, []).append(household)
        for hour in sorted(by_hour):
            now = await asyncio.to_thread(advance_clock, self._clock, at_hour(self._site, date_of_day, hour))
            await self._play_hour(by_hour[hour], now)
        if date_of_day.isoweekday() == DAYS_A_WEEK:
            every = max(1, len(tills) // _REPORTING_TILLS) if self._story.is_large else 1
            agreed = [await till.report_day(date_of_day.isoformat()) for till in tills[::every]]
            self.till_days_agree = self.till_days_agree and all(agreed)

    async def _play_hour(self, households: Sequence[Household], now: datetime) -> None:
        limit = asyncio.Semaphore(_IN_FLIGHT)
        at = now.astimezone(self._site.installation.zone).replace(microsecond=0)

        async def go(household: Household) -> None:
            async with limit:
                await household.go(at)

        async with asyncio.TaskGroup() as group:
            for household in households:
                group.create_task(go(household))

    async def _try_foreign_cards(self, tills: Sequence[PlayedTill]) -> None:
        """Cards nobody here was given: one code, one text."""
        for number in range(_FOREIGN_CARDS):
            till = tills[number % len(tills)]
            answer = await till.ask("/balances", {"carrier": carrier(invent_foreign_card(number))})
            assert answer["reason"]["code"] == "card_not_accepted"


def _report(site: wiring.Site, pilot: Pilot, *, seed: int, registers: Path, bars: Bars, started: float) -> ReplayReport:
    books = read_books(site)
    verification = check_books(site, bars=bars)
    traffic = pilot.traffic
    return ReplayReport(
        seed=seed,
        database=site.database,
        people=books.people,
        shops=pilot.shops,
        certificates_issued=books.certificates_issued,
        issued_kopecks=books.issued_kopecks,
        captured_kopecks=books.captured_kopecks,
        refunded_kopecks=books.refunded_kopecks,
        own_money_kopecks=books.own_money_kopecks,
        claimed_kopecks=books.claimed_kopecks,
        paid_kopecks=books.paid_kopecks,
        returned_to_source_kopecks=books.returned_to_source_kopecks,
        unaccounted_kopecks=books.unaccounted_kopecks,
        weeks=list(books.weeks),
        lines_not_covered=dict(books.lines_not_covered),
        lines_denied=dict(books.lines_denied),
        http_requests=traffic.requests,
        http_replayed=traffic.replayed,
        answers_not_optimal=traffic.not_optimal,
        http_per_second=round(traffic.requests / pilot.shopping_seconds, 1),
        repaid={one.inn: one.paid_kopecks for one in books.merchants},
        titles={one.inn: one.title_ru for one in books.merchants},
        registers=str(registers),
        first_bad=verification.first_bad,
        till_days_agree=pilot.till_days_agree,
        books_balance=verification.passed and books.unaccounted_kopecks == 0,
        seconds=round(time.monotonic() - started, 2),
    )
