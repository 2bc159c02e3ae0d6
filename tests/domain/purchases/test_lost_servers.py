"""What a till was told stands in the database exactly once, whatever happens to connections, servers and writers."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import pytest

from domain.monitoring.lively import Trade
from domain.purchases.crowd import Queue, given_trading_city, one_row, open_queues, verified
from given.databases import Database
from postgres.forwarder import Trouble, open_wire
from socert.domain.purchases import AnsweredTo, Authorise, LockedBatch, PurchaseWork, Question, Stored
from socert.postgres import DatabaseIsAway, connect, group_commit
from socert.wiring import real_time

KILLS = 10


#: The city has one lane unless a test says otherwise.
LANES = pytest.mark.parametrize("trade", [1, 4], indirect=True, ids=["1 lane", "4 lanes"])


@pytest.fixture
def trade(request: pytest.FixtureRequest, conn: psycopg.Connection) -> Trade:
    """Three residents with 500 points each, and tills."""
    lanes = getattr(request, "param", 1)
    trade = Trade(conn, given_trading_city(conn, lanes=lanes), lanes)
    conn.commit()
    return trade


def lane_of(trade: Trade, question: Authorise) -> int:
    """The lane of whoever buys."""
    people = (trade.city.anna, trade.city.boris, trade.city.vera)
    return next(who.lane for who in people if who.card_hash == question.card)


def baskets(trade: Trade, count: int) -> list[Authorise]:
    """Loaves for a kopeck, half of them only held, so that nobody runs out of money."""
    people = (trade.city.anna, trade.city.boris, trade.city.vera)
    till = trade.city.rowan.till
    return [
        trade.buy(people[place % 3], till, trade.line(1, "bread", 1), at=real_time(), capture=place % 2 == 0)
        for place in range(count)
    ]


async def ask_until_answered(queue: Queue, question: Question) -> str:
    """As a till does: the same key until there is an answer."""
    for _ in range(1_000):
        try:
            answer = await queue.ask(question)
        except DatabaseIsAway:
            await asyncio.sleep(0.01)
            continue
        assert isinstance(answer, Stored), answer
        return answer.body
    raise AssertionError("never answered")


def assert_each_stands_once(database: Database, questions: Sequence[Authorise], answers: Sequence[str]) -> None:
    """Every acknowledged answer is in the ledger, byte for byte, and nothing else is."""
    with connect(database.application_url) as conn:
        found = conn.execute("select key, answer from operation where key is not null").fetchall()
    assert len(found) == len(questions)
    assert dict(found) == {question.key: answer for question, answer in zip(questions, answers, strict=True)}
    verified(database.application_url)


@LANES
def test_ending_the_writers_session_again_and_again_loses_and_doubles_nothing(database: Database, trade: Trade) -> None:
    questions = baskets(trade, 900)
    killed = 0

    async def kill(owner: psycopg.AsyncConnection) -> None:
        nonlocal killed
        while killed < KILLS:
            cursor = await owner.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid() and usename <> current_user"
            )
            killed += (await cursor.fetchone() or (0,))[0]
            await asyncio.sleep(0.1)  # time enough to connect and to be in the middle of something

    async def trickle(queues: list[Queue], place: int) -> str:
        await asyncio.sleep(place * 0.002)
        return await ask_until_answered(queues[lane_of(trade, questions[place])], questions[place])

    async def story() -> list[str]:
        async with (
            open_queues(database.application_url, count=1, lanes=trade.lanes, batch_limit=50) as (queues,),
            await psycopg.AsyncConnection.connect(database.owner_url, autocommit=True) as owner,
        ):
            stories = (trickle(queues, place) for place in range(len(questions)))
            _, *answers = await asyncio.gather(kill(owner), *stories)
            return [answer for answer in answers if answer is not None]

    trade.conn.close()
    answers = asyncio.run(story())
    assert_each_stands_once(database, questions, answers)


CUTS = [one for one in Trouble if one.name.startswith("CUT")]
MUTE = [Trouble.MUTE_BEFORE_COMMIT, Trouble.MUTE_AFTER_COMMIT]


@LANES
@pytest.mark.parametrize("trouble", CUTS)
def test_a_wire_cut_at_any_moment_loses_and_doubles_nothing(database: Database, trade: Trade, trouble: Trouble) -> None:
    questions = baskets(trade, 200)

    async def story() -> list[str]:
        async with (
            open_wire(database.application_url) as wire,
            open_queues(wire.url, count=1, lanes=trade.lanes, batch_limit=10) as (queues,),
        ):
            answers = []
            for start in range(0, len(questions), 20):
                wire.trouble = trouble
                some = questions[start : start + 20]
                asked = (ask_until_answered(queues[lane_of(trade, one)], one) for one in some)
                answers += await asyncio.gather(*asked)
            assert wire.happened == [trouble] * 10
            return answers

    assert_each_stands_once(database, questions, asyncio.run(story()))


@pytest.mark.parametrize("trouble", MUTE)
def test_a_wire_that_goes_mute_is_given_up_and_loses_and_doubles_nothing(
    database: Database, trade: Trade, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "_BATCH_SECONDS_MAX", 0.5)
    questions = baskets(trade, 60)

    async def story() -> list[str]:
        async with open_wire(database.application_url) as wire, open_queues(wire.url, count=1) as ((queue,),):
            first = [await ask_until_answered(queue, one) for one in questions[:10]]
            wire.trouble = trouble
            lost = await asyncio.gather(*(queue.ask(one) for one in questions[10:40]), return_exceptions=True)
            assert {type(one) for one in lost} == {DatabaseIsAway}
            rest = await asyncio.gather(*(ask_until_answered(queue, one) for one in questions[10:]))
            assert wire.happened == [trouble]
            return [*first, *rest]

    assert_each_stands_once(database, questions, asyncio.run(story()))


def test_a_slow_wire_only_takes_longer(database: Database, trade: Trade) -> None:
    questions = baskets(trade, 60)

    async def story() -> list[str]:
        async with (
            open_wire(database.application_url) as wire,
            open_queues(wire.url, count=2, batch_limit=10) as ((queue,), (other,)),
        ):
            wire.delay_seconds = 0.02
            asked = (ask_until_answered((queue, other)[place % 2], one) for place, one in enumerate(questions))
            return await asyncio.gather(*asked)

    assert_each_stands_once(database, questions, asyncio.run(story()))


@LANES
def test_a_database_that_goes_and_comes_back_is_used_again(database: Database, trade: Trade) -> None:
    questions = baskets(trade, 60)

    async def story() -> list[str]:
        async with (
            open_wire(database.application_url) as wire,
            open_queues(wire.url, count=1, lanes=trade.lanes) as (queues,),
        ):

            def queue_of(one: Authorise) -> Queue:
                return queues[lane_of(trade, one)]

            first = await asyncio.gather(*(ask_until_answered(queue_of(one), one) for one in questions[:20]))
            await wire.cut()
            away = await asyncio.gather(*(queue_of(one).ask(one) for one in questions[20:40]), return_exceptions=True)
            assert {type(one) for one in away} == {DatabaseIsAway}
            await wire.mend()
            rest = await asyncio.gather(*(ask_until_answered(queue_of(one), one) for one in questions[20:]))
            return [*first, *rest]

    assert_each_stands_once(database, questions, asyncio.run(story()))


class Interrupted(PurchaseWork):
    """A writer during whose batches something else happens, while they are decided and not yet written."""

    meanwhile: Callable[[int], None] = staticmethod(lambda _writer: None)

    def decide(
        self, questions: Sequence[Question], locked: LockedBatch
    ) -> tuple[list[AnsweredTo], dict[str, Any] | None]:
        """Decide, and let it happen."""
        decided = super().decide(questions, locked)
        self.meanwhile(self._writer)
        return decided


def test_a_writer_whose_chain_another_server_took_over_is_fenced_and_begins_anew(
    database: Database, trade: Trade
) -> None:
    mine, theirs = baskets(trade, 2)  # Anna's and Boris's: no account in common
    happened: list[int] = []

    def take_over(writer: int) -> None:
        if not happened:
            happened.append(writer)
            trade.ask(theirs, at=real_time(), writer=writer)
            trade.conn.commit()

    async def story() -> str:
        async with open_queues(database.application_url, count=1, kind=Interrupted) as ((queue,),):
            work = queue._work
            assert isinstance(work, Interrupted)
            work.meanwhile = take_over
            return await ask_until_answered(queue, mine)

    asyncio.run(story())
    assert happened == [1]
    assert one_row(trade.conn, "select count(*) from operation where key is not null") == (2,)
    assert one_row(trade.conn, "select count(*), max(seq) from batch where writer = 1") in ((1, 1), (2, 2))
    verified(database.application_url)


def test_a_period_closed_while_a_batch_is_decided_makes_it_be_decided_again(database: Database, trade: Trade) -> None:
    (mine,) = baskets(trade, 1)
    happened: list[int] = []

    def close(_writer: int) -> None:
        if not happened:
            happened.append(1)
            trade.conn.execute("update closed_through set until = clock_timestamp()")
            trade.conn.commit()

    async def story() -> str:
        async with open_queues(database.application_url, count=1, kind=Interrupted) as ((queue,),):
            work = queue._work
            assert isinstance(work, Interrupted)
            work.meanwhile = close
            return await ask_until_answered(queue, mine)

    asyncio.run(story())
    assert one_row(trade.conn, "select at >= until from operation, closed_through where key is not null") == (True,)
