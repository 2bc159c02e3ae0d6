"""Tills in simulated time: they ask, lose answers, ask again under the same key, and remember what they were told."""

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import msgspec
from msgspec.structs import replace

from chaos.simulated.server import ServerIsGone, SimulatedServer
from chaos.simulated.world import NO_TILL, TILLS, World
from domain.purchases.basics import CREDENTIAL
from socert.domain.purchases import (
    AnsweredTo,
    AskedPart,
    Authorise,
    Capture,
    Refund,
    Refused,
    Stored,
    Void,
    VoidByKey,
)
from socert.postgres import DatabaseIsAway, QueueIsFull, UnableToAnswer
from socert.values import parse_public_id

_AWAY = (ServerIsGone, QueueIsFull, DatabaseIsAway, TimeoutError)
_TRIES = 6
_POISON_RECEIPT = "a\x00b"
_VERBS = (
    ["buy"] * 8 + ["capture"] * 3 + ["part"] * 3 + ["void"] * 2 + ["void by key"] * 3 + ["refund"] * 3
    + ["repeat"] * 2 + ["change"] * 2 + ["overtake", "poison", "no till"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A question that may be asked again: every time it gets another id, as at the door."""

    lane: int
    question: Authorise | Capture | Void | VoidByKey | Refund
    is_poison: bool = False
    is_changed: bool = False

    @property
    def key(self) -> UUID:
        """What makes asking again safe."""
        return self.question.key


@dataclass(frozen=True, slots=True)
class Bought:
    """An authorisation a till was told of, and its captures."""

    lane: int
    till: int
    number: UUID
    captures: tuple[UUID, ...]


@dataclass(slots=True)
class Memory:
    """What all tills were told, and what they still do not know."""

    told: dict[UUID, str] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)
    untold: dict[UUID, Request] = field(default_factory=dict)
    poison: set[UUID] = field(default_factory=set)
    bought: list[Bought] = field(default_factory=list)
    tombstones: Callable[[UUID], bool] = lambda _: False
    answers: int = 0

    def hear(self, request: Request, answer: AnsweredTo) -> None:
        """Remember an answer, which has to be the one that was heard before."""
        self.answers += 1
        key = request.key
        assert not request.is_poison, f"{key} cannot be written and was answered: {answer}"
        if isinstance(answer, Refused):
            is_reuse = answer.code == "idempotency_key_reused"
            assert is_reuse == request.is_changed, f"{key} was refused: {answer.code}"
            assert request.is_changed or key not in self.told, f"{key} was answered and is refused now"
            if not request.is_changed:
                self.untold.pop(key, None)
            return
        if request.is_changed:
            assert self.tombstones(key), f"{key} was answered under another body"
            return
        assert self.told.setdefault(key, answer.body) == answer.body, f"{key} was answered in two ways"
        self.untold.pop(key, None)
        self._keep(request, answer)

    def _keep(self, request: Request, answer: Stored) -> None:
        document = msgspec.json.decode(answer.body)
        question = request.question
        if isinstance(question, Authorise) and document["covered"]:
            captures = tuple(_uuid("capt", one["id"]) for one in document["captures"])
            self.bought.append(Bought(request.lane, question.till, _uuid("auth", document["id"]), captures))
        if isinstance(question, Capture) and document["outcome"] == "approved":
            self.bought.append(
                Bought(request.lane, question.till, question.authorisation, (_uuid("capt", document["id"]),))
            )


@dataclass(slots=True)
class Till:
    """One till with two servers to ask."""

    world: World
    servers: Sequence[SimulatedServer]
    memory: Memory
    random: Random
    copies: list["asyncio.Task[None]"] = field(default_factory=list)

    async def live(self, steps: int) -> None:
        """Ask so many things, with time between."""
        for _ in range(steps):
            await asyncio.sleep(self.random.expovariate(0.4))
            request = self.next_request()
            if not request.is_changed:
                self.memory.requests[request.key] = self.memory.untold[request.key] = request
            if request.is_poison:
                self.memory.poison.add(request.key)
            await self.ask(request, tries=_TRIES)
        await asyncio.gather(*self.copies)

    async def ask(self, request: Request, *, tries: int) -> bool:
        """Ask until an answer is heard; gives up after so many tries."""
        for _ in range(tries):
            if self.random.random() < 0.1:
                self.copies.append(asyncio.create_task(self._ask_quietly(request)))
            try:
                answer = await self._send(request)
            except _AWAY:
                await asyncio.sleep(self.random.random())
                continue
            except UnableToAnswer:
                if request.is_poison:
                    self.memory.untold.pop(request.key, None)
                    return True
                await asyncio.sleep(self.random.random())
                continue
            self.memory.hear(request, answer)
            return True
        return False

    async def _ask_quietly(self, request: Request) -> None:
        """A copy of the request takes another way."""
        try:
            answer = await self._send(request)
        except (*_AWAY, UnableToAnswer):
            return
        self.memory.hear(request, answer)

    async def _send(self, request: Request) -> AnsweredTo:
        question = replace(request.question, id=self.world.new_id(self.world.database.now()))
        await asyncio.sleep(self.random.random() * 0.05)
        server = self.random.choice(self.servers)
        answer = await asyncio.wait_for(server.ask(request.lane, question), self.random.choice((0.02, 1, 30)))
        await asyncio.sleep(self.random.random() * 0.05)
        if self.world.database.weather.fates and self.random.random() < 0.1:
            raise TimeoutError  # the answer is lost on its way to the till
        return answer

    def next_request(self) -> Request:
        """What comes to somebody's mind."""
        verb = self.random.choice(_VERBS)
        bought = self.random.choice(self.memory.bought[-12:]) if self.memory.bought else None
        known = self.random.choice(list(self.memory.requests.values())[-12:]) if self.memory.requests else None
        if verb in {"repeat", "change", "void by key"} and known is not None and not known.is_poison:
            return self._about(known, verb)
        if verb in {"capture", "part", "void", "refund"} and bought is not None:
            return Request(bought.lane, self._follow(verb, bought))
        return self._buy(verb)

    def _buy(self, verb: str) -> Request:
        now, world = self.world.database.now(), self.world
        card = self.random.choice(world.cards)
        receipt = _POISON_RECEIPT if verb == "poison" else "1"
        till = NO_TILL if verb == "no till" else self.random.choice(TILLS)
        basket = world.buy(now, till=till, card=card, key=world.number(), body=world.number(), receipt=receipt)
        first = Request(world.lane_of[card], basket, is_poison=verb in {"poison", "no till"})
        if verb == "overtake":
            # The reversal leaves first; its original comes later, as something that was asked and never answered.
            self.memory.requests[basket.key] = self.memory.untold[basket.key] = first
            return self._about(first, "void by key")
        return first

    def _about(self, known: Request, verb: str) -> Request:
        asked = known.question
        if verb == "change" and known.key in self.memory.told:
            return dataclasses.replace(known, question=replace(asked, body=self.world.number()), is_changed=True)
        if verb == "void by key" and isinstance(asked, Authorise):
            now = self.world.database.now()
            return Request(
                known.lane,
                VoidByKey(
                    self.world.new_id(now), self.world.number(), self.world.number(), asked.till, CREDENTIAL,
                    asked.key, asked.card,
                ),
            )  # fmt: skip
        return known

    def _follow(self, verb: str, bought: Bought) -> Capture | Void | Refund:
        now = self.world.database.now()
        asked = (self.world.new_id(now), self.world.number(), self.world.number(), bought.till, CREDENTIAL)
        amount = self.random.choice((1, 50, 100, 333))
        match verb:
            case "capture":
                return Capture(*asked, bought.number)
            case "part":
                part = AskedPart(self.random.randint(1, 2), amount=amount)
                return Capture(*asked, bought.number, (part,), is_final=self.random.random() < 0.3)
            case "refund":
                capture = self.random.choice(bought.captures or (bought.number,))
                parts = (AskedPart(self.random.randint(1, 2), amount=self.random.choice((None, amount))),)
                return Refund(*asked, bought.number, capture, "V-1", now, parts)
            case _:
                return Void(*asked, bought.number)


def _uuid(prefix: str, text: str) -> UUID:
    parsed = parse_public_id(prefix, text)
    assert parsed is not None
    return parsed[1]
