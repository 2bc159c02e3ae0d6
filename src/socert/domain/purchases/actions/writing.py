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
    """The directory in memory, read anew when its number has grown. One for all of a process.

    `load` is given the directory at hand, to read only what has changed, or None to read everything. After a long
    import tills go on with the goods they know while all of them are read beside them, once.
    """

    def __init__(self, load: Callable[[Directory | None], Directory]) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._catching_up: asyncio.Task[None] | None = None
        self.current = load(None)

    async def up_to(self, number: int) -> Directory:
        """The directory, at least as new as `number`; long lists of goods may still be on their way."""
        if self.current.number < number:
            async with self._lock:
                if self.current.number < number:
                    self.current = await asyncio.to_thread(self._load, self.current)
            if self.current.is_behind and self._catching_up is None:
                self._catching_up = asyncio.create_task(self._catch_up())
        return self.current

    async def caught_up(self) -> Directory:
        """The directory with all its goods, waited for."""
        if self._catching_up is not None:
            await asyncio.shield(self._catching_up)
        return self.current

    async def _catch_up(self) -> None:
        try:
            whole = await asyncio.to_thread(self._load, None)
            async with self._lock:
                # What has changed meanwhile is read on top of it.
                is_newer = whole.number >= self.current.number
                self.current = whole if is_newer else await asyncio.to_thread(self._load, whole)
        finally:
            self._catching_up = None


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
            **store.encode_rows(decided.rows),
            "moved": store.encode_moved(decided.moved),
        }

    def write_statement(self) -> str:
        """Write the batch; one whose month has no partition is refused before anything is touched."""
        return f"{store.WRITE_BATCH} from {ledger.REQUIRE_MONTH}"
