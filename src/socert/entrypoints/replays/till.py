"""A till as the replays play it: asks over HTTP, repeats with the same key when an answer is lost, keeps its totals."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

from socert.values import Text

_TRIES_MAX = 8
_PAUSE_SECONDS = 0.25
_OK = 200


class UnexpectedAnswer(Exception):
    """The server answered what no till should ever see."""


@dataclass(slots=True)
class Traffic:
    """What was sent, by everybody."""

    requests: int = 0
    replayed: int = 0
    retried: int = 0
    different: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    not_optimal: int = 0


@dataclass(slots=True)
class TillTotals:
    """A till's own count since its last report; kopecks and numbers of operations."""

    captures: int = 0
    captured: int = 0
    taken_back_count: int = 0
    taken_back: int = 0


@dataclass(slots=True)
class PlayedTill:
    """One till with its key."""

    number: int
    code: str
    chain: str
    district: Text
    key: str
    session: aiohttp.ClientSession
    traffic: Traffic
    totals: TillTotals = field(default_factory=TillTotals)
    receipts: int = 0

    def next_receipt(self) -> str:
        """The number of the next receipt."""
        self.receipts += 1
        return f"{self.code}-{self.receipts:06d}"

    async def ask(
        self, path: str, body: dict[str, Any], *, key: str | None = None, is_answer_lost: bool = False
    ) -> dict[str, Any]:
        """POST and read the answer. With a lost answer the same is sent again, and must be answered the same.

        Raises:
            UnexpectedAnswer: the status is not 200, or a repeat was answered differently.
        """
        content = msgspec.json.encode(body)
        first = await self._send(path, content, key)
        if is_answer_lost:
            again = await self._send(path, content, key)
            if again != first:
                self.traffic.different += 1
                raise UnexpectedAnswer(f"{path}: the repeat was answered differently")
        answer: dict[str, Any] = msgspec.json.decode(first)
        return answer

    async def _send(self, path: str, content: bytes, key: str | None) -> bytes:
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        if key is not None:
            headers["idempotency-key"] = key
        for attempt in range(_TRIES_MAX):
            self.traffic.requests += 1
            async with self.session.post(f"/api/v1{path}", data=content, headers=headers) as response:
                answer = await response.read()
                if response.status == _OK:
                    if response.headers.get("idempotent-replayed") == "true":
                        self.traffic.replayed += 1
                    return answer
                if response.status != 503:  # noqa: PLR2004 - overloaded: the one answer to wait out
                    raise UnexpectedAnswer(f"{path}: {response.status} {answer.decode(errors='replace')[:500]}")
            self.traffic.retried += 1
            await asyncio.sleep(_PAUSE_SECONDS * (attempt + 1))
        raise UnexpectedAnswer(f"{path}: no answer after {_TRIES_MAX} tries")

    async def report_day(self, day: str) -> bool:
        """Report the day's totals and begin anew; gives whether the server counted the same."""
        totals, self.totals = self.totals, TillTotals()
        answer = await self.ask(
            f"/tills/till_{self.number}/days",
            {
                "day": day,
                "captures": totals.captures,
                "captured": totals.captured,
                "taken_back_count": totals.taken_back_count,
                "taken_back": totals.taken_back,
            },
        )
        agrees: bool = answer["agrees"]
        return agrees
