"""What a buyer entered to confirm: looked at before the question waits for its batch, as a PIN's hash is slow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from socert.domain import people
from socert.domain.purchases import Confirmation, Confirmed, DirectoryKeeper
from socert.entrypoints.api.presented import Presented
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.requests import CodeRequest, ConfirmationRequest, PinRequest

_AT_ONCE = 2
_WAITING_MAX = 64

Result = TypeVar("Result")


class Counter(Protocol):
    """What of the desk is needed here."""

    card_secret: bytes
    keeper: DirectoryKeeper

    def transact(self, work: Callable[[Connection], Result]) -> Awaitable[Result]:
        """Run work in a transaction of its own, committed when it returns."""

    def now(self, conn: Connection) -> datetime:
        """What time it is in this installation."""


@dataclass(slots=True)
class ConfirmationGate:
    """Looks at PINs and codes. Lets few PINs in at once, so that guessing costs the guesser and nobody else."""

    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _waiting: int = 0

    async def confirm(
        self,
        given: Sequence[ConfirmationRequest],
        presented: Presented,
        *,
        total: int,
        purchase: UUID | None,
        desk: Counter,
    ) -> Confirmation:
        """What the confirmations of a request are worth; a try is counted, and committed, before it is told.

        `purchase` is the digest of the key a right code is used up by; None for a quote, which uses nothing up. After a
        wrong PIN the code is not looked at and stays good. Where the total, or a sheet, may need a code and none can be
        sent, the answer says so at once.

        Raises:
            Refusal: overloaded, when too many wait.
        """
        card = presented.card
        pin = next((one.value for one in given if isinstance(one, PinRequest)), None)
        code = next((one.value for one in given if isinstance(one, CodeRequest)), None)
        found = Confirmed.NONE if pin is None else Confirmed(await self._try_pin(pin, card=card, desk=desk))
        if found not in (Confirmed.NONE, Confirmed.RIGHT):
            return Confirmation(pin=found)
        if code is None:
            may_need = presented.is_sheet or desk.keeper.current.may_need_code(total=total)
            is_reachable = not may_need or await desk.transact(
                lambda conn: people.is_reachable(conn, card=card, now=desk.now(conn))
            )
            return Confirmation(pin=found, code=Confirmed.NONE if is_reachable else Confirmed.UNREACHABLE)
        tried = await desk.transact(
            lambda conn: people.try_code(
                conn, card=card, code=code, purchase=purchase, secret=desk.card_secret, now=desk.now(conn)
            )
        )
        return Confirmation(pin=found, code=Confirmed(tried))

    async def _try_pin(self, pin: str, *, card: UUID, desk: Counter) -> people.PinTry:
        if self._waiting >= _WAITING_MAX:
            raise Refusal(Problem.OVERLOADED)
        self._waiting += 1
        try:
            async with self._gate:
                return await _try_pin(pin, card=card, desk=desk)
        finally:
            self._waiting -= 1


async def _try_pin(pin: str, *, card: UUID, desk: Counter) -> people.PinTry:
    begun = await desk.transact(lambda conn: people.begin_pin_try(conn, card=card))
    found = await asyncio.to_thread(people.judge_pin_try, begun, pin=pin)
    if found is people.PinTry.RIGHT:
        assert isinstance(begun, people.PinHash)
        await desk.transact(lambda conn: people.end_pin_try(conn, begun=begun))
    return found
