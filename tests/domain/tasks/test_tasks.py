"""Tasks: asked for once, taken by one, done only by who has them; lists sealed and forgotten."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from given.city import CLERK, NOW
from given.databases import Database
from socert.domain import tasks
from socert.domain.tasks import Kind, State
from socert.domain.tasks.rules import UploadIsDamaged
from socert.postgres import connect

SECRET = b"test"
LIST = b"snils;card\n112-233-445 95;9643000000000013\n"


def ask(conn: Connection, *, once: str = "form", kind: Kind = Kind.VERIFY) -> tasks.Task:
    return tasks.ask(conn, kind=kind, once=once, parameters={"week": "2026-W47"}, actor=CLERK, now=NOW)


def test_a_form_asks_once_however_often_it_is_sent(conn: Connection) -> None:
    first, again, other = ask(conn), ask(conn), ask(conn, once="another form")
    assert first == again
    assert other.id != first.id
    assert [one.id for one in tasks.recent(conn, limit=10)] == sorted([first.id, other.id], reverse=True)
    assert conn.execute("select count(*) from audit_event where action = 'task_asked'").fetchone() == (2,)


def test_one_process_takes_a_task_and_the_other_waits_for_none(conn: Connection, database: Database) -> None:
    ask(conn)
    conn.commit()
    first, second = uuid4(), uuid4()
    with connect(database.application_url) as other:
        taken = tasks.take(conn, runner=first)
        assert taken is not None
        conn.commit()
        assert tasks.take(other, runner=second) is None
        with pytest.raises(tasks.TaskTakenAway):
            tasks.finish(other, task=taken.id, runner=second, state=State.DONE, outcome={})
    tasks.beat(conn, task=taken.id, runner=first, stage="books", done=3, total=-1)
    found = tasks.find(conn, task=taken.id)
    assert found is not None
    assert (found.state, found.stage, found.done, found.total) == (State.RUNNING, "books", 3, 0)
    tasks.finish(conn, task=taken.id, runner=first, state=State.DONE, outcome={"rows": 3})
    done = tasks.last_done(conn, kind=Kind.VERIFY, parameters={"week": "2026-W47"})
    assert done is not None
    assert done.outcome == {"rows": 3}
    assert tasks.last_done(conn, kind=Kind.VERIFY, parameters={"week": "2026-W48"}) is None
    assert tasks.under_way(conn, kind=Kind.VERIFY) is None


def test_a_silent_task_is_stopped_and_its_late_runner_commits_nothing(
    conn: Connection, owner: psycopg.Connection
) -> None:
    ask(conn)
    taken = tasks.take(conn, runner=(runner := uuid4()))
    assert taken is not None
    assert tasks.stop_abandoned(conn) == 0
    conn.commit()
    owner.execute("update task set heartbeat_at = now() - interval '31 seconds'")
    owner.commit()
    found = tasks.find(conn, task=taken.id)
    assert found is not None
    assert found.state is State.STOPPED
    with pytest.raises(tasks.TaskTakenAway):
        tasks.finish(conn, task=taken.id, runner=runner, state=State.DONE, outcome={})


def test_a_list_is_sealed_opened_with_the_right_secret_and_forgotten(
    conn: Connection, owner: psycopg.Connection
) -> None:
    upload = tasks.hand_in(conn, name="list\n.csv", content=LIST, secret=SECRET)
    opened = tasks.open_upload(conn, upload=upload, secret=SECRET)
    assert opened is not None
    assert (opened.name, opened.content) == ("list.csv", LIST)
    assert "9643" not in repr(opened)
    sealed = conn.execute("select sealed from upload").fetchone()
    assert sealed is not None
    assert b"9643" not in bytes(sealed[0])
    with pytest.raises(UploadIsDamaged):
        tasks.open_upload(conn, upload=upload, secret=b"another")
    conn.commit()
    owner.execute("update upload set kept_until = now()")
    owner.commit()
    assert tasks.open_upload(conn, upload=upload, secret=SECRET) is None
    assert tasks.forget_old_uploads(conn) == 1
    tasks.forget_upload(conn, upload=upload)
    assert conn.execute("select count(*) from upload").fetchone() == (0,)
