"""A batch of purchases as group commit runs it: what is locked, how it is decided, what is written."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

from socert.domain import ledger
from socert.domain.purchases import store
from socert.domain.purchases.model.answered import AnsweredTo
from socert.domain.purchases.model.asked import Authorise, Question
from socert.domain.purchases.model.known import Directory, State
from socert.domain.purchases.rules.batch import decide_batch
from socert.postgres import DecideAgain


class DirectoryKeeper:
    """The directory in memory, read anew when its number has grown. One for all of a process."""

    def __init__(self, load: Callable[[], Directory]) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self.current = load()

    async def up_to(self, number: int) -> Directory:
        """The directory, at least as new as `number`."""
        if self.current.number < number:
            async with self._lock:
                if self.current.number < number:
                    self.current = await asyncio.to_thread(self._load)
        return self.current


@dataclass(frozen=True, slots=True)
class LockedBatch:
    """What was read under lock, with the directory it is decided by."""

    state: State
    directory: Directory
    now: datetime
    closed_through: datetime


class PurchaseWork:
    """Gives group commit the SQL and the fold of one lane."""

    def __init__(self, *, lane: int, keeper: DirectoryKeeper) -> None:
        self._lane = lane
        self._keeper = keeper
        self._writer = 0
        self._wanted = 0

    async def begin_session(self, conn: AsyncConnection) -> None:
        """Claim a writer of this lane and keep the planner to its indexes."""
        await store.tune_session(conn)
        self._writer = await ledger.claim_writer(conn, lane=self._lane)

    def lock_statement(self, questions: Sequence[Question]) -> tuple[str, dict[str, object]]:
        """Lock everybody the batch concerns."""
        return store.LOCK_BATCH, {
            "lane": self._lane,
            "writer": self._writer,
            "request": store.lock_request(questions),
            "lock": True,
        }

    def read(self, text: str) -> LockedBatch:
        """Index what was read.

        Raises:
            DecideAgain: the directory in memory is older than the database's.
        """
        state, rest = store.read_locked(text)
        self._wanted = rest.directory
        if self._keeper.current.number < rest.directory:
            raise DecideAgain
        return LockedBatch(state, self._keeper.current, rest.now, rest.closed_through)

    async def refresh(self) -> None:
        """Read the directory anew."""
        await self._keeper.up_to(self._wanted)

    def weight(self, question: Question) -> int:
        """A receipt weighs as much as it has lines."""
        return max(1, len(question.lines)) if isinstance(question, Authorise) else 1

    def decide(
        self, questions: Sequence[Question], locked: LockedBatch
    ) -> tuple[list[AnsweredTo], dict[str, object] | None]:
        """Fold the batch."""
        decided = decide_batch(
            questions,
            state=locked.state,
            directory=locked.directory,
            lane=self._lane,
            writer=self._writer,
            now=locked.now,
            closed_through=locked.closed_through,
        )
        if decided.rows is None:
            return decided.answers, None
        return decided.answers, {
            "lane": self._lane,
            "writer": self._writer,
            "batch": store.encode_rows(decided.rows),
            "moved": store.encode_moved(decided.moved),
        }

    def write_statement(self) -> str:
        """Write the batch."""
        return store.WRITE_BATCH
