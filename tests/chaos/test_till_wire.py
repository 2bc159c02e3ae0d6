"""Lost answers, duplicates and reordering between tills and server: every acknowledged operation is there once.

Real tills and a real server process with a wire between that does what it likes; tills ask again under their keys.
`make chaos` tells tills thousands of answers over such wires; the suite some hundreds.
"""

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp
import msgspec

from chaos.ground import Ground, given_ground
from chaos.report import read_part, write_part
from chaos.till_wire import Mischief, open_till_wire
from chaos.tills import Asked, new_key, purchase, send
from socert.postgres import connect

TOLD_MIN = int(os.environ.get("CHAOS_WIRE_TOLD", "400"))
TILLS = 16
#: One city has one lane, the next has four.
_TOLD_A_CITY = min(1_000, TOLD_MIN // 2)
_PATIENCE_SECONDS = (0.05, 0.3, 5)
_TRIES_MAX = 200
_RETURNED = {"at": "2026-11-22T10:00:00+03:00", "lines": [{"position": 1}]}
Json = dict[str, Any]


@dataclass(slots=True)
class Memory:
    """Every request, by its key; every answer; kopecks that merchants should be owed by those answers."""

    told: dict[str, bytes] = field(default_factory=dict)
    owed: int = 0
    tries: int = 0


class Till:
    """Buys, captures, voids, brings back, reverses what it got no answer to, and never gives up on a key."""

    def __init__(self, ground: Ground, session: aiohttp.ClientSession, memory: Memory, random: Random) -> None:
        self._ground = ground
        self._session = session
        self._memory = memory
        self._random = random
        self._key = random.choice(ground.tills).key

    async def live(self, *, until: int) -> None:
        """Go on until so many answers were heard by all."""
        while len(self._memory.told) < until:
            basket = purchase(self._ground, till=self._key, random=self._random)
            if self._random.random() < 0.15:
                await self._reverse(basket)
                continue
            bought = await self.ask(basket)
            number = bought["id"]
            if not bought["captures"]:
                step = self._random.choice(("capture", "void", ""))
                if step:
                    moved = await self._follow(f"/authorisations/{number}/{step}", {})
                    self._memory.owed += moved["amount"] if step == "capture" else 0
                continue
            self._memory.owed += bought["covered"]
            if self._random.random() < 0.3:
                undone = await self._follow(f"/authorisations/{number}/void", {})
                self._memory.owed -= undone["amount"]
            elif bought["covered"]:
                # Two tills bring the same thing back at the same time: one of them may.
                path = f"/captures/{bought['captures'][0]['id']}/refunds"
                back = await asyncio.gather(*(self._follow(path, _RETURNED) for _ in range(2)))
                assert sorted(one["outcome"] for one in back) == ["approved", "declined"], back
                self._memory.owed -= sum(one["covered"] for one in back if one["outcome"] == "approved")

    async def _reverse(self, basket: Asked) -> None:
        """Ask and void by key at the same time: whichever comes first, nothing stays taken."""
        card = msgspec.json.decode(basket.body)["carrier"]
        void = self._follow(f"/authorisations/by-key/{basket.key}/void", {"carrier": card})
        bought, undone = await asyncio.gather(self.ask(basket), void)
        assert undone["outcome"] == "approved"
        assert undone["amount"] in (0, bought["covered"])
        is_late = bought["reason"] is not None and bought["reason"]["code"] == "reversed_before_arrival"
        assert is_late or undone["authorisation"] == bought["id"]

    async def _follow(self, path: str, body: object) -> Json:
        return await self.ask(Asked(path, msgspec.json.encode(body), self._key, new_key(self._random)))

    async def ask(self, asked: Asked) -> Json:
        """The answer, asked for again and again; and, as another answer to the same must be the same, once more."""
        first = await self._ask_until_told(asked)
        if self._random.random() < 0.2:
            assert await self._ask_until_told(asked) == first
        self._memory.told[asked.key] = first
        found: Json = msgspec.json.decode(first)
        return found

    async def _ask_until_told(self, asked: Asked) -> bytes:
        for _ in range(_TRIES_MAX):
            self._memory.tries += 1
            try:
                async with asyncio.timeout(self._random.choice(_PATIENCE_SECONDS)):
                    answer = await send(self._session, asked)
            except (aiohttp.ClientError, OSError, TimeoutError):
                continue
            if answer is not None:
                return answer
        raise AssertionError("never told")


async def _trade(ground: Ground, memory: Memory, *, random: Random, until: int) -> Counter[str]:
    async with open_till_wire(server=ground.url, random=random) as (wire, url):
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(url, connector=connector) as session:
            tills = [
                Till(ground, session, memory, Random(random.getrandbits(64)))  # noqa: S311 - invented purchases
                for _ in range(TILLS)
            ]
            await asyncio.gather(*(till.live(until=until) for till in tills))
        return wire.done


def _judge(ground: Ground, memory: Memory) -> None:
    in_ledger = Counter(ground.answers())
    told = Counter(answer.decode() for answer in memory.told.values())
    assert in_ledger == told, "every answer once, and nothing that nobody was told"
    with connect(ground.site.application_url) as conn:
        row = conn.execute("select sum(consumed) from account").fetchone()
    assert row == (memory.owed,), "certificates paid what tills were told"
    assert ground.verify() is None


def test_over_a_wire_that_loses_doubles_and_mixes_up_requests_everything_is_there_once() -> None:
    counted = read_part("till_wire")
    done, told = Counter[str](counted.get("done", {})), counted.get("told", 0)
    tries, cities = counted.get("tries", 0), counted.get("cities", 0)
    while told < TOLD_MIN:
        random = Random(told)  # noqa: S311 - invented purchases
        with given_ground(seed=told, lanes=(1, 4)[cities % 2]) as ground:
            memory = Memory()
            done += asyncio.run(_trade(ground, memory, random=random, until=_TOLD_A_CITY))
            _judge(ground, memory)
        told, tries, cities = told + len(memory.told), tries + memory.tries, cities + 1
        counted = {"told": told, "tries": tries, "cities": cities, "done": dict(done), "lost": 0, "doubled": 0}
        write_part("till_wire", counted)
    assert set(done) == set(Mischief)
