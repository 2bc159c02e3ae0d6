"""Runs what people ask for at pages, one task after the other, beside the server; several processes share the work."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection, Error, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

from socert import wiring
from socert.domain import audit, tasks
from socert.postgres import connect
from socert.values import Text

_PAUSE_SECONDS = 0.5
_BEAT_SECONDS = 2.0
_HOUSEKEEPING_ROUNDS = 20

_BROKEN = Text(
    ru="Что-то сломалось у нас. Ничего не сделано. Попробуйте ещё раз; если не поможет, позвоните в поддержку.",
    en="Something broke on our side. Nothing was done. Please try again; if that does not help, call support.",
)

_log = logging.getLogger(__name__)


class Interrupted(Exception):
    """The server ends: what a task has done so far is taken back."""


class Declined(Exception):
    """A task cannot be done, for a reason people can do something about; what it did is taken back."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(slots=True)
class Run:
    """A task at work: on what, for whom, how far; `finish` belongs into the transaction that does the work."""

    site: wiring.Site
    task: tasks.Task
    runner: UUID
    stage: str = ""
    done: int = 0
    total: int = 0
    is_ending: threading.Event = field(default_factory=threading.Event)
    _conn: Connection | None = None

    @property
    def actor(self) -> audit.Actor:
        """Who asked."""
        return self.task.asked_by

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection of its own, committed at the end; the server's end cancels what it asks."""
        with connect(self.site.application_url) as conn:
            self._conn = conn
            try:
                yield conn
            finally:
                self._conn = None

    def now(self, conn: Connection) -> datetime:
        """What time it is in the installation."""
        return self.site.now(conn)

    def tell(self, stage: str, done: int, total: int = 0) -> None:
        """Say how far it is.

        Raises:
            Interrupted: the server ends.
        """
        self.stage, self.done, self.total = stage, done, total
        if self.is_ending.is_set():
            raise Interrupted

    def finish(self, conn: Connection, outcome: Mapping[str, Any]) -> None:
        """Note what came of it, in the transaction that did it.

        Raises:
            TaskTakenAway: the task was called stopped meanwhile; nothing must be committed.
        """
        self._end(conn, tasks.State.DONE, outcome)

    def decline(self, conn: Connection, code: str, text: Text) -> None:
        """Note that it could not be done, and why."""
        self._end(conn, tasks.State.FAILED, {"code": code, "ru": text.ru, "en": text.en})

    def stop(self, conn: Connection) -> None:
        """Note that it was stopped, with nothing done."""
        self._end(conn, tasks.State.STOPPED, None)

    def interrupt(self) -> None:
        """Let it end soon: at its next step, and whatever it asks the database now is cancelled."""
        self.is_ending.set()
        conn = self._conn
        if conn is not None:
            with suppress(Error):
                conn.cancel()

    def _end(self, conn: Connection, state: tasks.State, outcome: Mapping[str, Any] | None) -> None:
        tasks.finish(conn, task=self.task.id, runner=self.runner, state=state, outcome=outcome)


Work = Callable[[Run], None]


class Tasking:
    """One a process, with one thread: takes a task, runs it, says every few seconds that it is alive."""

    def __init__(self, site: wiring.Site, pool: ConnectionPool, *, works: Mapping[tasks.Kind, Work]) -> None:
        self._site = site
        self._pool = pool
        self._works = works
        self._runner = uuid4()
        self._is_ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._run: Run | None = None
        # Of its own, so that long work takes no thread from those who answer at pages.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="task")

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._keep_going(), name="tasking")

    async def close(self) -> None:
        """End: a task under way is stopped, with nothing of it done."""
        self._is_ending.set()
        if self._run is not None:
            self._run.interrupt()
        if self._task is not None:
            await self._task
        self._thread.shutdown()

    async def _keep_going(self) -> None:
        rounds = 0
        while not self._is_ending.is_set():
            has_worked = False
            try:
                if rounds % _HOUSEKEEPING_ROUNDS == 0:
                    await asyncio.to_thread(self._keep_house)
                has_worked = await self._round()
            except (OperationalError, PoolTimeout) as error:
                _log.warning("tasks wait, the database is away: %s", type(error).__name__)
            except Exception:  # noqa: BLE001 - logged; the next round tries again
                _log.exception("tasks wait")
            rounds += 1
            if not has_worked:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._is_ending.wait(), _PAUSE_SECONDS)

    async def _round(self) -> bool:
        """Take one and run it to its end; False when none waits."""
        task = await asyncio.to_thread(self._take)
        if task is None:
            return False
        self._run = run = Run(self._site, task, self._runner)
        if self._is_ending.is_set():
            run.interrupt()
        working = asyncio.get_running_loop().run_in_executor(self._thread, self._work, run)
        while not working.done():
            await asyncio.wait({working}, timeout=_BEAT_SECONDS)
            if not working.done():
                await asyncio.to_thread(self._beat, run)
        self._run = None
        await working
        return True

    def _take(self) -> tasks.Task | None:
        with self._pool.connection() as conn:
            return tasks.take(conn, runner=self._runner)

    def _work(self, run: Run) -> None:
        try:
            self._works[run.task.kind](run)
        except Declined as declined:
            code, text = declined.code, declined.text
            self._note(run, lambda conn: run.decline(conn, code, text))
        except tasks.TaskTakenAway:
            _log.warning("a task was called stopped while it was at work: %s", run.task.kind)
        except Exception as error:  # noqa: BLE001 - whatever it was, the task has an end
            if run.is_ending.is_set():
                self._note(run, run.stop)
            else:
                _log.error("a task failed: %s", run.task.kind, exc_info=error)
                self._note(run, lambda conn: run.decline(conn, "broken", _BROKEN))

    def _note(self, run: Run, note: Callable[[Connection], None]) -> None:
        """Note an end; where that fails too, silence says in time that the task is stopped."""
        try:
            with connect(self._site.application_url) as conn:
                note(conn)
        except (Error, tasks.TaskTakenAway) as error:
            _log.warning("the end of a task could not be noted (%s): %s", run.task.kind, type(error).__name__)

    def _beat(self, run: Run) -> None:
        try:
            with self._pool.connection() as conn:
                tasks.beat(conn, task=run.task.id, runner=self._runner, stage=run.stage, done=run.done, total=run.total)
        except (OperationalError, PoolTimeout) as error:
            _log.warning("a task could not be heard of: %s", type(error).__name__)

    def _keep_house(self) -> None:
        with self._pool.connection() as conn:
            stopped = tasks.stop_abandoned(conn)
            tasks.forget_old_uploads(conn)
        if stopped:
            _log.warning("%d tasks were stopped: their processes are gone", stopped)
