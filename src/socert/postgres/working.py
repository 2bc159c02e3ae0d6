"""Short work for doors, each in a transaction of its own: over a pool, never against a database that is away."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

from socert.postgres.group_commit import DatabaseIsAway
from socert.postgres.watching import DatabaseWatch

Result = TypeVar("Result")


@dataclass(slots=True)
class Worker:
    """Runs work over a pool while its watch says that the database answers."""

    pool: ConnectionPool
    watch: DatabaseWatch

    async def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in a transaction of its own, in a thread; committed when it returns.

        Raises:
            DatabaseIsAway: at once, when that is known already; OperationalError or PoolTimeout, when it is found out.
        """
        self.expect_database()
        try:
            return await asyncio.to_thread(self._transact, work)
        except (OperationalError, PoolTimeout):
            self.watch.suspect()
            raise

    def expect_database(self) -> None:
        """Let nobody wait for a database of which is known that it does not answer.

        Raises:
            DatabaseIsAway: it does not.
        """
        if self.watch.is_away:
            raise DatabaseIsAway

    def _transact(self, work: Callable[[Connection], Result]) -> Result:
        with self.pool.connection() as conn:
            return work(conn)
