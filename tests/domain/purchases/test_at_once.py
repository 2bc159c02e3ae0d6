"""A thousand tills at once never spend a kopeck twice; over real HTTP, with one lane and with four."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from domain.monitoring.lively import Trade, new_id
from domain.purchases.crowd import (
    ask_at_once,
    count_outcomes,
    given_trading_city,
    one_row,
    open_queues,
    read,
    verified,
)
from given.city import ANNA_CARD
from given.databases import Database
from given.programmes import CHILDREN, FOOD
from given.serving import Served, line, receipt, serve
from socert.domain.purchases import Authorise, Stored
from socert.postgres import DatabaseServer
from socert.wiring import real_time

LANES = pytest.mark.parametrize("lanes", [1, 4])
TEN_POINTS = 1_000


@contextmanager
def serving(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, owner: psycopg.Connection, *, lanes: int
) -> Iterator[Served]:
    """The city, served with this many lanes."""
    owner.execute("update installation set lanes = %s", [lanes])
    owner.commit()
    with serve(server, database, given_trading_city(conn, lanes=lanes)) as served:
        yield served


@LANES
def test_a_thousand_at_once_never_spend_more_than_there_is(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, owner: psycopg.Connection, lanes: int
) -> None:
    with serving(server, database, conn, owner, lanes=lanes) as served:
        bodies = [
            receipt(ANNA_CARD, line(amount=TEN_POINTS), capture=place % 2 == 0, number=str(place))
            for place in range(1_000)
        ]
        answers = ask_at_once(served, bodies)
    assert {one.status for one in answers} == {200}
    outcomes = count_outcomes(one.json for one in answers)
    assert outcomes == {("approved", None): 50, ("declined", "balance_spent"): 950}
    ways = {bool(one.json["captures"]) for one in answers if one.json["outcome"] == "approved"}
    assert ways == {True, False}
    assert one_row(conn, "select held + consumed from account where holder = %s", served.city.anna.holder) == (50_000,)
    assert one_row(conn, "select count(*), count(distinct key) from operation where key is not null") == (1_000, 1_000)
    verified(database.application_url)


@LANES
def test_one_key_a_hundred_times_at_once_is_one_operation_and_the_same_bytes(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, owner: psycopg.Connection, lanes: int
) -> None:
    with serving(server, database, conn, owner, lanes=lanes) as served:
        answers = ask_at_once(served, [receipt(ANNA_CARD, line(amount=TEN_POINTS), capture=True)] * 100, key="the key")
        changed = ask_at_once(served, [receipt(ANNA_CARD, line(amount=TEN_POINTS))] * 20, key="the key")
    assert {one.status for one in answers} == {200}
    assert len({one.body for one in answers}) == 1
    assert answers[0].json["covered"] == TEN_POINTS
    assert {(one.status, one.json["code"]) for one in changed} == {(422, "idempotency_key_reused")}
    assert one_row(conn, "select count(*) from operation where key is not null") == (1,)
    assert one_row(conn, "select sum(consumed), sum(held) from account") == (TEN_POINTS, 0)
    verified(database.application_url)


@LANES
def test_two_servers_and_the_same_certificates_lose_nobody(
    database: Database, conn: psycopg.Connection, lanes: int
) -> None:
    """Batches of both lock several rows the other waits for: whoever was waited for must still be found."""
    city = given_trading_city(conn, lanes=lanes, programmes=(FOOD, CHILDREN))
    trade = Trade(conn, city, lanes)
    conn.commit()
    people = (city.anna, city.boris, city.vera)

    def basket(place: int) -> tuple[int, Authorise]:
        who, till = people[place % 3], (city.bullfinch, city.rowan)[place % 2].till
        lines = [trade.line(1, "bread", 50), trade.line(2, "toys", 70)]
        return who.lane, trade.buy(who, till, *lines, at=real_time(), capture=place % 5 == 0)

    async def shop() -> list[object]:
        async with open_queues(database.application_url, count=2, lanes=lanes, batch_limit=20) as servers:
            asked = [basket(place) for place in range(1_500)]
            # Every tenth is asked of both servers, as by a till that changes the server while it repeats.
            twice = [
                (place % 2 + step, lane, question)
                for place, (lane, question) in enumerate(asked)
                for step in ((0, 1) if place % 10 == 0 else (0,))
            ]
            return await asyncio.gather(*(servers[which % 2][lane].ask(question) for which, lane, question in twice))

    answers = asyncio.run(shop())
    stored = [one for one in answers if isinstance(one, Stored)]
    assert len(stored) == len(answers) == 1_650
    assert sum(one.is_replay for one in stored) == 150
    assert count_outcomes(read(one) for one in stored) == {("approved", None): 1_650}
    assert one_row(conn, "select sum(held + consumed) from account") == (1_500 * 120,)
    assert one_row(conn, "select count(distinct writer) from operation where writer > 0") == (2,)
    verified(database.application_url)


def test_two_servers_spend_a_balance_to_the_last_kopeck_and_no_further(
    database: Database, conn: psycopg.Connection
) -> None:
    city = given_trading_city(conn)
    trade = Trade(conn, city)
    conn.commit()

    def basket() -> Authorise:
        return trade.buy(
            city.anna, city.rowan.till, trade.line(1, "bread", 700), at=real_time(), capture=new_id().int % 2 == 0
        )

    async def shop() -> list[object]:
        async with open_queues(database.application_url, count=2, batch_limit=7) as servers:
            return await asyncio.gather(*(servers[place % 2][0].ask(basket()) for place in range(400)))

    outcomes = count_outcomes(read(one) for one in asyncio.run(shop()) if isinstance(one, Stored))
    assert outcomes == {
        ("approved", None): 71,  # 71 × 700 = 49,700
        ("partial", "balance_short"): 1,
        ("declined", "balance_spent"): 328,
    }
    verified(database.application_url)
