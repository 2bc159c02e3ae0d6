"""What a buyer entered to confirm: looked at before the question waits for its batch, as the hash is slow."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from socert.domain import people
from socert.domain.purchases import Confirmation
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.requests import ConfirmationRequest

_AT_ONCE = 2
_WAITING_MAX = 64

Result = TypeVar("Result")


class Transacting(Protocol):
    """Runs work in a transaction of its own, committed when it returns."""

    def __call__(self, work: Callable[[Connection], Result]) -> Awaitable[Result]:
        """Run it."""


@dataclass(slots=True)
class PinGate:
    """Lets few PINs be looked at at once, so that guessing costs the guesser and nobody else."""

    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _waiting: int = 0

    async def confirm(
        self, confirmation: ConfirmationRequest | None, *, card: UUID, transact: Transacting
    ) -> Confirmation:
        """What the confirmation of a request is worth; a try is counted, and committed, before it is made.

        Raises:
            Refusal: overloaded, when too many wait.
        """
        if confirmation is None:
            return Confirmation.NONE
        if self._waiting >= _WAITING_MAX:
            raise Refusal(Problem.OVERLOADED)
        self._waiting += 1
        try:
            async with self._gate:
                return Confirmation(await _try(confirmation.value, card=card, transact=transact))
        finally:
            self._waiting -= 1


async def _try(pin: str, *, card: UUID, transact: Transacting) -> people.PinTry:
    begun = await transact(lambda conn: people.begin_pin_try(conn, card=card))
    found = await asyncio.to_thread(people.judge_pin_try, begun, pin=pin)
    if found is people.PinTry.RIGHT:
        assert isinstance(begun, people.PinHash)
        await transact(lambda conn: people.end_pin_try(conn, begun=begun))
    return found
