"""A lean load generator: `python -m socert.entrypoints.benches.generator ORDER`, without wrk or at a fixed rate.

At a fixed rate a request has its instant, and its latency counts from there, also when it had to wait for a connection
to be free: a server that stalls cannot hide it (no coordinated omission).
"""

import asyncio
import random
import re
import sys
import time
from collections import deque
from pathlib import Path
from typing import cast

import msgspec
import uvloop

from socert.entrypoints.benches.load import Load, Order
from socert.entrypoints.benches.receipts import Pools
from socert.values import uuid7

_MILLISECONDS = 1_000
_TICK_SECONDS = 0.001
_HELD = re.compile(rb'\{"id":"auth_[0-9a-f]+","outcome":"[ap]')


class _Run:
    """All connections together."""

    def __init__(self, order: Order, pools: Pools) -> None:
        self.order = order
        self.random = random.Random(order.seed)  # noqa: S311 - load
        self.pools = pools
        self.idle: deque[_Connection] = deque()
        self.due: deque[float] = deque()
        self.taken: list[float] = []
        self.errors = 0
        self.asked = 0
        self.captures: deque[bytes] = deque()
        self.done = asyncio.get_running_loop().create_future()
        self.until = time.monotonic() + order.seconds_max

    def request(self) -> bytes:
        """The next request, whole."""
        if self.captures:
            path, body = b"/api/v1/authorisations/%b/capture" % self.captures.popleft(), b"{}"
        else:
            self.asked += 1
            path, body = b"/api/v1/authorisations", self.pools.body(self.random)
        if self.order.batch > 1:
            path, body = path + b":batch", self._batch()
        key = self._key()
        return (
            b"POST %b HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer %b\r\n"
            b"idempotency-key: %b\r\ncontent-length: %d\r\n\r\n%b"
        ) % (path, self.random.choice(self.pools.keys).encode(), key.encode(), len(body), body)

    def _key(self) -> str:
        return str(uuid7(milliseconds=int(time.time() * _MILLISECONDS), random=self.random.randbytes(10)))

    def _batch(self) -> bytes:
        self.asked += self.order.batch - 1
        one = [
            b'{"idempotency_key":"%b","body":%b}' % (self._key().encode(), self.pools.body(self.random))
            for _ in range(self.order.batch)
        ]
        return b'{"operations":[%b]}' % b",".join(one)

    def next(self, connection: "_Connection") -> None:
        """What a connection does now that it is free."""
        if self.order.rate is not None:
            if self.due:
                connection.ask(self.due.popleft())
            else:
                self.idle.append(connection)
        elif self.asked < self.order.requests and time.monotonic() < self.until:
            connection.ask(time.perf_counter())
        else:
            self._end(connection)

    def _end(self, connection: "_Connection") -> None:
        self.idle.append(connection)
        if len(self.idle) == self.order.connections and not self.done.done():
            self.done.set_result(None)

    def answered(self, connection: "_Connection", *, since: float, body: bytes, is_good: bool) -> None:
        """An answer came."""
        self.taken.append(time.perf_counter() - since)
        self.errors += not is_good
        if self.order.is_apart and is_good and _HELD.match(body):
            self.captures.append(body[7 : body.index(b'"', 7)])
        self.next(connection)

    def _is_complete(self) -> bool:
        return len(self.taken) >= self.order.requests or time.monotonic() >= self.until

    async def keep_rate(self) -> None:
        """Let requests become due at their instants, however long answers take."""
        assert self.order.rate is not None
        begun = time.perf_counter()
        for number in range(self.order.requests):
            instant = begun + number / self.order.rate
            if (wait := instant - time.perf_counter()) > _TICK_SECONDS:
                await asyncio.sleep(wait)
            if self.idle:
                self.idle.popleft().ask(instant)
            else:
                self.due.append(instant)
            if number % 64 == 0:
                await asyncio.sleep(0)
        while not self._is_complete():  # noqa: ASYNC110 - answers come one by one; a look a millisecond is enough
            await asyncio.sleep(_TICK_SECONDS)


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._got = b""
        self._since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class is none of asyncio's

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()

    def ask(self, since: float) -> None:
        """Send a request; its latency counts from `since`."""
        self._since = since
        self._transport.write(self._run.request())

    def data_received(self, data: bytes) -> None:
        """Part of an answer, or all of it."""
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        place = self._got.find(b"content-length: ", 0, end) + len(b"content-length: ")
        length = int(self._got[place : self._got.index(b"\r\n", place)])
        if len(self._got) < end + 4 + length:
            return
        got, self._got = self._got, b""
        self._run.answered(self, since=self._since, body=got[end + 4 :], is_good=got.startswith(b"HTTP/1.1 200"))


async def _load(order: Order) -> Load:
    folder = Path(order.folder)
    pools = Pools(*((folder / name).read_text().splitlines() for name in ("cards", "keys", "rests")))
    run = _Run(order, pools)
    host, _, port = order.address.removeprefix("http://").rpartition(":")
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(lambda: _Connection(run), host, int(port)))[1] for _ in range(order.connections)
    ]
    begun, used = time.perf_counter(), time.process_time()
    for connection in connections:
        run.next(connection)
    await (run.done if order.rate is None else run.keep_rate())
    seconds = time.perf_counter() - begun
    used = time.process_time() - used
    for connection in connections:
        connection.close()
    await asyncio.sleep(_TICK_SECONDS)
    taken = sorted(run.taken)
    missing = order.requests - len(taken) if order.rate is not None else 0
    return Load(
        requests=len(taken),
        seconds=seconds,
        errors=run.errors + missing,
        p50=_at(taken, 50),
        p99=_at(taken, 99),
        processor=used,
        mean=sum(taken) / max(len(taken), 1) * _MILLISECONDS,
    )


def _at(taken: list[float], percent: int) -> float:
    return taken[min(len(taken) - 1, len(taken) * percent // 100)] * _MILLISECONDS if taken else 0.0


if __name__ == "__main__":
    found = uvloop.run(_load(msgspec.json.decode(sys.argv[1], type=Order)))
    sys.stdout.write("JSON" + msgspec.json.encode(found).decode() + "\n")
