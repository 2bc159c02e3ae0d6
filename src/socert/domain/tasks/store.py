"""The tables task and upload. Which task is still alive is judged by the database's own clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from socert.domain.audit import Actor
from socert.domain.tasks.model import SILENCE_MAX, UPLOAD_LIFE, Kind, Outcome, Parameters, State, Task

_TASK = "id, kind, asked_by, role, asked_at, parameters, state, stage, done, total, outcome"
_SELECT = f"select {_TASK} from task"  # noqa: S608 - put together from our own constants


def insert(
    conn: Connection, *, task: UUID, kind: Kind, once: str, actor: Actor, at: datetime, parameters: Parameters
) -> bool:
    """Write a task that waits; False when that form has asked already."""
    return (
        conn.execute(
            """
            insert into task (id, kind, once, asked_by, role, asked_at, parameters, state)
            values (%(id)s, %(kind)s, %(once)s, %(asked_by)s, %(role)s, %(at)s, %(parameters)s, 'waiting')
            on conflict on constraint one_form_asks_once do nothing
            """,
            {
                "id": task,
                "kind": kind.value,
                "once": once,
                "asked_by": actor.name,
                "role": actor.role,
                "at": at,
                "parameters": Jsonb(dict(parameters)),
            },
        ).rowcount
        == 1
    )


def read(conn: Connection, task: UUID) -> Task | None:
    """A task."""
    row = conn.execute(f"{_SELECT} where id = %(id)s", {"id": task}).fetchone()
    return None if row is None else _task(row)


def read_once(conn: Connection, once: str) -> Task | None:
    """The task a form has asked for."""
    row = conn.execute(f"{_SELECT} where once = %(once)s", {"once": once}).fetchone()
    return None if row is None else _task(row)


def read_recent(conn: Connection, *, kinds: list[Kind], limit: int) -> list[Task]:
    """The newest tasks of some kinds, the newest first."""
    rows = conn.execute(
        f"""
        {_SELECT}
        where kind = any (%(kinds)s)
        order by asked_at desc, id desc
        limit %(limit)s
        """,
        {"kinds": [one.value for one in kinds], "limit": limit},
    )
    return [_task(row) for row in rows]


def read_last_done(conn: Connection, *, kind: Kind, parameters: Parameters) -> Task | None:
    """The newest task of a kind that is done and had these parameters among its own."""
    row = conn.execute(
        f"""
        {_SELECT}
        where kind = %(kind)s and state = 'done' and parameters @> %(parameters)s
        order by asked_at desc, id desc
        limit 1
        """,
        {"kind": kind.value, "parameters": Jsonb(dict(parameters))},
    ).fetchone()
    return None if row is None else _task(row)


def read_under_way(conn: Connection, *, kind: Kind) -> Task | None:
    """The oldest task of a kind that waits or runs."""
    row = conn.execute(
        f"""
        {_SELECT}
        where kind = %(kind)s and state in ('waiting', 'running')
        order by asked_at, id
        limit 1
        """,
        {"kind": kind.value},
    ).fetchone()
    return None if row is None else _task(row)


def take(conn: Connection, *, runner: UUID) -> Task | None:
    """Let a runner have the task that has waited longest; None when there is none, or another was quicker."""
    row = conn.execute(
        f"""
        update task
        set state = 'running', runner = %(runner)s, heartbeat_at = clock_timestamp()
        where id = (select id from task where state = 'waiting' order by asked_at, id limit 1) and state = 'waiting'
        returning {_TASK}
        """,  # noqa: S608 - put together from our own constants
        {"runner": runner},
    ).fetchone()
    return None if row is None else _task(row)


def beat(conn: Connection, task: UUID, *, runner: UUID, stage: str, done: int, total: int) -> None:
    """Note that a task's runner is alive, and how far it is."""
    conn.execute(
        """
        update task
        set heartbeat_at = clock_timestamp(), stage = %(stage)s, done = %(done)s, total = %(total)s
        where id = %(id)s and runner = %(runner)s and state = 'running'
        """,
        {"id": task, "runner": runner, "stage": stage, "done": done, "total": total},
    )


def finish(conn: Connection, task: UUID, *, runner: UUID, state: State, outcome: Outcome | None) -> bool:
    """End a task; False when its runner does not have it any more."""
    return (
        conn.execute(
            """
            update task
            set state = %(state)s, outcome = %(outcome)s, ended_at = clock_timestamp()
            where id = %(id)s and runner = %(runner)s and state = 'running'
            """,
            {
                "id": task,
                "runner": runner,
                "state": state.value,
                "outcome": None if outcome is None else Jsonb(dict(outcome)),
            },
        ).rowcount
        == 1
    )


def stop_silent(conn: Connection) -> int:
    """Call tasks stopped that were not heard of for too long; gives how many."""
    return conn.execute(
        """
        update task
        set state = 'stopped', ended_at = clock_timestamp()
        where state = 'running' and heartbeat_at < clock_timestamp() - %(silence)s::interval
        """,
        {"silence": SILENCE_MAX},
    ).rowcount


def insert_upload(conn: Connection, upload: UUID, *, sha256: bytes, name: str, sealed: bytes) -> None:
    """Keep a list for a while."""
    conn.execute(
        """
        insert into upload (id, sha256, name, sealed, kept_until)
        values (%(id)s, %(sha256)s, %(name)s, %(sealed)s, clock_timestamp() + %(life)s::interval)
        """,
        {"id": upload, "sha256": sha256, "name": name, "sealed": sealed, "life": UPLOAD_LIFE},
    )


def read_upload(conn: Connection, upload: UUID) -> tuple[str, bytes, bytes] | None:
    """Name, SHA-256 and sealed content of a list that is still kept."""
    row = conn.execute(
        "select name, sha256, sealed from upload where id = %(id)s and kept_until > clock_timestamp()", {"id": upload}
    ).fetchone()
    return None if row is None else (row[0], bytes(row[1]), bytes(row[2]))


def delete_upload(conn: Connection, upload: UUID) -> None:
    """Forget a list."""
    conn.execute("delete from upload where id = %(id)s", {"id": upload})


def delete_old_uploads(conn: Connection) -> int:
    """Forget lists whose time is over; gives how many."""
    return conn.execute("delete from upload where kept_until <= clock_timestamp()").rowcount


def _task(row: tuple[Any, ...]) -> Task:
    number, kind, asked_by, role, asked_at, parameters, state, stage, done, total, outcome = row
    return Task(
        id=number,
        kind=Kind(kind),
        asked_by=Actor(asked_by, role),
        asked_at=asked_at,
        parameters=parameters,
        state=State(state),
        stage=stage,
        done=done,
        total=total,
        outcome=outcome,
    )
