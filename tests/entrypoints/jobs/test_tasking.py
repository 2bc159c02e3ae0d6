"""The runner beside a server: it runs what was asked, tells what failed, and leaves nothing half done when it ends."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from given.checkout import CHECKOUT
from given.city import CARD_SECRET, CLERK, NOW
from given.databases import Database
from socert import wiring
from socert.domain import installation, tasks
from socert.domain.tasks import Kind, State
from socert.entrypoints.jobs.tasking import Declined, Run, Tasking, Work
from socert.postgres import DatabaseServer, connect
from socert.values import Text


@pytest.fixture
def site(server: DatabaseServer, database: Database) -> wiring.Site:
    with connect(database.application_url) as conn:
        found = installation.find(conn)
    assert found is not None
    home = CHECKOUT / ".socert"
    return wiring.Site(server, database.name, found, CARD_SECRET, home, CHECKOUT / "reference", home / "checkpoints")


def asked(site: wiring.Site) -> UUID:
    with site.transaction() as conn:
        return tasks.ask(conn, kind=Kind.VERIFY, once="form", parameters={}, actor=CLERK, now=NOW).id


def found(site: wiring.Site, task: UUID) -> tasks.Task:
    with site.transaction() as conn:
        one = tasks.find(conn, task=task)
    assert one is not None
    return one


def ran(site: wiring.Site, work: Work, *, until: Callable[[], bool]) -> None:
    """Let a runner work until something is so, then end it."""

    async def run() -> None:
        tasking = Tasking(site, pool, works={Kind.VERIFY: work})
        tasking.start()
        while not until():  # noqa: ASYNC110 - what it waits for stands in the database
            await asyncio.sleep(0.02)
        await asyncio.wait_for(tasking.close(), 30)

    with wiring.make_pool(site, connections=2) as pool:
        asyncio.run(run())


def test_what_a_task_cannot_do_is_told_and_what_breaks_as_well(site: wiring.Site) -> None:
    def decline(run: Run) -> None:
        with run.transaction() as conn:
            conn.execute("update clock set ahead_microseconds = 1")
            raise Declined("no_bread", Text(ru="Хлеба нет.", en="There is no bread."))

    first = asked(site)
    ran(site, decline, until=lambda: found(site, first).is_over)
    assert found(site, first).state is State.FAILED
    assert found(site, first).outcome == {"code": "no_bread", "ru": "Хлеба нет.", "en": "There is no bread."}
    with site.transaction() as conn:
        assert installation.now(conn, real=NOW) - NOW == timedelta(0), "what it did was taken back"
        broken = tasks.ask(conn, kind=Kind.VERIFY, once="2", parameters={}, actor=CLERK, now=NOW).id

    def fail(_run: Run) -> None:
        raise ZeroDivisionError

    ran(site, fail, until=lambda: found(site, broken).is_over)
    outcome = found(site, broken).outcome
    assert outcome is not None
    assert outcome["code"] == "broken"


def is_asleep(site: wiring.Site) -> bool:
    with site.transaction() as conn:
        asked = "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
        return conn.execute(asked).fetchone() is not None


@pytest.mark.parametrize("is_in_sql", [True, False])
def test_a_task_under_way_when_the_server_ends_is_stopped_with_nothing_done(
    site: wiring.Site, *, is_in_sql: bool
) -> None:
    begun: list[bool] = []

    def work(run: Run) -> None:
        with run.transaction() as conn:
            conn.execute("update clock set ahead_microseconds = 1")
            begun.append(True)
            if is_in_sql:
                conn.execute("select pg_sleep(60)")
            while True:
                run.tell("waiting", 1)
                run.is_ending.wait(0.02)

    task = asked(site)
    ran(site, work, until=lambda: bool(begun) and (not is_in_sql or is_asleep(site)))
    assert found(site, task).state is State.STOPPED
    with site.transaction() as conn:
        assert installation.now(conn, real=NOW) == NOW
