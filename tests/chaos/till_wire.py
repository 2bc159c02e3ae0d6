"""A wire between tills and server that loses requests and answers, sends some twice, holds them back, mixes them up.

It takes a request whole, so that it can do to it what networks and impatient tills do. What is lost on the way back is
lost after the server has answered. Copies are sent beside the original or long after it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from random import Random

import aiohttp
from aiohttp import web

_FORWARDED = ("authorization", "idempotency-key", "content-type")
_LATE_SECONDS_MAX = 0.5
_SERVER_SECONDS_MAX = 30


class Mischief(StrEnum):
    """What is done to a request."""

    NONE = "passed on"
    LOSE_REQUEST = "request lost"
    LOSE_ANSWER = "answer lost"
    TWICE = "sent twice at once"
    AGAIN_LATER = "sent again later"
    HELD_BACK = "held back, so that later ones overtake it"


_DRAWN = [Mischief.NONE] * 4 + [one for one in Mischief if one is not Mischief.NONE]


class TillWire:
    """Forwards to a server; `done` counts what was done to how many requests."""

    def __init__(self, *, server: str, random: Random) -> None:
        self._server = server
        self._random = random
        self._late: set[asyncio.Task[web.Response]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.done: Counter[str] = Counter()

    async def open(self) -> None:
        """Be ready to forward."""
        timeout = aiohttp.ClientTimeout(total=_SERVER_SECONDS_MAX)
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(self._server, connector=connector, timeout=timeout)

    async def close(self) -> None:
        """Let the late ones arrive, and end."""
        assert self._session is not None
        await asyncio.gather(*self._late)
        await self._session.close()

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        """A till's request, and what becomes of it."""
        body = await request.read()
        mischief = self._random.choice(_DRAWN)
        self.done[mischief] += 1
        match mischief:
            case Mischief.LOSE_REQUEST:
                return _hang_up(request)
            case Mischief.HELD_BACK:
                await asyncio.sleep(self._random.random() * _LATE_SECONDS_MAX)
            case Mischief.AGAIN_LATER:
                self._send_beside(request, body, after=self._random.random() * _LATE_SECONDS_MAX)
            case Mischief.TWICE:
                self._send_beside(request, body, after=0)
            case _:
                pass
        answer = await self._forward(request, body)
        return _hang_up(request) if mischief is Mischief.LOSE_ANSWER else answer

    def _send_beside(self, request: web.Request, body: bytes, *, after: float) -> None:
        async def send() -> web.Response:
            await asyncio.sleep(after)
            return await self._forward(request, body)

        self._late.add(asyncio.create_task(send()))

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        assert self._session is not None
        headers = {name: request.headers[name] for name in _FORWARDED if name in request.headers}
        async with self._session.post(request.raw_path, data=body, headers=headers) as got:
            return web.Response(status=got.status, body=await got.read())


def _hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def open_till_wire(*, server: str, random: Random) -> AsyncIterator[tuple[TillWire, str]]:
    """The wire and its address."""
    wire = TillWire(server=server, random=random)
    application = web.Application()
    application.router.add_post("/{path:.*}", wire.pass_on)
    runner = web.AppRunner(application)
    await wire.open()
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield wire, f"http://{host}:{port}"
    finally:
        await wire.close()
        await runner.cleanup()
