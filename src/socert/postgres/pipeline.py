"""A session in libpq's pipeline mode: a batch takes two flights, begin with lock and write with commit.

Statements go to libpq as they are, without a cursor's work around each; psycopg opens the connection and closes it.
"""

import asyncio
import re

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.errors import error_from_result

from socert.postgres.literal import literal
from socert.postgres.session import Begin, Session, connected

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_BROKEN = frozenset({pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE})


class UnableToCommit(psycopg.OperationalError):
    """The server ended the transaction otherwise than by committing it."""


class _Flight:
    """Statements that leave together: what came back of the last that gave rows, and the first error."""

    __slots__ = ("ended", "error", "result")

    def __init__(self, ended: "asyncio.Future[None]") -> None:
        self.ended = ended
        self.error: psycopg.Error | None = None
        self.result: pq.abc.PGresult | None = None


class PipelinedSession:
    """A session on a connection in pipeline mode, read and written by the event loop."""

    def __init__(self, conn: AsyncConnection) -> None:
        self._conn = conn
        self._pgconn = conn.pgconn
        self._loop = asyncio.get_running_loop()
        self._socket = self._pgconn.socket
        self._flight: _Flight | None = None
        self._statements: dict[str, tuple[bytes, list[str]]] = {}
        self._fresh: list[str] = []  # prepared on the flight under way
        self._count = 0
        self._is_begun = False
        self._is_watched = True
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self._readable)

    @property
    def is_closed(self) -> bool:
        """Whether the connection is known to be gone."""
        return self._conn.closed

    async def lock(self, statement: str, parameters: dict[str, object]) -> str:
        """Begin, and the text of the one row."""
        if not self._is_begun:
            self._send("begin", {})
            self._is_begun = True
        self._send(statement, parameters)
        result = (await self._fly()).result
        assert result is not None
        text = result.get_value(0, 0)
        assert text is not None
        return text.decode()

    async def write(self, statement: str, parameters: dict[str, object]) -> None:
        """Put the write before the commit: both leave together, and no commit follows a write that failed."""
        self._send(statement, parameters)

    async def commit(self) -> None:
        """Send what is to be written and make it durable."""
        self._send("commit", {})
        flight = await self._fly()
        self._is_begun = False
        assert flight.result is not None
        if flight.result.command_status != b"COMMIT":
            raise UnableToCommit(f"The server answered {flight.result.command_status!r} to a commit.")

    async def rollback(self) -> None:
        """Give up what was written and locked."""
        self._send("rollback", {})
        await self._fly()
        self._is_begun = False

    async def close(self) -> None:
        """Let go of the connection; who still waits for an answer learns it."""
        self._stop_watching()
        self._end(psycopg.OperationalError("The connection was closed."))
        await self._conn.close()

    def _send(self, statement: str, parameters: dict[str, object]) -> None:
        name, names = self._statements.get(statement) or self._prepared(statement)
        self._pgconn.send_query_prepared(name, [literal(parameters[one]) for one in names])

    def _prepared(self, statement: str) -> tuple[bytes, list[str]]:
        names: list[str] = []
        text = _PLACEHOLDER.sub(lambda one: _number(names, one[1]), statement)
        self._count += 1
        # On a wire it says what it is: commit_3.
        name = f"{statement.split(maxsplit=1)[0]}_{self._count}".encode()
        self._pgconn.send_prepare(name, text.encode())
        self._fresh.append(statement)
        self._statements[statement] = name, names
        return name, names

    async def _fly(self) -> _Flight:
        """Let everything leave that was sent, and wait for its end."""
        flight = self._flight = _Flight(self._loop.create_future())
        try:
            self._pgconn.pipeline_sync()
            if self._pgconn.flush():
                self._loop.add_writer(self._socket, self._writable)
        except psycopg.Error as error:
            self._break(error)
        await flight.ended
        fresh, self._fresh = self._fresh, []
        if flight.error is not None:
            for statement in fresh:  # which of them the server knows is uncertain: they get new names
                del self._statements[statement]
            raise flight.error
        return flight

    def _writable(self) -> None:
        try:
            if not self._pgconn.flush():
                self._loop.remove_writer(self._socket)
        except psycopg.Error as error:
            self._break(error)

    def _readable(self) -> None:
        try:
            self._pgconn.consume_input()
            while self._flight is not None and not self._pgconn.is_busy():
                result = self._pgconn.get_result()
                if result is not None:
                    self._take(self._flight, result)
        except psycopg.Error as error:
            self._break(error)

    def _take(self, flight: _Flight, result: pq.abc.PGresult) -> None:
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            self._end(None)
        elif result.status in _BROKEN:
            flight.error = flight.error or error_from_result(result)
            if self._pgconn.status == pq.ConnStatus.BAD:
                self._break(flight.error)
        elif result.status != pq.ExecStatus.PIPELINE_ABORTED:
            flight.result = result

    def _break(self, error: psycopg.Error) -> None:
        """Nothing more will come on this connection."""
        self._stop_watching()
        self._end(error)

    def _stop_watching(self) -> None:
        """Once only: libpq has closed a broken socket, and its number may by now be somebody else's."""
        if self._is_watched:
            self._is_watched = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)

    def _end(self, error: psycopg.Error | None) -> None:
        flight, self._flight = self._flight, None
        if flight is not None:
            flight.error = flight.error or error
            if not flight.ended.done():
                flight.ended.set_result(None)


async def open_pipelined_session(url: str, begin: Begin) -> Session:
    """Connect, begin, and go over to pipeline mode.

    Raises:
        psycopg.Error: nobody answers in time, or the session cannot begin.
    """
    return PipelinedSession(await connected(url, begin))


def _number(names: list[str], name: str) -> str:
    """The place of a parameter, counted from 1; one that stands twice has one place."""
    if name not in names:
        names.append(name)
    return f"${names.index(name) + 1}"
