"""Keeps house while a server runs: hands messages over, forgets what is over, has the months to come made."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from psycopg import Connection, Error, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

from socert.domain import access, installation, messages, people

_PAUSE_SECONDS = 0.5
_HOUSEKEEPING_ROUNDS = 10

_log = logging.getLogger(__name__)


class Sending:
    """One a process; several processes share the work."""

    def __init__(
        self,
        pool: ConnectionPool,
        *,
        sender: messages.Sender | None,
        now: Callable[[Connection], datetime],
        real_time: Callable[[], datetime],
    ) -> None:
        self._pool = pool
        self._sender = sender
        self._now = now
        self._real_time = real_time
        self._is_ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._run(), name="sending")

    async def close(self) -> None:
        """End after the message under way."""
        self._is_ending.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        rounds = 0
        while not self._is_ending.is_set():
            try:
                await asyncio.to_thread(self._round, is_housekeeping=rounds % _HOUSEKEEPING_ROUNDS == 0)
            except (OperationalError, PoolTimeout) as error:
                _log.warning("messages wait, the database is away: %s", type(error).__name__)
            except Exception:  # noqa: BLE001 - logged; the next round tries again
                _log.exception("messages wait")
            rounds += 1
            try:
                await asyncio.wait_for(self._is_ending.wait(), _PAUSE_SECONDS)
            except TimeoutError:
                continue

    def _round(self, *, is_housekeeping: bool) -> None:
        if is_housekeeping:
            self._prepare_months()
            self._keep_house()
        while self._sender is not None and not self._is_ending.is_set():
            # One message, one transaction: what was handed over is never handed over again for another's sake.
            with self._pool.connection() as conn:
                if messages.hand_over_next(conn, sender=self._sender, now=self._now(conn)) is None:
                    return

    def _prepare_months(self) -> None:
        """In a transaction of its own: what hinders it hinders nothing else, and the next round tries again."""
        with self._pool.connection() as conn:
            try:
                installation.prepare_months(conn, at=self._now(conn))
            except Error as error:
                if conn.closed:
                    raise
                conn.rollback()
                _log.warning("no partitions could be made for the months to come: %s", error)

    def _keep_house(self) -> None:
        with self._pool.connection() as conn:
            now = self._now(conn)
            lapsed = messages.lapse(conn, now=now)
            people.forget_old_codes(conn, now=now)
            self._forget_sign_ins(conn)
        if lapsed:
            _log.warning("%d messages could not be handed over in time", lapsed)

    def _forget_sign_ins(self, conn: Connection) -> None:
        """By real time, also in an example: browsers know no other."""
        now = self._real_time()
        access.forget_sessions_over(conn, now=now)
        access.forget_tries_over(conn, now=now)
        access.forget_invitations_over(conn, now=now)
        access.forget_openid_over(conn, now=now)
