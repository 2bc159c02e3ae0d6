"""Whoever was waited for is still found, with what they have now: the lock of a batch, held up by another."""

import threading
import time
from collections.abc import Callable

import msgspec
import psycopg
import pytest

from domain.monitoring.lively import ZONE
from domain.purchases.town import BEGIN, open_town
from given.city import CLERK, Carded
from given.databases import Database
from given.programmes import CHILDREN, FOOD
from socert.domain import certificates
from socert.domain.purchases import store
from socert.domain.purchases.model.known import State
from socert.postgres import connect

WAIT_SECONDS_MAX = 10
HELD = 123


@pytest.fixture
def people(conn: psycopg.Connection) -> list[Carded]:
    """Twenty people with two certificates each, one hold each."""
    town = open_town(conn, lanes=1)
    found = [town.newcomer() for _ in range(20)]
    for who in found:
        for programme in (FOOD, CHILDREN):
            issued = certificates.issue(
                conn, programme=programme, holder=who.holder, lane=who.lane, now=BEGIN, zone=ZONE, actor=CLERK
            )
            assert isinstance(issued, certificates.Issued)
    conn.commit()
    return found


def while_another_commits(
    database: Database, wait: Callable[[psycopg.Connection], None], act: Callable[[], None]
) -> None:
    """Let `wait` run on a connection of its own, and `act` as soon as it has to wait for a lock."""
    with connect(database.application_url) as waiting:
        thread = threading.Thread(target=wait, args=[waiting])
        thread.start()
        end = time.monotonic() + WAIT_SECONDS_MAX
        with connect(database.application_url, autocommit=True) as looking:
            while looking.execute("select pg_blocking_pids(%s)", [waiting.info.backend_pid]).fetchone() == ([],):
                assert time.monotonic() < end, "nobody had to wait"
                time.sleep(0.01)
        act()
        thread.join(timeout=WAIT_SECONDS_MAX)
        assert not thread.is_alive()


def lock(conn: psycopg.Connection, people: list[Carded]) -> State:
    """What a batch of all of them reads."""
    cards = [who.card_hash for who in people]
    request = msgspec.json.encode({"cards": cards, "parents": [], "keys": [], "targets": []}).decode()
    row = conn.execute(store.LOCK_BATCH, {"lane": 0, "writer": 1, "request": request, "lock": True}).fetchone()
    assert row is not None
    return store.read_locked(row[0])[0]


@pytest.mark.parametrize("every", [1, 3, 20])
def test_a_batch_that_waited_finds_everybody_with_what_they_have_now(
    database: Database, conn: psycopg.Connection, people: list[Carded], every: int
) -> None:
    changed = {who.holder for who in people[::every]}
    conn.execute("update account set held = held + %s where holder = any (%s)", [HELD, list(changed)])
    found: list[State] = []
    while_another_commits(database, lambda waiting: found.append(lock(waiting, people)), conn.commit)
    (state,) = found
    held = {holder: [one.held for one in accounts] for holder, accounts in state.accounts.items()}
    assert held == {who.holder: [HELD, HELD] if who.holder in changed else [0, 0] for who in people}
    assert state.carriers.keys() == {who.card_hash for who in people}


def test_two_batches_that_lock_the_same_people_in_any_order_never_wait_for_each_other(
    database: Database, people: list[Carded]
) -> None:
    """Rows are locked in the order of their numbers, so there is no deadlock whatever the order of the questions."""
    errors: list[psycopg.Error] = []

    def lock_again_and_again(order: list[Carded]) -> None:
        with connect(database.application_url) as mine:
            try:
                for place in range(30):
                    lock(mine, order[place % 20 :] + order[: place % 20])
                    mine.rollback()
            except psycopg.Error as error:
                errors.append(error)

    threads = [threading.Thread(target=lock_again_and_again, args=[order]) for order in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
