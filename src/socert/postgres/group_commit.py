"""Group commit: questions wait in a bounded queue, a writer takes all that wait, one transaction answers them.

No timer: a lonely question is taken at once, and what arrives during a commit forms the next batch. Knows no rule;
what a batch locks, decides and writes is given as `Work`.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeAlias, TypeVar

import psycopg
from psycopg import AsyncConnection

from socert.postgres.connection import complete
from socert.postgres.pipeline import open_pipelined_session
from socert.postgres.session import OpenSession, Session

Question = TypeVar("Question")
Answer = TypeVar("Answer")
Locked = TypeVar("Locked")
_Question = TypeVar("_Question", contravariant=True)  # noqa: PLC0105 - a private name
_Answer = TypeVar("_Answer", contravariant=True)  # noqa: PLC0105 - likewise

_log = logging.getLogger(__name__)

#: A batch takes milliseconds; one that takes this long waits for a database that does not answer.
_BATCH_SECONDS_MAX = 20
#: So does a new connection that is not ready after this long, or an old one that has not rolled back.
_READY_SECONDS_MAX = 5
_REFRESHES_MAX = 10


class QueueIsFull(Exception):
    """More is asked than can be answered; nothing was taken. Try again in a moment."""


class DatabaseIsAway(Exception):
    """The database does not answer. Whether this question was written is not known; its key makes a retry safe."""


class DecideAgain(Exception):
    """What is kept in memory is older than what was read: bring it up to date without holding locks, then lock anew."""


class UnableToAnswer(Exception):
    """This one question cannot be answered though others can; a broken assumption, logged with its cause."""


class Work(Protocol[_Question, Answer, Locked]):
    """What a batch does, in the writer's transaction."""

    async def begin_session(self, conn: AsyncConnection) -> None:
        """Prepare a fresh connection, in a transaction that is committed afterwards."""

    def lock_statement(self, questions: Sequence[_Question]) -> tuple[str, dict[str, object]]:
        """A statement giving one row of one text: what was locked and read."""

    def read(self, text: str) -> Locked:
        """Understand that text; may raise DecideAgain."""

    async def refresh(self) -> None:
        """Bring what is kept in memory up to date; no lock is held meanwhile."""

    def weight(self, question: _Question) -> int:
        """How much of a batch a question takes; one for the smallest."""

    def decide(self, questions: Sequence[_Question], locked: Locked) -> tuple[list[Answer], dict[str, object] | None]:
        """One answer a question, and the parameters of the write; None when nothing is to be written."""

    def write_statement(self) -> str:
        """The statement that writes a batch."""


class Waiter(Protocol[_Answer]):
    """Who waits for an answer; a future is one. What it does when it is told must be short and must not raise."""

    def done(self) -> bool:
        """Whether it no longer waits."""

    def set_result(self, answer: _Answer, /) -> None:
        """The answer, durable."""

    def set_exception(self, error: Exception, /) -> None:
        """Why there is none."""


#: A question and who waits for its answer.
One: TypeAlias = tuple[Question, Waiter[Answer]]
Batch: TypeAlias = list[tuple[Question, Waiter[Answer]]]


class GroupCommit(Generic[Question, Answer, Locked]):
    """A queue and its one writer, on a connection of its own."""

    def __init__(
        self,
        *,
        url: str,
        work: Work[Question, Answer, Locked],
        queue_limit: int = 4_096,
        batch_limit: int = 400,
        weight_limit: int = 4_000,
        open_session: OpenSession = open_pipelined_session,
    ) -> None:
        self._url = complete(url)
        self._work = work
        self._open_session = open_session
        self._queue_limit = queue_limit
        self._batch_limit = batch_limit
        self._weight_limit = weight_limit
        #: Told of each batch that was written: its size, the seconds of deciding, and of writing and committing it.
        self.committed: Callable[[int, float, float], None] = _tell_nobody
        self._queue: deque[One[Question, Answer]] = deque()
        self._arrived = asyncio.Event()
        self._is_closing = False
        self._session: Session | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and begin to answer.

        Raises:
            DatabaseIsAway: there is no database at the address.
        """
        await self._connected()
        self._task = asyncio.create_task(self._run(), name="group-commit")

    async def close(self) -> None:
        """Answer what was taken, then stop; from now on nothing more is taken."""
        self._is_closing = True
        self._arrived.set()
        if self._task is not None:
            await self._task
        await self._disconnect()

    def ask(self, question: Question) -> "asyncio.Future[Answer]":
        """Put a question in; the future brings its answer once it is durable.

        Raises:
            QueueIsFull: nothing was taken. The future may raise DatabaseIsAway or UnableToAnswer.
        """
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.put(question, future)
        return future

    def put(self, question: Question, waiter: Waiter[Answer]) -> None:
        """Put a question in for somebody who is told as a future is told.

        Raises:
            QueueIsFull: nothing was taken.
        """
        if self._is_closing or len(self._queue) >= self._queue_limit:
            raise QueueIsFull
        self._queue.append((question, waiter))
        self._arrived.set()

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return len(self._queue)

    @property
    def is_answering(self) -> bool:
        """Whether its writer lives and takes questions."""
        return not self._is_closing and self._task is not None and not self._task.done()

    async def _run(self) -> None:
        while True:
            if not self._queue:
                if self._is_closing:
                    return
                self._arrived.clear()
                await self._arrived.wait()
                continue
            await self._serve(self._take())

    def _take(self) -> Batch[Question, Answer]:
        """All that waits, up to a batch's limits; always at least one."""
        batch = [self._queue.popleft()]
        weight = self._work.weight(batch[0][0])
        while self._queue and len(batch) < self._batch_limit:
            weight += self._work.weight(self._queue[0][0])
            if weight > self._weight_limit:
                break
            batch.append(self._queue.popleft())
        return batch

    async def _serve(self, batch: Batch[Question, Answer]) -> None:
        """Answer a batch; when that fails twice, every question alone, so that one cannot fail the others."""
        try:
            await self._answer(batch, tries=2)
        except DatabaseIsAway as away:
            _fail(batch, away)
        except Exception:  # noqa: BLE001 - logged; every question is then tried alone
            _log.exception("a batch of %d failed", len(batch))
            for place, one in enumerate(batch):
                try:
                    await self._serve_alone(one)
                except DatabaseIsAway as away:
                    # The first that finds nobody speaks for the rest: each would wait for the connection again.
                    _fail(batch[place:], away)
                    return

    async def _serve_alone(self, one: One[Question, Answer]) -> None:
        try:
            await self._answer([one], tries=3)
        except DatabaseIsAway:
            raise
        except Exception as error:  # noqa: BLE001 - one question's failure is its own answer
            _log.error("a question cannot be answered", exc_info=error)
            failure = UnableToAnswer("The question cannot be answered; the server's log says why.")
            failure.__cause__ = error
            _fail([one], failure)

    async def _answer(self, batch: Batch[Question, Answer], *, tries: int) -> None:
        questions = [question for question, _ in batch]
        for left in reversed(range(tries)):
            session = await self._connected()
            try:
                answers = await self._decide(session, questions)
            except TimeoutError as error:
                await self._disconnect()
                raise DatabaseIsAway from error
            except psycopg.Error as error:
                # Running the same batch again is safe: what was committed is found under its keys.
                await self._recover(session, error)
                if left == 0:
                    if session.is_closed:
                        raise DatabaseIsAway from error
                    raise
            except BaseException:
                await self._disconnect()
                raise
            else:
                # Told while the next batch is already asking the database.
                asyncio.get_running_loop().call_soon(_tell, batch, answers)
                return

    async def _decide(self, session: Session, questions: Sequence[Question]) -> list[Answer]:
        """One batch, again from the lock on while what is kept in memory proves to be old."""
        for _ in range(_REFRESHES_MAX):
            async with asyncio.timeout(_BATCH_SECONDS_MAX):
                try:
                    return await self._transact(session, questions)
                except DecideAgain:
                    await session.rollback()
            await self._work.refresh()
        raise UnableToAnswer("What is kept in memory changed faster than it could be read.")

    async def _transact(self, session: Session, questions: Sequence[Question]) -> list[Answer]:
        """One batch in one transaction: lock and read, decide, write, commit. The one commit below a door."""
        text = await session.lock(*self._work.lock_statement(questions))
        began = time.perf_counter()
        answers, rows = self._work.decide(questions, self._work.read(text))
        decided = time.perf_counter()
        if rows is None:
            await session.rollback()
            return answers
        await session.write(self._work.write_statement(), rows)
        await session.commit()
        self.committed(len(questions), decided - began, time.perf_counter() - decided)
        return answers

    async def _recover(self, session: Session, error: psycopg.Error) -> None:
        """Make the connection usable again, or forget it: another server may have taken over our chain."""
        if session.is_closed or error.sqlstate == "SC001" or isinstance(error, psycopg.OperationalError):
            await self._disconnect()
            return
        try:
            async with asyncio.timeout(_READY_SECONDS_MAX):
                await session.rollback()
        except (psycopg.Error, TimeoutError):
            await self._disconnect()

    async def _connected(self) -> Session:
        if self._session is None or self._session.is_closed:
            try:
                async with asyncio.timeout(_READY_SECONDS_MAX):
                    self._session = await self._open_session(self._url, self._work.begin_session)
            except (psycopg.Error, TimeoutError) as error:
                raise DatabaseIsAway from error
        return self._session

    async def _disconnect(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(psycopg.Error):
                await session.close()


def _tell(batch: Batch[Question, Answer], answers: Sequence[Answer]) -> None:
    for (_, waiter), answer in zip(batch, answers, strict=True):
        try:
            if not waiter.done():
                waiter.set_result(answer)
        except Exception:  # noqa: BLE001 - the others wait for theirs
            _log.exception("somebody could not be told an answer")


def _tell_nobody(_size: int, _deciding: float, _committing: float) -> None:
    """Nobody counts."""


def _fail(batch: Sequence[One[Question, Answer]], error: Exception) -> None:
    for _, waiter in batch:
        try:
            if not waiter.done():
                waiter.set_exception(error)
        except Exception:  # noqa: BLE001 - the others wait for theirs
            _log.exception("somebody could not be told that there is no answer")
