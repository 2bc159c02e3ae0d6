"""Many tills at once: over HTTP with as many connections, or through queues of our own."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Unpack

import aiohttp
import msgspec
from psycopg import Connection

from given.city import City, given_city
from given.programmes import FOOD, ZONE, given_certificate, given_programme
from given.serving import Served
from postgres.notes import Limits
from socert.domain import monitoring, purchases
from socert.domain.purchases import AnsweredTo, DirectoryKeeper, LockedBatch, PurchaseWork, Question, Stored
from socert.postgres import GroupCommit, connect
from socert.wiring import real_time

Json = dict[str, Any]
Queue = GroupCommit[Question, AnsweredTo, LockedBatch]


@dataclass(frozen=True, slots=True)
class Heard:
    """A status and a body."""

    status: int
    body: bytes

    @property
    def json(self) -> Json:
        """The body, read."""
        found: Json = msgspec.json.decode(self.body)
        return found


def given_trading_city(conn: Connection, *, lanes: int = 1, programmes: Iterable[str] = (FOOD,)) -> City:
    """The city as of now, where everybody has a certificate of each programme."""
    city = given_city(conn, now=real_time(), lanes=lanes)
    for name in programmes:
        given_programme(city, name)
        for person in (city.anna, city.boris, city.vera):
            given_certificate(conn, person, name=name, now=city.now)
    conn.commit()
    return city


def ask_at_once(served: Served, bodies: Sequence[Json], *, key: str | None = None) -> list[Heard]:
    """Authorise all of them at the same time, each over a connection of its own; all under one key when it is given."""
    return asyncio.run(_ask_at_once(served, bodies, key=key))


async def _ask_at_once(served: Served, bodies: Sequence[Json], *, key: str | None) -> list[Heard]:
    address = f"{served.url}/api/v1/authorisations"
    headers = {"authorization": f"Bearer {served.city.bullfinch.till.key}"}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(body: Json) -> Heard:
            async with session.post(address, json=body, headers={"idempotency-key": key or str(uuid.uuid4())}) as got:
                return Heard(got.status, await got.read())

        return await asyncio.gather(*(ask(body) for body in bodies))


@asynccontextmanager
async def open_queues(
    url: str, *, count: int, lanes: int = 1, kind: type[PurchaseWork] = PurchaseWork, **limits: Unpack[Limits]
) -> AsyncIterator[list[list[Queue]]]:
    """As many servers' queues as asked for, each with a queue a lane, on one database."""

    def load(previous: purchases.Directory | None) -> purchases.Directory:
        with connect(url) as conn:
            return purchases.load_directory(conn, zone=ZONE, lanes=lanes, previous=previous)

    keeper = await asyncio.to_thread(DirectoryKeeper, load)
    servers = [
        [GroupCommit(url=url, work=kind(lane=lane, keeper=keeper), **limits) for lane in range(lanes)]
        for _ in range(count)
    ]
    for queue in (queue for queues in servers for queue in queues):
        await queue.start()
    try:
        yield servers
    finally:
        for queue in (queue for queues in servers for queue in queues):
            await queue.close()


def read(answer: AnsweredTo) -> Json:
    """A stored answer, read."""
    assert isinstance(answer, Stored), answer
    found: Json = msgspec.json.decode(answer.body)
    return found


def count_outcomes(answers: Iterable[Json]) -> Counter[tuple[str, str | None]]:
    """How often which outcome with which reason (the first line's, when the whole has none)."""
    return Counter((one["outcome"], _reason(one)) for one in answers)


def _reason(answer: Json) -> str | None:
    reasons = [answer.get("reason"), *(line["reason"] for line in answer.get("lines", ()))]
    return next((one["code"] for one in reasons if one is not None), None)


def verified(url: str) -> None:
    """Everything adds up."""
    with connect(url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def one_row(conn: Connection, query: str, *parameters: object) -> tuple[Any, ...]:
    """The one row of a query, of what is committed now."""
    row = conn.execute(query.encode(), parameters).fetchone()
    conn.rollback()
    assert row is not None
    return tuple(row)
