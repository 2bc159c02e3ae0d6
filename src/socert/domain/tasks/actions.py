"""Ask for a task, run it, look at it; hand in a list for one."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from psycopg import Connection

from socert.domain import audit
from socert.domain.tasks import store
from socert.domain.tasks.model import Kind, Outcome, Parameters, State, Task, Upload
from socert.domain.tasks.rules import seal, unseal

_NAME_LENGTH_MAX = 200
_RECENT_MAX = 100
_NONCE_BYTES = 12


class TaskTakenAway(Exception):
    """A task ends under a runner that does not have it any more: what it did has to be taken back."""


def ask(conn: Connection, *, kind: Kind, once: str, parameters: Parameters, actor: audit.Actor, now: datetime) -> Task:
    """Ask for a task; the same `once` again gives the task it asked for first, and nothing new is begun.

    Args:
        conn: the caller's transaction; the task is run when it is committed.
        kind: what to do.
        once: a random word the form carried.
        parameters: what to do it with; no personal data.
        actor: who asks.
        now: what time it is in the installation.
    """
    fresh = uuid4()
    if store.insert(conn, task=fresh, kind=kind, once=once, actor=actor, at=now, parameters=parameters):
        audit.record(
            conn,
            actor=actor,
            action="task_asked",
            subject=f"task:{fresh}",
            purpose=kind.value,
            details=parameters,
            at=now,
        )
    found = store.read_once(conn, once)
    assert found is not None, "written now or before"
    return found


def find(conn: Connection, *, task: UUID) -> Task | None:
    """A task as it stands; one whose process is gone is called stopped first."""
    found = store.read(conn, task)
    if found is not None and found.state is State.RUNNING and store.stop_silent(conn):
        return store.read(conn, task)
    return found


def recent(conn: Connection, *, kinds: Sequence[Kind] = tuple(Kind), limit: int) -> list[Task]:
    """The newest tasks, the newest first; a hundred at most."""
    return store.read_recent(conn, kinds=list(kinds), limit=min(limit, _RECENT_MAX))


def last_done(conn: Connection, *, kind: Kind, parameters: Parameters) -> Task | None:
    """The newest task of a kind that is done and had these parameters."""
    return store.read_last_done(conn, kind=kind, parameters=parameters)


def under_way(conn: Connection, *, kind: Kind) -> Task | None:
    """A task of a kind that waits or runs; None when there is none."""
    return store.read_under_way(conn, kind=kind)


def take(conn: Connection, *, runner: UUID) -> Task | None:
    """Let a runner have the task that has waited longest; commit before beginning with it."""
    return store.take(conn, runner=runner)


def beat(conn: Connection, *, task: UUID, runner: UUID, stage: str, done: int, total: int) -> None:
    """Say that a runner is alive and how far it is; every few seconds."""
    store.beat(conn, task, runner=runner, stage=stage, done=max(done, 0), total=max(total, 0))


def finish(conn: Connection, *, task: UUID, runner: UUID, state: State, outcome: Outcome | None) -> None:
    """End a task in the transaction that does its work, so that done means done and stopped means not done.

    Raises:
        TaskTakenAway: it was called stopped meanwhile; the transaction must not be committed.
    """
    if not store.finish(conn, task, runner=runner, state=state, outcome=outcome):
        raise TaskTakenAway("This task was called stopped meanwhile; nothing of it is kept.")


def stop_abandoned(conn: Connection) -> int:
    """Call tasks stopped whose process is gone; gives how many."""
    return store.stop_silent(conn)


def hand_in(conn: Connection, *, name: str, content: bytes, secret: bytes) -> UUID:
    """Keep a list for an hour, sealed with the installation's secret; gives the number it is known by."""
    upload = uuid4()
    sealed = seal(content, secret=secret, bound_to=upload.bytes, nonce=secrets.token_bytes(_NONCE_BYTES))
    kept_name = "".join(sign for sign in name if sign.isprintable())[:_NAME_LENGTH_MAX]
    store.insert_upload(conn, upload, sha256=sha256(content).digest(), name=kept_name, sealed=sealed)
    return upload


def open_upload(conn: Connection, *, upload: UUID, secret: bytes) -> Upload | None:
    """A list that was handed in; None when it is not kept any more.

    Raises:
        UploadIsDamaged: what is kept was altered.
    """
    found = store.read_upload(conn, upload)
    if found is None:
        return None
    name, digest, sealed = found
    return Upload(upload, name, digest.hex(), unseal(sealed, secret=secret, bound_to=upload.bytes))


def forget_upload(conn: Connection, *, upload: UUID) -> None:
    """Forget a list that was used."""
    store.delete_upload(conn, upload)


def forget_old_uploads(conn: Connection) -> int:
    """Forget lists nobody came back to; gives how many."""
    return store.delete_old_uploads(conn)
