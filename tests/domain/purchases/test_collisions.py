"""Two who want the same at the same instant, each at a server of its own: one of them gets it, and both are told.

Two servers stand for two processes: each has its own queues, writers and connections; they share only the database.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import psycopg
import pytest

from domain.monitoring.lively import Trade
from domain.purchases.crowd import Json, Queue, count_outcomes, given_trading_city, one_row, open_queues, read, verified
from given.city import CLERK, Carded
from given.databases import Database
from postgres.notes import Limits
from socert.domain import certificates
from socert.domain.ledger import OperationKind
from socert.domain.purchases import AskedPart, Authorise, Question, Stored, Sweep
from socert.postgres import connect
from socert.wiring import real_time

Servers = list[list[Queue]]
Asked = tuple[int, int, Question]  # server, lane, question
EACH = 60
PRICE = 100
LAPSE = int(OperationKind.LAPSE)


@pytest.fixture(params=[1, 4], ids=["1 lane", "4 lanes"])
def trade(request: pytest.FixtureRequest, conn: psycopg.Connection) -> Iterator[Trade]:
    """Three residents with 500 points each, in one lane or in four."""
    trade = Trade(conn, given_trading_city(conn, lanes=request.param), request.param)
    conn.commit()
    yield trade
    conn.rollback()


def basket(trade: Trade, place: int, *, capture: bool = False) -> tuple[Carded, Authorise]:
    """A loaf for somebody."""
    who = (trade.city.anna, trade.city.boris, trade.city.vera)[place % 3]
    line = trade.line(1, "bread", PRICE)
    return who, trade.buy(who, trade.city.rowan.till, line, at=real_time(), capture=capture)


async def buy(servers: Servers, trade: Trade, *, capture: bool = False) -> list[tuple[Carded, Authorise]]:
    """So many loaves, bought."""
    bought = [basket(trade, place, capture=capture) for place in range(EACH)]
    answers = await ask(servers, [(0, who.lane, one) for who, one in bought])
    assert count_outcomes(answers) == {("approved", None): EACH}
    return bought


async def ask(servers: Servers, asked: Sequence[Asked]) -> list[Json]:
    """All at the same time; the answers in their order."""
    found = await asyncio.gather(*(servers[server][lane].ask(question) for server, lane, question in asked))
    return [read(one) for one in found]


def pairs(answers: list[Json]) -> Counter[tuple[tuple[str, str | None], ...]]:
    """How often which two outcomes with which reasons."""

    def told(one: Json) -> tuple[str, str | None]:
        return one["outcome"], one["reason"] and one["reason"]["code"]

    return Counter((told(one), told(other)) for one, other in zip(answers[::2], answers[1::2], strict=True))


def test_of_a_capture_and_a_void_one_happens(database: Database, trade: Trade) -> None:
    async def story() -> list[Json]:
        async with open_queues(database.application_url, count=2, lanes=trade.lanes, batch_limit=7) as servers:
            asked: list[Asked] = []
            for place, (who, one) in enumerate(await buy(servers, trade)):
                captured, voided = trade.capture(one, at=real_time()), trade.void(one, at=real_time())
                asked += [(place % 2, who.lane, captured), (1 - place % 2, who.lane, voided)]
            return await ask(servers, asked)

    found = pairs(asyncio.run(story()))
    taken = found[("approved", None), ("declined", "already_captured")]
    free = found[("declined", "already_voided"), ("approved", None)]
    assert taken + free == EACH == found.total()
    assert one_row(trade.conn, "select sum(consumed), sum(held) from account") == (taken * PRICE, 0)
    verified(database.application_url)


def test_of_two_refunds_one_gives_back(database: Database, trade: Trade) -> None:
    async def story() -> list[Json]:
        async with open_queues(database.application_url, count=2, lanes=trade.lanes, batch_limit=7) as servers:
            asked: list[Asked] = []
            for who, one in await buy(servers, trade, capture=True):
                refunds = (trade.refund(one, AskedPart(1), at=real_time()) for _ in range(2))
                asked += [(server, who.lane, refund) for server, refund in enumerate(refunds)]
            return await ask(servers, asked)

    found = pairs(asyncio.run(story()))
    approved, declined = ("approved", None), ("declined", "more_than_bought")
    assert found[approved, declined] + found[declined, approved] == EACH == found.total()
    assert one_row(trade.conn, "select sum(consumed), sum(held) from account") == (0, 0)
    verified(database.application_url)


def test_a_capture_at_the_instant_its_hold_ends_takes_or_lapses(
    database: Database, trade: Trade, owner: psycopg.Connection
) -> None:
    """The holds end one after another while captures and the house's sweeps are under way."""

    async def story() -> list[Json]:
        async with open_queues(database.application_url, count=2, lanes=trade.lanes, batch_limit=7) as servers:
            bought = await buy(servers, trade)
            begin = real_time() + timedelta(seconds=0.5)
            ends = [begin + timedelta(milliseconds=5 * place) for place in range(EACH)]
            for end, (_, one) in zip(ends, bought, strict=True):
                owner.execute("update hold set expires_at = %s where operation = %s", [end, one.id])
            owner.commit()

            async def around_its_end(place: int) -> Json:
                (who, one), end = bought[place], ends[place]
                before_or_after = timedelta(milliseconds=30 * (place % 5 - 2))
                await asyncio.sleep(max(0, (end + before_or_after - real_time()).total_seconds()))
                capture = trade.capture(one, at=real_time())
                swept = servers[1][who.lane].ask(Sweep(one.id))
                answer = await servers[0][who.lane].ask(capture)
                await swept
                return read(answer)

            return await asyncio.gather(*(around_its_end(place) for place in range(EACH)))

    found = count_outcomes(asyncio.run(story()))
    taken, late = found["approved", None], found["declined", "hold_expired"]
    assert taken + late == EACH
    assert one_row(trade.conn, "select sum(consumed), sum(held) from account") == (taken * PRICE, 0)
    assert one_row(trade.conn, "select count(*) from operation where kind = %s", LAPSE) == (late,)


def test_a_capture_while_its_certificate_ends_takes_what_was_held(database: Database, trade: Trade) -> None:
    end = real_time() + timedelta(days=400)

    def expire() -> int:
        with connect(database.application_url) as conn:
            return certificates.expire(conn, now=end, actor=CLERK).certificates

    async def story() -> tuple[list[Json], int]:
        async with open_queues(database.application_url, count=2, lanes=trade.lanes, batch_limit=7) as servers:
            captures = [
                (place % 2, who.lane, trade.capture(one, at=real_time()))
                for place, (who, one) in enumerate(await buy(servers, trade))
            ]
            return await asyncio.gather(ask(servers, captures), asyncio.to_thread(expire))

    answers, ended = asyncio.run(story())
    assert count_outcomes(answers) == {("approved", None): EACH}
    assert ended == 3
    found = one_row(trade.conn, "select sum(consumed), sum(held), sum(issued - consumed - returned) from account")
    assert found == (EACH * PRICE, 0, 0)
    verified(database.application_url)


def test_one_key_at_two_servers_is_one_operation_and_the_same_bytes(database: Database, trade: Trade) -> None:
    async def story() -> list[object]:
        async with open_queues(database.application_url, count=2, lanes=trade.lanes, batch_limit=7) as servers:
            bought = [basket(trade, place, capture=place % 2 == 0) for place in range(EACH)]
            asked = (servers[server][who.lane].ask(one) for who, one in bought for server in (0, 1))
            return await asyncio.gather(*asked)

    answers = [one for one in asyncio.run(story()) if isinstance(one, Stored)]
    assert [one.body for one in answers[::2]] == [one.body for one in answers[1::2]]
    assert sum(one.is_replay for one in answers) == EACH
    assert one_row(trade.conn, "select count(*) from operation where key is not null") == (EACH,)
    assert one_row(trade.conn, "select sum(consumed + held) from account") == (EACH * PRICE,)
    verified(database.application_url)


def test_a_thousand_operations_on_one_certificate_in_one_batch(database: Database, trade: Trade) -> None:
    anna, till = trade.city.anna, trade.city.rowan.till
    asked = [trade.buy(anna, till, trade.line(1, "bread", 70), at=real_time(), capture=True) for _ in range(1_000)]
    sizes: list[int] = []

    async def story() -> list[object]:
        limits = Limits(batch_limit=1_000, weight_limit=1_000)
        async with open_queues(database.application_url, count=1, lanes=trade.lanes, **limits) as (queues,):
            queues[anna.lane].committed = lambda size, *_: sizes.append(size)
            return await asyncio.gather(*(queues[anna.lane].ask(one) for one in asked))

    outcomes = count_outcomes(read(one) for one in asyncio.run(story()) if isinstance(one, Stored))
    assert sizes == [1_000]
    spent = {("approved", None): 714, ("partial", "balance_short"): 1, ("declined", "balance_spent"): 285}
    assert outcomes == spent  # 714 × 70 = 49,980 of 50,000
    assert one_row(trade.conn, "select consumed from account where holder = %s", anna.holder) == (50_000,)
    verified(database.application_url)
