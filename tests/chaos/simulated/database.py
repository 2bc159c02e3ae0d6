"""A database on the other end of a bad wire: sessions that are cut, go mute or fail, a server that crashes.

A backend serves one session: what has reached it happens, also when nobody is there any more to hear of it, and only
then it notices that the wire has ended. Its transaction is gone with it, its commits stay.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from random import Random
from typing import Any, TypeVar, cast

from psycopg import AsyncConnection, OperationalError, errors

from chaos.simulated.locks import Locks, Transaction
from chaos.simulated.tables import Json, Tables
from socert.postgres.session import Begin

Result = TypeVar("Result")
BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEEPALIVE_SECONDS = 30.0
_CONNECT_SECONDS = 2.0
_WRITERS = 255


class Fate(Enum):
    """What happens to a command on the wire."""

    FINE = "it arrives and is answered"
    CUT_BEFORE = "the wire is cut before it leaves"
    CUT_AFTER = "the wire is cut as soon as it has left"
    CUT_IN_ANSWER = "the wire is cut while it is answered"
    MUTE_BEFORE = "it never arrives, and nobody says so"
    MUTE_AFTER = "its answer never arrives, and nobody says so"
    ERROR = "the database gives it up: serialization or deadlock"


class Plant(StrEnum):
    """A fault of the database that the oracle has to see."""

    NONE = "none"
    LOSES_A_COMMIT = "says committed and forgets"
    TEARS_A_COMMIT = "keeps operations without their accounts"
    APPLIES_TWICE = "does at a commit everything twice"
    LOCKS_NOTHING = "lets two writers have the same rows"
    KEYS_NOT_UNIQUE = "takes the same key twice"
    ANSWERS_TOO_EARLY = "says committed before it is"


@dataclass(slots=True)
class Weather:
    """How likely a command meets which fate, in thousandths; none when the storm is over."""

    fates: dict[Fate, int] = field(default_factory=dict)
    slowness: float = 0.002

    def fate(self, random: Random, *, factor: int) -> Fate:
        """The fate of the next command."""
        drawn = random.randrange(1_000)
        for fate, share in self.fates.items():
            drawn -= share * factor
            if drawn < 0:
                return fate
        return Fate.FINE


@dataclass(slots=True)
class SimulatedDatabase:
    """Tables, whoever is connected, and the weather between."""

    random: Random
    weather: Weather
    plant: Plant = Plant.NONE
    tables: Tables = field(default_factory=Tables)
    backends: dict["Backend", "SimulatedSession"] = field(default_factory=dict)
    writers: dict[tuple[int, int], "Backend"] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    is_up: bool = True
    #: What the simulation itself could not do; then nothing is proved.
    broken: list[Exception] = field(default_factory=list)
    #: What happened, for whoever has to understand a seed.
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.plant is Plant.LOCKS_NOTHING:
            self.tables.locks = _NoLocks()
        self.tables.is_unique = self.plant is not Plant.KEYS_NOT_UNIQUE

    def now(self) -> datetime:
        """The database's clock."""
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time()) + self.ahead

    def tell(self, what: str) -> None:
        """Write down what happened."""
        self.told.append(f"{asyncio.get_running_loop().time():9.3f} {what}")

    async def pause(self) -> None:
        """A little time, rarely much."""
        slow = self.weather.slowness * (100 if self.random.randrange(100) == 0 else 1)
        await asyncio.sleep(self.random.random() * slow)

    async def open(self, _url: str, begin: Begin) -> "SimulatedSession":
        """Connect as psycopg does; a session that cannot begin leaves nothing behind."""
        await self.pause()
        if not self.is_up:
            await asyncio.sleep(self.random.choice((0.0, 0.0, _CONNECT_SECONDS)))
            raise OperationalError("simulated: nobody answers")
        session = SimulatedSession(self)
        try:
            await begin(cast("AsyncConnection", session))
            await session.commit()
        except BaseException:
            await session.close()
            raise
        return session

    async def crash(self, seconds: float) -> None:
        """Everything that is not committed is gone, and for a while nobody is there."""
        self.tell("the database crashes")
        self.is_up = False
        for backend, session in list(self.backends.items()):
            backend.task.cancel()
            if not session.is_mute:  # nobody hears of it there
                session.lose()
        await asyncio.sleep(seconds)
        self.is_up = True
        self.tell("the database is back")


class _NoLocks(Locks):
    """Locks that keep nobody out of an account."""

    async def take(self, transaction: Transaction, row: Any) -> None:
        """Lock anything but accounts and heads."""
        if row[0] not in {"account", "head"}:
            await super().take(transaction, row)


class Backend:
    """The other end of one session."""

    def __init__(self, database: SimulatedDatabase) -> None:
        self._database = database
        self._transaction = Transaction()
        self._changes: list[Callable[[], None]] = []
        self.inbox: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self.task = asyncio.create_task(self._serve(), name="backend")

    async def _serve(self) -> None:
        try:
            while (command := await self.inbox.get()) is not None:
                await self._database.pause()
                await command()
        except Exception as error:
            self._database.broken.append(error)
            raise
        finally:
            self.end_transaction()
            del self._database.backends[self]
            for writer in [writer for writer, owner in self._database.writers.items() if owner is self]:
                del self._database.writers[writer]

    def end_transaction(self) -> None:
        """Forget what was written and let go of what was locked."""
        self._changes = []
        self._database.tables.locks.end(self._transaction)
        self._transaction = Transaction()

    async def lock(self, parameters: Json) -> str:
        """`lock_purchase_batch`."""
        base = self._database
        return await base.tables.lock(
            self._transaction, parameters, now=base.now, pause=base.pause, is_locking=parameters["lock"]
        )

    async def write(self, parameters: Json) -> None:
        """`write_purchase_batch`."""
        self._changes += await self._database.tables.write(self._transaction, parameters, pause=self._database.pause)

    async def commit(self) -> None:
        """All at once."""
        base, changes = self._database, self._changes
        is_hit = bool(changes) and base.random.randrange(20) == 0
        if base.plant is Plant.LOSES_A_COMMIT and is_hit:
            changes = []
        elif base.plant is Plant.TEARS_A_COMMIT and is_hit:
            changes = [*changes[:3], *changes[4:]]
        elif base.plant is Plant.APPLIES_TWICE and is_hit:
            changes = [*changes, *changes]
        for change in changes:
            change()
        self.end_transaction()

    async def rollback(self) -> None:
        """Nothing happened."""
        self.end_transaction()

    async def claim(self, lane: int) -> int:
        """The first writer nobody has, its chain begun with the first batch."""
        writers = self._database.writers
        writer = next(one for one in range(1, _WRITERS) if (lane, one) not in writers)
        writers[lane, writer] = self
        return writer


class SimulatedSession:
    """The application's end."""

    def __init__(self, database: SimulatedDatabase) -> None:
        self._database = database
        self._backend = Backend(database)
        database.backends[self._backend] = self
        self._is_lost = False
        self.is_mute = False
        self._waiting: asyncio.Future[Any] | None = None
        self._early: asyncio.Future[None] | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the end of the wire has been noticed; a mute one is not."""
        return self._is_lost

    def lose(self) -> None:
        """The wire is cut: whoever waits hears it at once, the backend as soon as it listens."""
        if not self._is_lost:
            self._is_lost = True
            if self.is_mute:
                loop = asyncio.get_running_loop()
                loop.call_later(KEEPALIVE_SECONDS, self._backend.inbox.put_nowait, None)
            else:
                self._backend.inbox.put_nowait(None)
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_exception(OperationalError("simulated: the connection is lost"))

    async def claim_writer(self, lane: int) -> int:
        """Claim a writer of a lane for as long as the session lives."""
        return await self._ask("claim", lambda: self._backend.claim(lane))

    async def lock(self, _statement: str, parameters: dict[str, object]) -> str:
        """Lock and read."""
        return await self._ask("lock", lambda: self._backend.lock(parameters))

    async def write(self, _statement: str, parameters: dict[str, object]) -> None:
        """Write."""
        await self._ask("write", lambda: self._backend.write(parameters))

    async def commit(self) -> None:
        """Commit."""
        asked = self._ask("commit", self._backend.commit, factor=3)
        if self._database.plant is Plant.ANSWERS_TOO_EARLY:
            self._early = asyncio.ensure_future(asked)
        else:
            await asked

    async def rollback(self) -> None:
        """Roll back."""
        await self._ask("rollback", self._backend.rollback)

    async def close(self) -> None:
        """Let go."""
        self.lose()

    async def _ask(self, name: str, work: Callable[[], Awaitable[Result]], *, factor: int = 1) -> Result:
        if self._is_lost:
            raise OperationalError("simulated: the connection is closed")
        answer = self._waiting = asyncio.get_running_loop().create_future()
        fate = Fate.MUTE_BEFORE if self.is_mute else self._database.weather.fate(self._database.random, factor=factor)
        if fate is not Fate.FINE:
            self._database.tell(f"{name}: {fate.value}")
        self.is_mute = fate in {Fate.MUTE_BEFORE, Fate.MUTE_AFTER}
        if fate is Fate.CUT_BEFORE:
            self.lose()
        elif fate is not Fate.MUTE_BEFORE:
            self._backend.inbox.put_nowait(lambda: self._serve(work, answer, fate))
        if fate is Fate.CUT_AFTER:
            self.lose()
        result: Result = await answer
        return result

    async def _serve(self, work: Callable[[], Awaitable[Any]], answer: "asyncio.Future[Any]", fate: Fate) -> None:
        """At the backend: do it and answer, unless fate is against it."""
        try:
            if fate is Fate.ERROR:
                raise self._database.random.choice((errors.SerializationFailure, errors.DeadlockDetected))("simulated")
            result = await work()
        except errors.Error as error:
            self._database.tell(f"refused with {error.sqlstate}: {error}")
            self._backend.end_transaction()
            if fate is not Fate.MUTE_AFTER and not answer.done():
                answer.set_exception(error)
            return
        await self._database.pause()
        if fate is Fate.CUT_IN_ANSWER:
            self.lose()
        elif fate is not Fate.MUTE_AFTER and not answer.done():
            answer.set_result(result)
