"""Whether the database answers, known before a till has to wait for it: one connection asks again and again."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

import psycopg
from psycopg import AsyncConnection

from socert.postgres.connection import complete

_log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0
_LOOK_EVERY_SECONDS_WHILE_AWAY = 0.25
#: A database that takes this long to say one word is as good as away.
_LOOK_SECONDS_MAX = 3.0


class DatabaseWatch:
    """Looks every second, and at once when somebody suspects something."""

    def __init__(self, *, url: str, returned: Callable[[], None], question: str = "select true") -> None:
        """What to look at, and with what.

        Args:
            url: where it is.
            returned: called in a thread when the database is there again after its connections were lost.
            question: a statement giving one row of one truth: whether what is asked of it now can be written.
        """
        self._url = complete(url)
        self._question = question
        self._is_fit = True
        self._returned = returned
        self._conn: AsyncConnection | None = None
        self._lock = asyncio.Lock()
        self._suspected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._asking: set[asyncio.Task[AsyncConnection | None]] = set()
        self.is_away = False

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run(), name="database-watch")

    async def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._end_asking()
        await self._disconnect()

    async def _end_asking(self) -> None:
        """Wait for what is still being asked, and close what it opened."""
        asking = set(self._asking)
        if not asking:
            return
        done, late = await asyncio.wait(asking, timeout=_LOOK_SECONDS_MAX)
        for task in late:
            task.cancel()  # it closes its connection itself
        for task in done:
            conn = None if task.cancelled() or task.exception() else task.result()
            if conn is not None and conn is not self._conn:
                with contextlib.suppress(psycopg.Error):
                    await conn.close()

    def suspect(self) -> None:
        """Somebody had trouble: look now, not in a second."""
        self._suspected.set()

    async def look(self) -> bool:
        """Whether the database answers at this moment and can be written to; three seconds at most."""
        async with self._lock:
            before = self._conn
            is_there = await self._asks() or (before is not None and await self._asks())
            was_lost = self.is_away or (before is not None and self._conn is not before)
            if self.is_away == is_there:
                _log.warning("the database is there again" if is_there else "the database is away")
            self.is_away = not is_there
        if is_there and was_lost:
            await asyncio.to_thread(self._returned)
        return is_there and self._is_fit

    async def _run(self) -> None:
        while True:
            seconds = _LOOK_EVERY_SECONDS_WHILE_AWAY if self.is_away else _LOOK_EVERY_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._suspected.wait(), seconds)
            self._suspected.clear()
            try:
                await self.look()
            except Exception:  # noqa: BLE001 - logged
                # A watch that has ended would never say that the database is back.
                _log.exception("looking at the database failed")

    async def _asks(self) -> bool:
        """Ask once, on the connection there is or a new one; an answer that does not come is not waited for."""
        conn, self._conn = self._conn, None
        asking = asyncio.create_task(self._ask(conn))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        await asyncio.wait({asking}, timeout=_LOOK_SECONDS_MAX)
        if not asking.done():
            asking.cancel()  # it closes its connection itself, which may take as long again
            return False
        self._conn = asking.result()
        return self._conn is not None

    async def _ask(self, conn: AsyncConnection | None) -> AsyncConnection | None:
        """The connection that was asked and answered; None, and it is closed, when it did not."""
        try:
            conn = conn or await AsyncConnection.connect(self._url, autocommit=True)
            cursor = await conn.execute(self._question.encode())
            self._note(is_fit=await cursor.fetchone() == (True,))
        except BaseException as error:
            if conn is not None:
                with contextlib.suppress(psycopg.Error):
                    await conn.close()
            if isinstance(error, (psycopg.Error, OSError)):
                return None
            raise
        return conn

    def _note(self, *, is_fit: bool) -> None:
        if is_fit != self._is_fit:
            _log.warning("the database %s be written to", "can again" if is_fit else "answers and cannot")
        self._is_fit = is_fit

    async def _disconnect(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            with contextlib.suppress(psycopg.Error):
                await conn.close()
