"""One purchase that cannot be written fails alone; the 399 others of its batch are answered and stand in the ledger."""

import asyncio

import psycopg
import pytest
from msgspec.structs import replace

from domain.monitoring.lively import Trade
from domain.purchases.crowd import given_trading_city, one_row, open_queues, verified
from given.databases import Database
from socert.domain.purchases import AnsweredTo, Stored
from socert.postgres import UnableToAnswer
from socert.wiring import real_time

#: No door lets it in, and no text of the database can hold it.
POISON = "a\x00b"


@pytest.mark.parametrize("lanes", [1, 4])
def test_one_poison_purchase_of_four_hundred_fails_alone(
    database: Database, conn: psycopg.Connection, caplog: pytest.LogCaptureFixture, lanes: int
) -> None:
    caplog.set_level("CRITICAL")
    trade = Trade(conn, given_trading_city(conn, lanes=lanes), lanes)
    conn.commit()
    till, anna = trade.city.rowan.till, trade.city.anna
    asked = [trade.buy(anna, till, trade.line(1, "bread", 1), at=real_time()) for n in range(400)]
    asked[200] = replace(asked[200], receipt=POISON)

    async def story() -> list[AnsweredTo | BaseException]:
        async with open_queues(database.application_url, count=1, lanes=lanes) as servers:
            queue = servers[0][anna.lane]
            return await asyncio.gather(*(queue.ask(one) for one in asked), return_exceptions=True)

    answers = asyncio.run(asyncio.wait_for(story(), 60))
    assert isinstance(answers.pop(200), UnableToAnswer)
    assert all(isinstance(one, Stored) for one in answers)
    assert one_row(conn, "select count(*) from operation where key is not null") == (399,)
    verified(database.application_url)
