"""A server process: real queues with their writers on the simulated database, to be killed and started again."""

import asyncio
from typing import cast

from psycopg import AsyncConnection

from chaos.simulated.database import SimulatedDatabase, SimulatedSession
from chaos.simulated.world import SimulatedKeeper
from socert.domain.purchases import AnsweredTo, LockedBatch, PurchaseWork, Question
from socert.postgres import DatabaseIsAway, GroupCommit
from socert.postgres.session import Begin, Session

Queue = GroupCommit[Question, AnsweredTo, LockedBatch]
_RESTART_SECONDS = 1.0


class ServerIsGone(Exception):
    """Nobody listens there, or nobody does any more."""


class SimulatedWork(PurchaseWork):
    """The real work, which claims its writer of the simulated database."""

    async def begin_session(self, conn: AsyncConnection) -> None:
        """Claim a writer of this lane."""
        self._writer = await cast("SimulatedSession", conn).claim_writer(self._lane)


class SimulatedServer:
    """A queue a lane."""

    def __init__(
        self, database: SimulatedDatabase, *, name: str, lanes: int, queue_limit: int, batch_limit: int
    ) -> None:
        self.name = name
        self._database = database
        self._lanes = lanes
        self._limits = {"queue_limit": queue_limit, "batch_limit": batch_limit}
        self._queues: list[Queue] = []
        self._sessions: list[SimulatedSession] = []
        self._asked: dict[asyncio.Future[AnsweredTo], None] = {}  # in their order, as a life is the same every time
        self._ended: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to answer, as soon as the database does."""
        self._database.tell(f"{self.name} starts")
        keeper = SimulatedKeeper(self._database, lanes=self._lanes)
        queues = [
            GroupCommit(
                url="",
                work=SimulatedWork(lane=lane, keeper=keeper),
                open_session=self._open,
                **self._limits,
            )
            for lane in range(self._lanes)
        ]
        for queue in queues:
            while not queue.is_answering:
                try:
                    await queue.start()
                except DatabaseIsAway:
                    await asyncio.sleep(_RESTART_SECONDS)
        self._queues = queues

    async def _open(self, url: str, begin: Begin) -> Session:
        session = await self._database.open(url, begin)
        self._sessions.append(session)
        return session

    def kill(self) -> None:
        """End at once: the wires are cut, nothing is answered or tidied up any more."""
        self._database.tell(f"{self.name} is killed")
        for session in self._sessions:
            session.lose()
        self._sessions = []
        for future in self._asked:
            if not future.done():
                future.set_exception(ServerIsGone())
        for task in self._take_tasks():
            task.cancel()
            self._ended.append(task)

    async def close(self) -> None:
        """Answer what was taken, and end."""
        self._database.tell(f"{self.name} ends")
        queues, self._queues = self._queues, []
        asked = list(self._asked)
        for queue in queues:
            await queue.close()
        assert all(one.done() for one in asked), "a server ended and did not answer what it took"

    async def wait_for_the_killed(self) -> None:
        """See what was killed off."""
        await asyncio.gather(*self._ended, return_exceptions=True)

    async def ask(self, lane: int, question: Question) -> AnsweredTo:
        """Put a question to the queue of a lane.

        Raises:
            ServerIsGone: it is not there, or was killed meanwhile; whether anything happened is not known.
        """
        if not self._queues:
            raise ServerIsGone
        future = self._queues[lane].ask(question)
        self._asked[future] = None
        future.add_done_callback(lambda one: self._asked.pop(one, None))
        return await future

    @property
    def is_running(self) -> bool:
        """Whether all its writers live."""
        return bool(self._queues) and all(queue.is_answering for queue in self._queues)

    def _take_tasks(self) -> list["asyncio.Task[None]"]:
        queues, self._queues = self._queues, []
        return [queue._task for queue in queues if queue._task is not None]
