"""What a writer of batches needs of a database: lock and read, write, commit, roll back, close; psycopg gives it."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from psycopg import AsyncConnection

_CONNECT_SECONDS_MAX = 2

#: Prepares a fresh connection, in a transaction that is committed afterwards.
Begin: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]


class Session(Protocol):
    """One connection, in a transaction from its first statement on. What fails raises a `psycopg.Error`."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be asked any more."""

    async def lock(self, statement: str, parameters: dict[str, object]) -> str:
        """Run what gives one row of one text, and give the text."""

    async def write(self, statement: str, parameters: dict[str, object]) -> None:
        """Run what writes, and wait until it is done."""

    async def commit(self) -> None:
        """Make what was written durable."""

    async def rollback(self) -> None:
        """Give up what was written and locked."""

    async def close(self) -> None:
        """Let go of the connection, whatever state it is in."""


#: Opens a session at an address and lets it be prepared.
OpenSession: TypeAlias = Callable[[str, Begin], Awaitable[Session]]


class PsycopgSession:
    """A session on a connection of psycopg."""

    def __init__(self, conn: AsyncConnection) -> None:
        self._conn = conn

    @property
    def is_closed(self) -> bool:
        """Whether psycopg has noticed that the connection is gone."""
        return self._conn.closed

    async def lock(self, statement: str, parameters: dict[str, object]) -> str:
        """The text of the one row, from a prepared statement."""
        cursor = await self._conn.execute(statement, parameters, prepare=True)
        row = await cursor.fetchone()
        assert row is not None
        text: str = row[0]
        return text

    async def write(self, statement: str, parameters: dict[str, object]) -> None:
        """Write by a prepared statement."""
        cursor = await self._conn.execute(statement, parameters, prepare=True)
        await cursor.fetchone()

    async def commit(self) -> None:
        """Commit."""
        await self._conn.commit()

    async def rollback(self) -> None:
        """Roll back."""
        await self._conn.rollback()

    async def close(self) -> None:
        """Close the connection."""
        await self._conn.close()


async def open_psycopg_session(url: str, begin: Begin) -> Session:
    """Connect, and begin; a session that cannot begin leaves no connection.

    Raises:
        psycopg.Error: nobody answers in time, or the session cannot begin.
    """
    conn = await AsyncConnection.connect(url, connect_timeout=_CONNECT_SECONDS_MAX)
    try:
        await begin(conn)
        await conn.commit()
    except BaseException:
        await conn.close()
        raise
    return PsycopgSession(conn)
