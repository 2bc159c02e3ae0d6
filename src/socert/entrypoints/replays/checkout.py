"""What a till does for one customer: authorise, capture, void, take back; its totals are kept as it goes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from socert.entrypoints.replays.baskets import Line, carrier, receipt
from socert.entrypoints.replays.residents import Shopper
from socert.entrypoints.replays.till import PlayedTill, UnexpectedAnswer

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought: the till's answer, and the captures that took its money, if any was taken."""

    answer: Answer
    capture: str | None


class Checkout:
    """One customer at a till, at a certain time."""

    def __init__(self, till: PlayedTill, *, shopper: Shopper, at: datetime, random: Random) -> None:
        self.till = till
        self._card = shopper.card
        self._at = at
        self._random = random

    def new_key(self) -> str:
        """A key of idempotency of its own."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    async def quote(self, lines: Sequence[Line]) -> Answer:
        """Ask what a basket would come to."""
        return await self.till.ask("/quotes", self._receipt(lines, capture=False))

    async def balances(self) -> Answer:
        """Ask what is left."""
        return await self.till.ask("/balances", {"carrier": carrier(self._card)})

    async def authorise(
        self, lines: Sequence[Line], *, key: str | None = None, capture: bool = False, is_answer_lost: bool = False
    ) -> Answer:
        """Ask for a basket to be paid, held or captured at once."""
        body = self._receipt(lines, capture=capture)
        answer = await self.till.ask("/authorisations", body, key=key or self.new_key(), is_answer_lost=is_answer_lost)
        self.till.traffic.outcomes[answer["outcome"]] += 1
        self.till.traffic.not_optimal += not answer.get("optimal", True)
        if capture and answer["covered"]:
            self.till.totals.captures += 1
            self.till.totals.captured += answer["covered"]
        return answer

    async def buy(
        self, lines: Sequence[Line], *, is_answer_lost: bool = False, is_capture_answer_lost: bool = False
    ) -> Purchase:
        """Hold, then capture."""
        answer = await self.authorise(lines, is_answer_lost=is_answer_lost)
        if not answer["covered"]:
            return Purchase(answer, None)
        captured = await self.till.ask(
            f"/authorisations/{answer['id']}/capture", {}, key=self.new_key(), is_answer_lost=is_capture_answer_lost
        )
        self.till.totals.captures += 1
        self.till.totals.captured += captured["amount"]
        return Purchase(answer | {"balances": captured["balances"]}, captured["id"])

    async def void(self, answer: Answer, *, was_captured: bool = False) -> None:
        """Give up a purchase."""
        voided = await self.till.ask(f"/authorisations/{answer['id']}/void", {}, key=self.new_key())
        if was_captured:
            self._take_back(voided["amount"])

    async def void_by_key(self, key: str) -> None:
        """The same where the till never saw the answer."""
        await self.till.ask(f"/authorisations/by-key/{key}/void", {"carrier": carrier(self._card)}, key=self.new_key())

    async def take_back(self, capture: str, parts: Sequence[Line]) -> Answer:
        """Goods come back: position, and quantity where not all of the line.

        Raises:
            UnexpectedAnswer: it was declined.
        """
        body = {"lines": list(parts), "at": self._at.isoformat(), "receipt": self.till.next_receipt()}
        answer = await self.till.ask(f"/captures/{capture}/refunds", body, key=self.new_key())
        if answer["outcome"] != "approved":
            raise UnexpectedAnswer(f"{capture}: nothing was taken back: {answer['reason']}")
        self._take_back(answer["covered"])
        return answer

    def _take_back(self, amount: int) -> None:
        if amount:
            self.till.totals.taken_back_count += 1
            self.till.totals.taken_back += amount

    def _receipt(self, lines: Sequence[Line], *, capture: bool) -> dict[str, Any]:
        return receipt(card=self._card, number=self.till.next_receipt(), at=self._at, lines=lines, capture=capture)


def left_on(answer: Answer) -> int:
    """What certificates have left after an answer, kopecks."""
    return sum(one["available"] for one in answer["balances"])
