"""Tills that ask without a pause, remember what they were told, and ask again until they are told."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import aiohttp
import msgspec

from chaos.ground import Ground
from socert.entrypoints.replays.baskets import receipt

TILLS = 24
_OK, _AWAY = 200, 503
_RETRY_SECONDS = 0.02
_GO_ON_SECONDS = 0.3
_ONE_ANSWER_SECONDS = 20
_SECONDS_MAX = 90
_FOLLOW_PERCENT = 40
_AT_ONCE_PERCENT = 60
_LINE = {"position": 1, "gtin": "04600610082647", "name": "", "quantity": "1", "unit": "pcs", "discount": 0}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be sent again as it is."""

    path: str
    body: bytes
    till: str
    key: str


@dataclass(slots=True)
class Memory:
    """What was asked, what was told, and what is under way."""

    told: dict[str, bytes] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    under_way: set[str] = field(default_factory=set)
    goal: int = 0
    in_flight: int = 0
    is_ripe: asyncio.Event = field(default_factory=asyncio.Event)
    in_flight_at_strike: list[int] = field(default_factory=list)

    @property
    def untold(self) -> list[Asked]:
        """What was sent and never answered."""
        return [one for key, one in self.asked.items() if key not in self.told]


async def ask_until_struck(
    ground: Ground, memory: Memory, *, random: Random, told: int, in_flight: int, strike: Callable[[], None]
) -> None:
    """Ask until so many more were told and so many are under way; strike, and go on a little."""
    memory.goal, memory.in_flight = len(memory.told) + told, in_flight
    memory.is_ripe = asyncio.Event()  # of this loop
    is_over = asyncio.Event()
    async with open_session(ground) as session:
        tills = [
            asyncio.create_task(_ask_on(ground, session, memory, random=own, is_over=is_over))
            for own in [Random(random.getrandbits(64)) for _ in range(TILLS)]  # noqa: S311 - invented purchases
        ]
        try:
            async with asyncio.timeout(_SECONDS_MAX):
                await memory.is_ripe.wait()
            memory.in_flight_at_strike.append(len(memory.under_way))
            await asyncio.to_thread(strike)
            await asyncio.sleep(_GO_ON_SECONDS)
        finally:
            is_over.set()
            await asyncio.gather(*tills)


async def _ask_on(
    ground: Ground, session: aiohttp.ClientSession, memory: Memory, *, random: Random, is_over: asyncio.Event
) -> None:
    """Purchases captured at once or held, captures and voids of what this till holds, until it is over."""
    till, held = random.choice(ground.tills), list[str]()
    while not is_over.is_set():
        if held and random.randrange(100) < _FOLLOW_PERCENT:
            step = random.choice(("capture", "void"))
            asked = Asked(f"/authorisations/{held.pop()}/{step}", b"{}", till.key, new_key(random))
        else:
            asked = purchase(ground, till=till.key, random=random)
        memory.asked[asked.key] = asked
        memory.under_way.add(asked.key)
        try:
            answer = await send(session, asked)
        except (aiohttp.ClientError, TimeoutError, OSError):
            answer = None
        memory.under_way.discard(asked.key)
        if answer is None:
            await asyncio.sleep(_RETRY_SECONDS)
            continue
        memory.told[asked.key] = answer
        if len(memory.told) >= memory.goal and len(memory.under_way) >= memory.in_flight:
            memory.is_ripe.set()
        document = msgspec.json.decode(answer)
        if asked.path == "/authorisations" and document["covered"] and not document["captures"]:
            held.append(document["id"])


def purchase(ground: Ground, *, till: str, random: Random) -> Asked:
    """Somebody's basket of some kopecks, held or captured at once."""
    price = random.randint(1, 9)
    body = receipt(
        card=random.choice(ground.people).card,
        number=f"{random.getrandbits(40):x}",
        at=datetime.now(UTC),
        lines=[{**_LINE, "price": price, "amount": price}],
        capture=random.randrange(100) < _AT_ONCE_PERCENT,
    )
    return Asked("/authorisations", msgspec.json.encode(body), till, new_key(random))


def new_key(random: Random) -> str:
    """A key no request had before."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


async def send(session: aiohttp.ClientSession, asked: Asked) -> bytes | None:
    """The answer; None where there was none yet, and the same may be sent again."""
    headers = {
        "authorization": f"Bearer {asked.till}",
        "idempotency-key": asked.key,
        "content-type": "application/json",
    }
    async with session.post(f"/api/v1{asked.path}", data=asked.body, headers=headers) as response:
        answer = await response.read()
        if response.status == _OK:
            return answer
        assert response.status == _AWAY, f"{asked.path}: {response.status} {answer.decode(errors='replace')}"
        return None


async def ask_again(ground: Ground, asked: Sequence[Asked]) -> list[bytes]:
    """Send again until there is an answer, as a till does; the answers in order."""
    async with open_session(ground) as session:
        limit = asyncio.Semaphore(TILLS)

        async def until_told(one: Asked) -> bytes:
            async with limit, asyncio.timeout(_SECONDS_MAX):
                while True:
                    try:
                        answer = await send(session, one)
                    except (aiohttp.ClientError, OSError):
                        answer = None
                    if answer is not None:
                        return answer
                    await asyncio.sleep(_RETRY_SECONDS)

        return list(await asyncio.gather(*map(until_told, asked)))


def open_session(ground: Ground) -> aiohttp.ClientSession:
    """Connections to the server, one a till."""
    timeout = aiohttp.ClientTimeout(total=_ONE_ANSWER_SECONDS)
    return aiohttp.ClientSession(ground.url, connector=aiohttp.TCPConnector(limit=TILLS), timeout=timeout)
