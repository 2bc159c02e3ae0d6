"""Group commit: all that waits is answered in one transaction; a full queue, a poison question, a lost server."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

import psycopg
import pytest

from given.databases import Database
from postgres.forwarder import Trouble, open_wire
from postgres.notes import POISON, UNWRITABLE, Note, NoteWork, kept, make_table, open_notes
from socert.postgres import DatabaseIsAway, GroupCommit, QueueIsFull, UnableToAnswer, group_commit

AT_ONCE = 1.0  # seconds; a machine may be busy


@pytest.fixture
def url(database: Database) -> str:
    """A database in which notes can be kept."""
    make_table(database.owner_url)
    return database.owner_url


def run(story: Coroutine[Any, Any, None]) -> None:
    """Let it happen, with an end to it."""

    async def limited() -> None:
        await asyncio.wait_for(story, timeout=30)

    asyncio.run(limited())


async def terminate_backends(url: str) -> None:
    """End every other session of the database, and wait until they are gone."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
        await conn.execute(
            """
            select pg_terminate_backend(pid, 5000)
            from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
            """
        )


def test_what_arrives_together_is_answered_in_one_batch_and_a_lonely_question_at_once(url: str) -> None:
    work = NoteWork()

    async def story() -> None:
        async with open_notes(url, work) as queue:
            assert await queue.ask(Note("lonely", "x")) == "x"
            answers = await asyncio.gather(*(queue.ask(Note(str(number), str(number))) for number in range(400)))
            assert answers == [str(number) for number in range(400)]
            await asyncio.gather(*(queue.ask(Note(str(number))) for number in range(401)))

    run(story())
    assert work.batches == [1, 400, 400, 1]
    assert work.sessions == 1


def test_a_batch_takes_no_more_than_its_weight_but_always_one(url: str) -> None:
    work = NoteWork()

    async def story() -> None:
        async with open_notes(url, work, weight_limit=10) as queue:
            await asyncio.gather(*(queue.ask(Note(str(number), "x" * 400)) for number in range(4)))
            await queue.ask(Note("enormous", "x" * 100_000))

    run(story())
    assert work.batches == [2, 2, 1]


def test_the_same_key_twice_in_a_batch_is_kept_once(url: str) -> None:
    async def story() -> None:
        async with open_notes(url) as queue:
            answers = await asyncio.gather(*(queue.ask(Note("k", value)) for value in "12"))
            assert answers == ["1", "1"]
            assert await queue.ask(Note("k", "3")) == "1"

    run(story())
    assert kept(url) == {"k": "1"}


def test_a_full_queue_takes_nothing(url: str) -> None:
    async def story() -> None:
        async with open_notes(url, queue_limit=10) as queue:
            taken = [queue.ask(Note(str(number))) for number in range(10)]
            assert queue.waiting == 10
            with pytest.raises(QueueIsFull):
                queue.ask(Note("too many"))
            await asyncio.gather(*taken)
            assert await queue.ask(Note("now", "there is room")) == "there is room"

    run(story())
    assert kept(url).keys() == {*map(str, range(10)), "now"}


def test_closing_answers_what_was_taken_and_takes_nothing_more(url: str) -> None:
    async def story() -> None:
        async with open_notes(url, batch_limit=7) as queue:
            taken = [queue.ask(Note(str(number))) for number in range(100)]
            closing = asyncio.create_task(queue.close())
            await asyncio.sleep(0)
            with pytest.raises(QueueIsFull):
                queue.ask(Note("late"))
            await closing
            assert all(one.done() for one in taken)

    run(story())
    assert len(kept(url)) == 100


@pytest.mark.parametrize("value", [POISON, UNWRITABLE])
def test_one_poison_question_fails_alone(url: str, value: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)

    async def story() -> None:
        async with open_notes(url) as queue:
            asked = [queue.ask(Note(str(number), value if number == 200 else "good")) for number in range(400)]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert isinstance(answers.pop(200), UnableToAnswer)
            assert answers == ["good"] * 399
            assert await queue.ask(Note("after", "good")) == "good"

    run(story())
    assert kept(url).keys() == {*map(str, range(400)), "after"} - {"200"}


def test_what_is_stale_is_refreshed_without_a_lock_and_decided_again(url: str) -> None:
    work = NoteWork(is_stale=True)

    async def story() -> None:
        async with open_notes(url, work) as queue:
            assert await queue.ask(Note("k", "v")) == "v"

    run(story())
    assert (work.refreshed, work.batches) == (1, [1, 1])


def test_whoever_no_longer_waits_fails_nobody(url: str) -> None:
    async def story() -> None:
        async with open_notes(url) as queue:
            asked = [queue.ask(Note(str(number), "v")) for number in range(3)]
            asked[1].cancel()
            assert [await asked[0], await asked[2]] == ["v", "v"]

    run(story())
    assert len(kept(url)) == 3


def test_a_server_that_ends_the_session_is_asked_again(url: str) -> None:
    work = NoteWork()

    async def story() -> None:
        async with open_notes(url, work) as queue:
            for number in range(5):
                await terminate_backends(url)
                assert await queue.ask(Note(str(number), "v")) == "v"

    run(story())
    assert len(kept(url)) == 5
    assert work.sessions == 6


def test_without_a_database_it_does_not_start_and_leaves_no_connection(database: Database) -> None:
    async def story() -> None:
        queue: GroupCommit[Note, str, dict[str, str]] = GroupCommit(
            url=psycopg.conninfo.make_conninfo(database.owner_url, dbname="nowhere"), work=NoteWork()
        )
        with pytest.raises(DatabaseIsAway):
            await queue.start()
        await queue.close()

    run(story())


class Unprepared(NoteWork):
    """Work that cannot begin a session."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def begin_session(self, conn: psycopg.AsyncConnection) -> None:
        """Fail, as when all writers are taken."""
        del conn
        raise self.error


@pytest.mark.parametrize("error", [psycopg.ProgrammingError("no such right"), LookupError("no writer left")])
def test_a_session_that_cannot_begin_leaves_no_connection(url: str, error: Exception) -> None:
    async def story() -> None:
        queue: GroupCommit[Note, str, dict[str, str]] = GroupCommit(url=url, work=Unprepared(error))
        with pytest.raises(DatabaseIsAway if isinstance(error, psycopg.Error) else LookupError):
            await queue.start()
        async with await psycopg.AsyncConnection.connect(url) as conn:
            await asyncio.sleep(0.1)
            cursor = await conn.execute(
                "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            )
            assert await cursor.fetchone() == (0,)

    run(story())


def test_a_database_that_is_away_is_told_at_once_and_comes_back_by_itself(url: str) -> None:
    async def story() -> None:
        async with open_wire(url) as wire, open_notes(wire.url) as queue:
            assert await queue.ask(Note("before", "v")) == "v"
            await wire.cut()
            began = time.monotonic()
            asked = [queue.ask(Note(str(number))) for number in range(1_000)]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert {type(one) for one in answers} == {DatabaseIsAway}
            assert time.monotonic() - began < AT_ONCE
            await wire.mend()
            assert await queue.ask(Note("after", "v")) == "v"

    run(story())
    assert kept(url).keys() == {"before", "after"}


def test_while_questions_are_tried_alone_the_first_that_finds_nobody_speaks_for_the_rest(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    decided = asyncio.Event()
    work = NoteWork(meanwhile=decided.set)

    async def story() -> None:
        async with open_wire(url) as wire, open_notes(wire.url, work) as queue:
            asked = [queue.ask(Note(str(number), POISON if number == 0 else "v")) for number in range(300)]
            await decided.wait()  # and now it fails
            before = wire.connections
            wire.go_deaf()
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert {type(one) for one in answers} == {DatabaseIsAway}
            assert wire.connections == before + 1

    run(story())


def test_an_answer_lost_at_the_commit_is_found_again(url: str) -> None:
    work = NoteWork()

    async def story() -> None:
        async with open_wire(url) as wire, open_notes(wire.url, work) as queue:
            for number in range(10):
                wire.trouble = Trouble.CUT_AT_COMMITTED
                answers = await asyncio.gather(*(queue.ask(Note(str(number), value)) for value in "vw"))
                assert answers == ["v", "v"]
            assert wire.happened == [Trouble.CUT_AT_COMMITTED] * 10

    run(story())
    assert kept(url) == {str(number): "v" for number in range(10)}


def test_a_database_lost_at_the_commit_for_good_is_away_and_a_retry_finds_what_was_kept(url: str) -> None:
    async def story() -> None:
        async with open_wire(url) as wire, open_notes(wire.url) as queue:
            wire.trouble = Trouble.CUT_AT_COMMITTED
            asked = queue.ask(Note("k", "v"))
            await wire.committed_unheard.wait()
            await wire.cut()
            with pytest.raises(DatabaseIsAway):
                await asked
            assert kept(url) == {"k": "v"}
            await wire.mend()
            assert await queue.ask(Note("k", "another")) == "v"

    run(story())


def test_a_wire_that_goes_mute_at_a_rollback_holds_nobody_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "_BATCH_SECONDS_MAX", 0.5)

    async def story() -> None:
        work = NoteWork(is_stale=True)
        async with open_wire(url) as wire, open_notes(wire.url, work) as queue:
            wire.trouble = Trouble.MUTE_AT_ROLLBACK
            with pytest.raises(DatabaseIsAway):
                await queue.ask(Note("k", "v"))
            work.is_stale = False
            assert await queue.ask(Note("k", "v")) == "v"

    run(story())
    assert kept(url) == {"k": "v"}


def test_a_session_that_hears_nothing_while_it_begins_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "_READY_SECONDS_MAX", 0.5)

    async def story() -> None:
        async with open_wire(url) as wire:
            wire.trouble = Trouble.MUTE_BEFORE_COMMIT
            queue: GroupCommit[Note, str, dict[str, str]] = GroupCommit(url=wire.url, work=NoteWork())
            with pytest.raises(DatabaseIsAway):
                await queue.start()
            await queue.start()
            assert await queue.ask(Note("k", "v")) == "v"
            await queue.close()

    run(story())


class Troublesome:
    """Waits, and breaks when it is told."""

    def done(self) -> bool:
        """It waits."""
        return False

    def set_result(self, answer: str) -> None:
        """Break."""
        raise RuntimeError(answer)

    def set_exception(self, error: Exception) -> None:
        """Break."""
        raise RuntimeError(str(error))


def test_one_who_breaks_when_told_keeps_nobody_else_waiting(url: str) -> None:
    async def story() -> None:
        async with open_notes(url) as queue:
            queue.put(Note("a", "1"), Troublesome())
            queue.put(Note("poison", POISON), Troublesome())
            assert await queue.ask(Note("b", "2")) == "2"
            assert await queue.ask(Note("a", "other")) == "1"

    run(story())
