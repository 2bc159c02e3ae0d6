"""In which lane a card's holder lives, asked for many cards at once: what comes during a query waits for the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias
from uuid import UUID

Read: TypeAlias = Callable[[Sequence[UUID]], Awaitable[dict[UUID, int]]]


class LaneFinder:
    """Finds lanes with one query at a time."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._asked: dict[UUID, asyncio.Future[int | None]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def find(self, card: UUID) -> int | None:
        """The lane of a card's holder; None for a card nobody has. Raises what reading raises."""
        future = self._asked.get(card)
        if future is None:
            future = self._asked[card] = asyncio.get_running_loop().create_future()
        if self._reading is None:
            self._reading = asyncio.create_task(self._run(), name="lanes")
        return await asyncio.shield(future)

    async def _run(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                await self._answer(asked)
        finally:
            self._reading = None

    async def _answer(self, asked: "dict[UUID, asyncio.Future[int | None]]") -> None:
        try:
            found = await self._read(list(asked))
        except Exception as error:  # noqa: BLE001 - everybody who asked is told
            for future in asked.values():
                future.set_exception(error)
                future.exception()  # one whose asker went away is nobody's fault
        else:
            for card, future in asked.items():
                future.set_result(found.get(card))
