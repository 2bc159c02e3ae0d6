"""A resident goes shopping: one visit from the belt to the receipt, with what goes wrong at real tills."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random
from typing import Any

from socert.entrypoints.replays.baskets import carrier, draw_lines, receipt
from socert.entrypoints.replays.example import ExampleCity
from socert.entrypoints.replays.residents import Shopper
from socert.entrypoints.replays.till import PlayedTill


class Visit(Enum):
    """How a visit goes."""

    TWO_MESSAGES = "two messages"
    AT_ONCE = "captured at once"
    ANSWER_LOST = "the answer is lost and the request repeated"
    CAPTURE_ANSWER_LOST = "the capture's answer is lost and the capture repeated"
    VOIDED_AND_AGAIN = "voided, one thing left out, again"
    GAVE_UP_AND_VOIDED_BY_KEY = "gave up waiting, voided by key, again"
    VOIDED_AFTER_CAPTURE = "voided after being captured at once, again"
    ABANDONED = "never captured"
    QUOTED_FIRST = "asked what it would come to, then bought"


#: How often each happens, in a thousand.
_SHARES = {
    Visit.TWO_MESSAGES: 590,
    Visit.AT_ONCE: 280,
    Visit.ANSWER_LOST: 40,
    Visit.CAPTURE_ANSWER_LOST: 20,
    Visit.VOIDED_AND_AGAIN: 25,
    Visit.GAVE_UP_AND_VOIDED_BY_KEY: 15,
    Visit.VOIDED_AFTER_CAPTURE: 10,
    Visit.ABANDONED: 10,
    Visit.QUOTED_FIRST: 10,
}
_BALANCE_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Errand:
    """Somebody on the way to a till at a certain hour."""

    shopper: Shopper
    till: PlayedTill
    at: datetime
    is_small: bool


async def run_errand(errand: Errand, *, city: ExampleCity, random: Random) -> int:
    """Go to the till once; gives what the resident has left to spend, kopecks."""
    if random.randrange(100) < _BALANCE_PERCENT:
        await errand.till.ask("/balances", {"carrier": carrier(errand.shopper.card)})
    lines = draw_lines(city, chain=errand.till.chain, is_small=errand.is_small, random=random)
    visit = random.choices(list(_SHARES), list(_SHARES.values()))[0]
    return await _Checkout(errand, random=random).go(visit, lines)


class _Checkout:
    """One visit at a till."""

    def __init__(self, errand: Errand, *, random: Random) -> None:
        self._errand = errand
        self._till = errand.till
        self._random = random

    def _key(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    async def go(self, visit: Visit, lines: list[dict[str, Any]]) -> int:
        """Play the visit out; gives what is left."""
        match visit:
            case Visit.AT_ONCE:
                answer = await self._authorise(lines, key=self._key(), capture=True)
            case Visit.TWO_MESSAGES:
                answer = await self._two_messages(lines)
            case Visit.ANSWER_LOST:
                answer = await self._two_messages(lines, is_answer_lost=True)
            case Visit.CAPTURE_ANSWER_LOST:
                answer = await self._two_messages(lines, is_capture_answer_lost=True)
            case Visit.QUOTED_FIRST:
                await self._till.ask("/quotes", self._receipt(lines, capture=False))
                answer = await self._two_messages(lines)
            case Visit.ABANDONED:
                answer = await self._authorise(lines, key=self._key())
            case Visit.VOIDED_AND_AGAIN:
                await self._void(await self._authorise(lines, key=self._key()))
                answer = await self._two_messages(lines[: max(1, len(lines) - 1)])
            case Visit.VOIDED_AFTER_CAPTURE:
                voided = await self._authorise(lines, key=self._key(), capture=True)
                await self._void(voided, was_captured=True)
                answer = await self._authorise(lines, key=self._key(), capture=True)
            case Visit.GAVE_UP_AND_VOIDED_BY_KEY:
                answer = await self._give_up_and_begin_again(lines)
        return sum(one["available"] for one in answer["balances"])

    def _receipt(self, lines: list[dict[str, Any]], *, capture: bool) -> dict[str, Any]:
        return receipt(
            card=self._errand.shopper.card,
            number=self._till.next_receipt(),
            at=self._errand.at,
            lines=lines,
            capture=capture,
        )

    async def _authorise(
        self, lines: list[dict[str, Any]], *, key: str, capture: bool = False, is_answer_lost: bool = False
    ) -> dict[str, Any]:
        body = self._receipt(lines, capture=capture)
        answer = await self._till.ask("/authorisations", body, key=key, is_answer_lost=is_answer_lost)
        self._till.traffic.outcomes[answer["outcome"]] += 1
        if capture and answer["covered"]:
            self._till.totals.captures += 1
            self._till.totals.captured += answer["covered"]
        return answer

    async def _two_messages(
        self, lines: list[dict[str, Any]], *, is_answer_lost: bool = False, is_capture_answer_lost: bool = False
    ) -> dict[str, Any]:
        answer = await self._authorise(lines, key=self._key(), is_answer_lost=is_answer_lost)
        if not answer["covered"]:
            return answer
        captured = await self._till.ask(
            f"/authorisations/{answer['id']}/capture", {}, key=self._key(), is_answer_lost=is_capture_answer_lost
        )
        self._till.totals.captures += 1
        self._till.totals.captured += captured["amount"]
        return captured

    async def _void(self, answer: dict[str, Any], *, was_captured: bool = False) -> None:
        voided = await self._till.ask(f"/authorisations/{answer['id']}/void", {}, key=self._key())
        if was_captured and voided["amount"]:
            self._till.totals.taken_back_count += 1
            self._till.totals.taken_back += voided["amount"]

    async def _give_up_and_begin_again(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """The answer never came: void by key, then ring everything up under a new key."""
        key = self._key()
        await self._authorise(lines, key=key)
        body: dict[str, Any] = {"carrier": carrier(self._errand.shopper.card)}
        await self._till.ask(f"/authorisations/by-key/{key}/void", body, key=self._key())
        return await self._two_messages(lines)
