"""Purchases without HTTP: `python -m socert.entrypoints.benches.engine ORDER`, one process with its writer.

From a request's bytes to the durable answer, as the hot door has it, a batch after the other and one always waiting.
"""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import uvloop

from socert import wiring
from socert.domain import access, purchases
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.hot import PREFIX, HotDoor
from socert.entrypoints.benches.receipts import Pools
from socert.entrypoints.benches.seeding import DATABASE
from socert.entrypoints.server.running import settle_memory
from socert.settings import read_settings
from socert.values import uuid7

_MILLISECONDS = 1_000


class EngineOrder(msgspec.Struct, frozen=True):
    """How many purchases in batches of how many, from which pools."""

    folder: str
    purchases: int
    batch: int
    seconds_max: int
    seed: int


class EngineRun(msgspec.Struct, frozen=True):
    """How many purchases were made, in how long, and the processor's seconds."""

    purchases: int
    seconds: float
    processor: float


async def _run(order: EngineOrder) -> EngineRun:
    folder = Path(order.folder)
    pools = Pools(*((folder / name).read_text().splitlines() for name in ("cards", "keys", "rests")))
    with wiring.open_site(read_settings(), database=DATABASE, tell=lambda _: None) as site:
        keeper = wiring.make_keeper(site)
        pool = wiring.make_pool(site)
        desk = Desk(
            pool=pool,
            watch=wiring.make_watch(site, pool),
            queues=wiring.make_queues(site, keeper, batch_limit=order.batch),
            keeper=keeper,
            card_secret=site.card_secret,
            real_time=wiring.real_time,
        )
        desk.pool.open()
        for queue in desk.queues:
            await queue.start()
        door = HotDoor(desk)
        await desk.admit(f"Bearer {pools.keys[0]}", frozenset({access.Role.TILL}))
        settle_memory()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()  # all writers start together
        begun, used = time.perf_counter(), time.process_time()
        done = await _buy(door, _requests(pools, seed=order.seed), order)
        found = EngineRun(done, time.perf_counter() - begun, time.process_time() - used)
        for queue in desk.queues:
            await queue.close()
        desk.pool.close()
        return found


def _requests(pools: Pools, *, seed: int) -> Iterator[tuple[dict[bytes, bytes], bytes]]:
    own = random.Random(seed)  # noqa: S311 - load
    while True:
        key = uuid7(milliseconds=int(time.time() * _MILLISECONDS), random=own.randbytes(10))
        headers = {
            b"authorization": b"Bearer " + own.choice(pools.keys).encode(),
            b"idempotency-key": str(key).encode(),
        }
        yield headers, pools.body(own)


async def _buy(door: HotDoor, requests: Iterator[tuple[dict[bytes, bytes], bytes]], order: EngineOrder) -> int:
    """Two batches under way: one is being written while the next waits."""
    until = time.monotonic() + order.seconds_max
    asked = 0
    waiting: list[asyncio.Future[list[purchases.AnsweredTo]]] = []
    while asked < order.purchases and time.monotonic() < until:
        batch = []
        for _ in range(order.batch):
            headers, body = next(requests)
            future = door.ask(PREFIX, headers, body)
            assert future is not None, "nothing has to be looked up here"
            batch.append(future)
        asked += len(batch)
        waiting.append(asyncio.gather(*batch))
        if len(waiting) > 1:
            await waiting.pop(0)
    for one in waiting:
        await one
    return asked


if __name__ == "__main__":
    run = uvloop.run(_run(msgspec.json.decode(sys.argv[1], type=EngineOrder)))
    sys.stdout.write("JSON" + msgspec.json.encode(run).decode() + "\n")
