"""A whole life of the writer in simulated time, drawn from one number: tills, office, storms, kills; then the calm."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from chaos.simulated import clock
from chaos.simulated.database import Fate, Plant, SimulatedDatabase, Weather
from chaos.simulated.locks import Transaction
from chaos.simulated.oracle import judge
from chaos.simulated.server import ServerIsGone, SimulatedServer
from chaos.simulated.tills import Memory, Till
from chaos.simulated.world import World
from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases import Sweep
from socert.postgres import DatabaseIsAway, QueueIsFull, UnableToAnswer

_SECONDS_MAX = 7_200
_CALM_TRIES = 200


#: What is told of everything that goes wrong on purpose: a fate of a command, or one of these.
TROUBLES = (
    *(fate.value for fate in Fate if fate is not Fate.FINE),
    "is killed", "ends", "crashes", "is forgotten", "SC001", "SC002", "23505", "22P05", "40P01",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lived:
    """What happened under a seed: how often which trouble, how often which kind of operation."""

    answers: int
    operations: Counter[str]
    troubles: Counter[str]
    told: tuple[str, ...]


class Broken(AssertionError):
    """A seed under which a promise does not hold; says which, what happened, and how to see it again."""


def live(seed: int, *, plant: Plant = Plant.NONE) -> Lived:
    """Live it and judge it.

    Raises:
        Broken: something that must be true is not.
    """
    database = SimulatedDatabase(Random(seed), Weather(), plant)  # noqa: S311 - invented lives
    try:
        with _quiet():
            return clock.run(_Life(database).live())
    except (AssertionError, TimeoutError, clock.NothingWillHappen) as error:
        story = "\n".join(database.told[-60:])
        raise Broken(
            f"seed {seed}: {type(error).__name__} {error}\n{story}\n"
            f"seed {seed}; once more: CHAOS_SEED={seed} .venv/bin/pytest -n 0 tests/chaos/test_simulation.py"
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """What the writer says of batches that fail is expected here."""
    log = logging.getLogger("socert.postgres.group_commit")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


class _Life:
    def __init__(self, database: SimulatedDatabase) -> None:
        self.random = random = database.random
        self.database = database
        self.lanes = random.choice((1, 1, 4))
        self.world = World(random, database, self.lanes)
        self.memory = Memory()
        self.memory.tombstones = self._is_tombstone
        self.servers = [
            SimulatedServer(
                database,
                name=f"server {number}",
                lanes=self.lanes,
                queue_limit=random.choice((3, 50)),
                batch_limit=random.choice((1, 4, 400)),
            )
            for number in (1, 2)
        ]
        self.tills = [Till(self.world, self.servers, self.memory, random) for _ in range(random.randint(3, 8))]

    async def live(self) -> Lived:
        """Storm, calm, judgement."""
        async with asyncio.timeout(_SECONDS_MAX):
            await asyncio.gather(*(server.start() for server in self.servers))
            self.database.weather = self._storm()
            others = [asyncio.create_task(one) for one in (self._trouble(), self._office(), self._sweep())]
            await asyncio.gather(*(till.live(self.random.randint(4, 12)) for till in self.tills))
            await self._calm(others)
            for server in self.servers:
                await server.close()
                await server.wait_for_the_killed()
        assert self.database.broken == []
        judge(self.database.tables, self.memory)
        told = self.database.told
        kinds = Counter(
            f"{OperationKind(one.row.kind).name.lower()} {Outcome(one.row.outcome).name.lower()}"
            for one in self.database.tables.operations
        )
        troubles = Counter(trouble for line in told for trouble in TROUBLES if trouble in line)
        return Lived(self.memory.answers, kinds, troubles, tuple(told))

    def _storm(self) -> Weather:
        share = self.random.choice((0, 2, 10, 40))
        fates: dict[Fate, int] = {fate: share for fate in Fate if fate is not Fate.FINE}
        fates[Fate.MUTE_BEFORE] = fates[Fate.MUTE_AFTER] = share // 5
        return Weather(fates, slowness=self.random.choice((0.002, 0.02, 0.2)))

    async def _trouble(self) -> None:
        """Servers are killed or ended, the database crashes, the hold on writers is forgotten."""
        while True:
            await asyncio.sleep(self.random.expovariate(0.06))
            server = self.random.choice(self.servers)
            match self.random.randrange(6):
                case 0 | 1:
                    server.kill()
                    await asyncio.sleep(self.random.expovariate(0.3))
                    await server.start()
                case 2:
                    await server.close()
                    await server.start()
                case 3 | 4:
                    await self.database.crash(self.random.expovariate(0.2))
                case _:
                    self.database.tell("who holds which writer is forgotten")
                    self.database.writers.clear()

    async def _office(self) -> None:
        """Certificates are blocked, unblocked and issued, shops change, periods close, the clock is set forward."""
        while True:
            await asyncio.sleep(self.random.expovariate(0.15))
            transaction = Transaction()
            try:
                await self._do_office_work(transaction)
            finally:
                self.database.tables.locks.end(transaction)

    async def _do_office_work(self, transaction: Transaction) -> None:
        tables = self.database.tables
        match self.random.randrange(6):
            case 0 | 1:
                account = self.random.choice(list(tables.accounts.values()))
                await tables.locks.take(transaction, ("account", account.id))
                account.status = 3 - account.status
            case 2:
                self.world.issue(self.random.choice(list(tables.lane_of)))
            case 3:
                tables.directory += 1
            case 4:
                for head in sorted(tables.heads):
                    await tables.locks.take(transaction, ("head", *head))
                tables.closed_through = self.database.now()
            case _:
                self.database.ahead += timedelta(seconds=self.random.choice((1, 30)))

    async def _sweep(self) -> None:
        """The house gives overdue holds back."""
        while True:
            await asyncio.sleep(10)
            now, tables = self.database.now(), self.database.tables
            overdue = {
                (tables.lane_of[hold.holder], hold.operation)
                for hold in tables.holds.values()
                if hold.open and hold.expires_at <= now
            }
            for lane, authorisation in sorted(overdue):
                try:
                    await self.random.choice(self.servers).ask(lane, Sweep(authorisation))
                except (ServerIsGone, QueueIsFull, DatabaseIsAway, UnableToAnswer):
                    continue

    async def _calm(self, others: list["asyncio.Task[None]"]) -> None:
        """The storm is over: who was never told asks until told, and everybody asks once more."""
        for task in others:
            task.cancel()
        for ended in await asyncio.gather(*others, return_exceptions=True):
            assert ended is None or isinstance(ended, asyncio.CancelledError), ended
        self.database.weather = Weather()
        self.database.is_up = True
        self.database.tell("calm")
        for server in self.servers:
            if not server.is_running:
                await server.start()
        memory, till = self.memory, self.tills[0]
        untold = list(memory.untold.values())
        assert all(await asyncio.gather(*(till.ask(one, tries=_CALM_TRIES) for one in untold))), "never told"
        again = [memory.requests[key] for key in memory.told]
        assert all(await asyncio.gather(*(till.ask(one, tries=_CALM_TRIES) for one in again))), "not told again"
        for one in self.tills:
            await asyncio.gather(*one.copies)

    def _is_tombstone(self, key: object) -> bool:
        kinds = [one.row.kind for one in self.database.tables.operations if one.row.key == key]
        return kinds == [OperationKind.TOMBSTONE]
