"""The table audit_event."""

from collections.abc import Sequence

from psycopg import Connection
from psycopg.types.json import Json

from socert.domain.audit.model import Actor, Event


def insert_events(conn: Connection, event: Event, *, subjects: Sequence[str]) -> None:
    """Write the same event about each of the subjects."""
    conn.execute(
        """
        insert into audit_event (at, actor, role, action, subject, purpose, details)
        select %(at)s, %(actor)s, %(role)s, %(action)s, subject, %(purpose)s, %(details)s
        from unnest(%(subjects)s::text[]) as given (subject)
        """,
        {
            "at": event.at,
            "actor": event.actor.name,
            "role": event.actor.role,
            "action": event.action,
            "subjects": list(subjects),
            "purpose": event.purpose,
            "details": Json(dict(event.details)),
        },
    )


def read_events(conn: Connection, *, subject: str, limit: int) -> list[Event]:
    """The newest events of a subject, newest first."""
    rows = conn.execute(
        """
        select at, actor, role, action, subject, purpose, details
        from audit_event
        where subject = %(subject)s
        order by id desc
        limit %(limit)s
        """,
        {"subject": subject, "limit": limit},
    ).fetchall()
    return [Event(row[0], Actor(row[1], row[2]), *row[3:]) for row in rows]


def read_latest(conn: Connection, *, limit: int, before: int | None) -> list[tuple[int, Event]]:
    """The newest events with their numbers, newest first."""
    rows = conn.execute(
        """
        select id, at, actor, role, action, subject, purpose, details
        from audit_event
        where %(before)s::bigint is null or id < %(before)s
        order by id desc
        limit %(limit)s
        """,
        {"before": before, "limit": limit},
    ).fetchall()
    return [(row[0], Event(row[1], Actor(row[2], row[3]), *row[4:])) for row in rows]
