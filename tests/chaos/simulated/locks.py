"""Who has locked which row: waiting in order of arrival, and the one whose wait would close a ring is told at once."""

import asyncio
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from psycopg import errors


@dataclass(slots=True, eq=False)
class Transaction:
    """One transaction: what it has locked, whom it waits for, and what it will do when it commits."""

    locked: list[Hashable] = field(default_factory=list)
    wanted: Hashable | None = None


@dataclass(slots=True)
class Locks:
    """Exclusive locks, by whatever stands for a row."""

    owners: dict[Hashable, Transaction] = field(default_factory=dict)
    waiting: dict[Hashable, deque[tuple[Transaction, "asyncio.Future[None]"]]] = field(default_factory=dict)

    async def take(self, transaction: Transaction, row: Hashable) -> None:
        """Lock a row until the transaction ends.

        Raises:
            errors.DeadlockDetected: whoever has it waits, itself or through others, for this transaction.
        """
        if (owner := self.owners.get(row)) is None:
            self._give(transaction, row)
        elif owner is not transaction:
            self._look_for_a_ring(transaction, owner)
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            place = (transaction, turn)
            self.waiting.setdefault(row, deque()).append(place)
            transaction.wanted = row
            try:
                await turn
            except asyncio.CancelledError:
                if place in self.waiting.get(row, ()):
                    self.waiting[row].remove(place)
                raise
            finally:
                transaction.wanted = None

    def end(self, transaction: Transaction) -> None:
        """Let go of everything; whoever waits longest has it next."""
        rows, transaction.locked = transaction.locked, []
        for row in rows:
            del self.owners[row]
            queue = self.waiting.get(row)
            while queue:
                heir, turn = queue.popleft()
                if not turn.done():
                    self._give(heir, row)
                    turn.set_result(None)
                    break

    def _give(self, transaction: Transaction, row: Hashable) -> None:
        self.owners[row] = transaction
        transaction.locked.append(row)
        transaction.wanted = None

    def _look_for_a_ring(self, transaction: Transaction, owner: Transaction | None) -> None:
        while owner is not None and owner.wanted is not None:
            owner = self.owners.get(owner.wanted)
            if owner is transaction:
                raise errors.DeadlockDetected("simulated: each waits for the other")
