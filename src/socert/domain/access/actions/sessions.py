"""Open a session, find it again by its token, close it."""

import secrets
from datetime import datetime

from psycopg import Connection

from socert.domain.access.model.keys import Role
from socert.domain.access.model.sessions import IDLE_LIMIT, SEEN_EVERY, SESSION_LIMIT, OpenedSession, Session
from socert.domain.access.rules.keys import digest_of
from socert.domain.access.store import sessions as store

_TOKEN_BYTES = 32


def open_session(conn: Connection, *, role: Role, subject: int, now: datetime) -> OpenedSession:
    """Open a session with a token of its own; whoever signs in gets a new one, whatever their browser brought.

    `now` is real time, also in an example: its clock may jump by weeks.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session = Session(digest_of(token), role, subject, began_at=now, seen_at=now, ends_at=now + SESSION_LIMIT)
    store.insert(conn, session)
    return OpenedSession(token, session)


def find_session(conn: Connection, *, token: str, now: datetime) -> Session | None:
    """The session of a token, now seen; None when there is none or it is over."""
    found = store.read(conn, digest_of(token))
    if found is None or found.ends_at <= now or found.seen_at + IDLE_LIMIT <= now:
        return None
    if found.seen_at + SEEN_EVERY <= now:
        store.mark_seen(conn, found.id, at=now)
    return found


def sessions_of(conn: Connection, *, role: Role, subject: int, now: datetime) -> list[Session]:
    """The open sessions of somebody, seen last first; `now` is real time."""
    return store.read_open(conn, role=role, subject=subject, now=now, idle_since=now - IDLE_LIMIT)


def close_session(conn: Connection, *, token: str) -> None:
    """Close a session; nothing happens when there is none."""
    store.delete(conn, digest_of(token))


def close_sessions_of(conn: Connection, *, role: Role, subject: int) -> int:
    """Close all sessions of somebody, as when their card was lost; gives how many there were."""
    return store.delete_of(conn, role=role, subject=subject)


def forget_sessions_over(conn: Connection, *, now: datetime) -> None:
    """Forget sessions that are over."""
    store.delete_over(conn, now=now, idle_since=now - IDLE_LIMIT)
