"""Closing a period while tills trade: nothing slips in before the end of a period once it is closed."""

import asyncio
from datetime import datetime

import psycopg
import pytest

from domain.monitoring.lively import Trade
from domain.purchases.crowd import Queue, given_trading_city, open_queues
from given.databases import Database
from socert.domain import ledger
from socert.domain.purchases import Stored
from socert.postgres import connect
from socert.wiring import real_time

CLOSINGS = 25


def close_now(url: str) -> tuple[datetime, int]:
    """Close everything up to now; gives the end, and how many postings stand before it."""
    with connect(url) as conn:
        row = conn.execute("select clock_timestamp()").fetchone()
        assert row is not None
        ledger.close_through(conn, until=row[0])
        return row[0], postings_before(conn, row[0])


def postings_before(conn: psycopg.Connection, until: datetime) -> int:
    """How many postings of tills carry an earlier time."""
    row = conn.execute("select count(*) from posting where at < %s", [until]).fetchone()
    assert row is not None
    return int(row[0])


def test_nothing_slips_into_a_closed_period(database: Database, conn: psycopg.Connection) -> None:
    trade = Trade(conn, given_trading_city(conn))
    conn.commit()
    people = (trade.city.anna, trade.city.boris, trade.city.vera)
    is_over = False

    async def shop(queue: Queue) -> int:
        count = 0
        while not is_over:
            baskets = [
                trade.buy(who, trade.city.rowan.till, trade.line(1, "bread", 1), at=real_time(), capture=True)
                for who in people
            ]
            answers = await asyncio.gather(*(queue.ask(one) for one in baskets))
            assert all(isinstance(one, Stored) for one in answers)
            count += len(answers)
        return count

    async def close_again_and_again() -> list[tuple[datetime, int]]:
        nonlocal is_over
        try:
            closed = []
            for _ in range(CLOSINGS):
                closed.append(await asyncio.to_thread(close_now, database.application_url))
                await asyncio.sleep(0.02)
            return closed
        finally:
            is_over = True

    async def story() -> tuple[list[tuple[datetime, int]], int]:
        async with open_queues(database.application_url, count=2) as ((first,), (second,)):
            closed, *counts = await asyncio.gather(close_again_and_again(), shop(first), shop(second))
            return closed, sum(counts)

    closed, count = asyncio.run(story())
    assert count > CLOSINGS
    assert [(until, postings_before(conn, until)) for until, _ in closed] == closed


def test_the_end_of_the_past_never_moves_back(conn: psycopg.Connection) -> None:
    now = real_time()
    ledger.close_through(conn, until=now)
    ledger.close_through(conn, until=datetime(2026, 1, 1, tzinfo=now.tzinfo))
    assert ledger.closed_through(conn) == now


def test_the_office_posts_nothing_into_a_closed_period(conn: psycopg.Connection) -> None:
    trade = Trade(conn, given_trading_city(conn))
    now = real_time()
    ledger.close_through(conn, until=now)
    operation = ledger.OfficeOperation(
        id=trade.city.anna.card_hash, kind=ledger.OperationKind.PAY, total=0, details="{}"
    )
    with pytest.raises(ledger.PeriodIsClosed):
        ledger.seal(conn, operation=operation, at=trade.city.now)


def test_a_bulk_issue_under_way_and_a_closing_that_waits_for_it_stop_no_till(
    database: Database, conn: psycopg.Connection
) -> None:
    """The office is at work for minutes; whoever closes waits for it, the tills must not."""
    trade = Trade(conn, given_trading_city(conn))
    conn.commit()
    basket = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "bread", 1), at=real_time())

    async def story() -> None:
        async with open_queues(database.application_url, count=1) as ((queue,),):
            ledger.lock_office(conn)
            closing = asyncio.create_task(asyncio.to_thread(close_now, database.application_url))
            try:
                await asyncio.sleep(0.3)
                assert not closing.done()
                assert isinstance(await asyncio.wait_for(asyncio.shield(queue.ask(basket)), timeout=3), Stored)
            finally:
                conn.rollback()
                await closing

    asyncio.run(story())
