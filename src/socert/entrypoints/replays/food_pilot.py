"""The pilot of the food certificate: 500 points each, weeks of shopping over HTTP, repaid, the rest returned."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import aiohttp
from rich.console import Console

from socert import wiring
from socert.entrypoints.replays.bars import Bars, show_bars
from socert.entrypoints.replays.baskets import carrier
from socert.entrypoints.replays.district import District, UnableToSetUp, issue_certificates, set_up_district
from socert.entrypoints.replays.example import ExampleCity, read_example
from socert.entrypoints.replays.report import ReplayReport
from socert.entrypoints.replays.residents import Shopper, invent_foreign_card, invent_residents
from socert.entrypoints.replays.settling import (
    advance_clock,
    at_hour,
    check_books,
    let_expire,
    move_clock,
    read_books,
    settle,
)
from socert.entrypoints.replays.shopping import Errand, run_errand
from socert.entrypoints.replays.stage import fresh_site, running_server
from socert.entrypoints.replays.stock import GoodsList, import_stock, stocked
from socert.entrypoints.replays.till import PlayedTill, TillTotals, Traffic
from socert.postgres import connect
from socert.settings import Settings
from socert.values import Money

PROGRAMME = "food-certificate"
PEOPLE = 3_800
WEEKS = 5
DAYS_A_WEEK = 7
VALID_DAYS = 90
_AMOUNT = Money(50_000)
_NEVER_SHOP_PER_THOUSAND = 12
_SMALL_BASKET_PERCENT = 45
_VISITS_PER_DAY_PERCENT = 17
_FAVOURITE_TILLS = 3
_NOT_WORTH_A_VISIT = 100  # kopecks: below one rouble nobody makes the way
_IN_FLIGHT = 48
_FOREIGN_CARDS = 12


@dataclass(slots=True)
class Household:
    """A resident with what is left and the tills they go to; their own chance makes a replay repeatable."""

    shopper: Shopper
    random: Random
    left: int
    is_small: bool
    tills: Sequence[PlayedTill]

    def shops_today(self) -> bool:
        """Whether they go out today."""
        return self.left > _NOT_WORTH_A_VISIT and self.random.randrange(100) < _VISITS_PER_DAY_PERCENT


def run(
    settings: Settings, *, people: int, seed: int, console: Console, database: str, goods: GoodsList | None = None
) -> ReplayReport:
    """Replay the pilot in a fresh database of its own, which is left for `socert verify`.

    With a list of goods it is imported, and people buy what it names.

    Raises:
        UnableToSetUp, UnableToStartServer, UnexpectedAnswer, UnableToSettle: it could not be played to its end.
    """
    started = time.monotonic()
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    city = read_example(settings.reference, random=random)
    shoppers = invent_residents(people, names=city.names, random=random)
    registers = settings.home / "registers" / database
    with wiring.open_server_of(settings) as server, show_bars(console) as bars:
        site = fresh_site(server, settings, database=database)
        if goods is not None:
            city = stocked(city, goods, random=random, bars=bars)
            import_stock(site, goods, bars=bars)
        first_day = _first_day(site)
        district = _prepare(site, city=city, shoppers=shoppers, first_day=first_day, bars=bars)
        pilot = Pilot(site, city=city, district=district, bars=bars)
        with running_server(site) as address:
            asyncio.run(pilot.play(shoppers, address=address, first_day=first_day, random=random))
        shutil.rmtree(registers, ignore_errors=True)  # of the run before, whose database is gone as well
        written = settle(site, ends_on=first_day + timedelta(days=DAYS_A_WEEK * WEEKS), registers=registers, bars=bars)
        let_expire(site, after=first_day + timedelta(days=VALID_DAYS), bars=bars)
        return _report(site, pilot, seed=seed, registers=written, bars=bars, started=started)


def _first_day(site: wiring.Site) -> date:
    """The first Monday after today."""
    today = wiring.real_time().astimezone(site.installation.zone).date()
    return today + timedelta(days=DAYS_A_WEEK - today.weekday())


def _prepare(
    site: wiring.Site, *, city: ExampleCity, shoppers: Sequence[Shopper], first_day: date, bars: Bars
) -> District:
    now = move_clock(site, at_hour(site, first_day, 6))
    with site.transaction() as conn:
        district = set_up_district(conn, city=city, programme=PROGRAMME, now=now)
    report = issue_certificates(
        site, shoppers=shoppers, city=city, programme=PROGRAMME, amount=_AMOUNT, now=now, progress=bars
    )
    if report.rows_issued != len(shoppers):
        raise UnableToSetUp(f"Only {report.rows_issued} of {len(shoppers)} certificates were issued.")
    return district


class Pilot:
    """Weeks of shopping against the running server."""

    def __init__(self, site: wiring.Site, *, city: ExampleCity, district: District, bars: Bars) -> None:
        self._site = site
        self._city = city
        self._district = district
        self._bars = bars
        self.traffic = Traffic()
        self.shopping_seconds = 0.0
        self.till_days_agree = True

    async def play(self, shoppers: Sequence[Shopper], *, address: str, first_day: date, random: Random) -> None:
        """Play every week, day by day and hour by hour."""
        connector = aiohttp.TCPConnector(limit=_IN_FLIGHT)
        with connect(self._site.application_url, autocommit=True) as self._clock:
            async with aiohttp.ClientSession(address, connector=connector) as session:
                await self._play(session, shoppers, first_day=first_day, random=random)

    async def _play(
        self, session: aiohttp.ClientSession, shoppers: Sequence[Shopper], *, first_day: date, random: Random
    ) -> None:
        await self._hand_in_articles(session)
        tills = [
            PlayedTill(one.number, one.code, one.chain, one.key, session, self.traffic) for one in self._district.tills
        ]
        households = [_household(one, tills, random=random) for one in shoppers]
        started = time.monotonic()
        for day in range(DAYS_A_WEEK * WEEKS):
            await self._play_day(households, tills, first_day + timedelta(days=day))
            self._bars("days of shopping", day + 1, DAYS_A_WEEK * WEEKS)
        await self._try_foreign_cards(tills)
        self.shopping_seconds = time.monotonic() - started

    async def _hand_in_articles(self, session: aiohttp.ClientSession) -> None:
        """Every chain hands in its own weighed goods, as a merchant would."""
        for chain, key in self._district.merchant_keys.items():
            articles = [
                {"article": ware.article, "name": ware.name, "category": ware.category}
                for (owner, _), wares in self._city.articles.items()
                if owner == chain
                for ware in wares
            ]
            headers = {"authorization": f"Bearer {key}"}
            async with session.put("/api/v1/articles", json={"articles": articles}, headers=headers) as response:
                self.traffic.requests += 1
                response.raise_for_status()

    async def _play_day(self, households: Sequence[Household], tills: Sequence[PlayedTill], day: date) -> None:
        """Everybody who shops on this day, at the hours people shop; on Sundays tills report their totals."""
        for till in tills:
            till.totals = TillTotals()
        by_hour: dict[int, list[Household]] = {}
        for household in households:
            if household.shops_today():
                by_hour.setdefault(self._city.habits.hours.draw(household.random), []).append(household)
        for hour in sorted(by_hour):
            now = await asyncio.to_thread(advance_clock, self._clock, at_hour(self._site, day, hour))
            await self._play_hour(by_hour[hour], now)
        if day.isoweekday() == DAYS_A_WEEK:
            agreed = [await till.report_day(day.isoformat()) for till in tills]
            self.till_days_agree = self.till_days_agree and all(agreed)

    async def _play_hour(self, households: Sequence[Household], now: datetime) -> None:
        limit = asyncio.Semaphore(_IN_FLIGHT)

        async def go(household: Household) -> None:
            async with limit:
                errand = Errand(
                    shopper=household.shopper,
                    till=household.random.choice(household.tills),
                    at=now.astimezone(self._site.installation.zone).replace(microsecond=0),
                    is_small=household.is_small,
                )
                household.left = await run_errand(errand, city=self._city, random=household.random)

        async with asyncio.TaskGroup() as group:
            for household in households:
                group.create_task(go(household))

    async def _try_foreign_cards(self, tills: Sequence[PlayedTill]) -> None:
        """Cards nobody here was given: one code, one text."""
        for number in range(_FOREIGN_CARDS):
            answer = await tills[number].ask("/balances", {"carrier": carrier(invent_foreign_card(number))})
            assert answer["reason"]["code"] == "card_not_accepted"


def _household(shopper: Shopper, tills: Sequence[PlayedTill], *, random: Random) -> Household:
    own = Random(random.getrandbits(64))  # noqa: S311 - invented habits
    never_shops = own.randrange(1_000) < _NEVER_SHOP_PER_THOUSAND
    return Household(
        shopper=shopper,
        random=own,
        left=0 if never_shops else _AMOUNT.kopecks,
        is_small=own.randrange(100) < _SMALL_BASKET_PERCENT,
        tills=own.sample(tills, _FAVOURITE_TILLS),
    )


def _report(site: wiring.Site, pilot: Pilot, *, seed: int, registers: Path, bars: Bars, started: float) -> ReplayReport:
    books = read_books(site)
    verification = check_books(site, bars=bars)
    traffic = pilot.traffic
    return ReplayReport(
        seed=seed,
        database=site.database,
        people=books.people,
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
        http_per_second=round(traffic.requests / pilot.shopping_seconds, 1),
        repaid={one.inn: one.paid_kopecks for one in books.merchants},
        titles={one.inn: one.title_ru for one in books.merchants},
        registers=str(registers),
        first_bad=verification.first_bad,
        till_days_agree=pilot.till_days_agree,
        books_balance=verification.passed and books.unaccounted_kopecks == 0,
        seconds=round(time.monotonic() - started, 2),
    )
