"""Write down what was done, in the transaction that does it, and read it back."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.audit import store
from socert.domain.audit.model import Actor, Details, Event
from socert.domain.audit.rules import names_a_person

#: The most events `events_of` gives at once.
EVENTS_MAX = 1_000


class PersonalDataInEvent(ValueError):
    """An event was to carry a СНИЛС or a card number, which nobody could erase again."""


class TooManyEvents(ValueError):
    """More events were asked for than are given at once."""


def record(
    conn: Connection, *, actor: Actor, action: str, subject: str, purpose: str, details: Details, at: datetime
) -> None:
    """Write down one event.

    Args:
        conn: the transaction that does what is written down.
        actor: who did it.
        action: what was done, such as "till_suspended".
        subject: to what, such as "till:7"; a person only by their random number.
        purpose: why.
        details: what else is worth knowing; no personal data.
        at: when.

    Raises:
        PersonalDataInEvent: purpose or details hold a СНИЛС or a card number.
    """
    record_each(conn, actor=actor, action=action, subjects=[subject], purpose=purpose, details=details, at=at)


def record_each(
    conn: Connection,
    *,
    actor: Actor,
    action: str,
    subjects: Sequence[str],
    purpose: str,
    details: Details,
    at: datetime,
) -> None:
    """Write down the same event about each of many subjects, in one statement; see `record`.

    Raises:
        PersonalDataInEvent: purpose or details hold a СНИЛС or a card number.
    """
    words = [purpose, *(value for value in details.values() if isinstance(value, str))]
    if any(map(names_a_person, words)):
        raise PersonalDataInEvent(f"The event '{action}' carries a СНИЛС or card number; please leave it out.")
    store.insert_events(conn, Event(at, actor, action, "", purpose, details), subjects=subjects)


def events_of(conn: Connection, *, subject: str, limit: int) -> list[Event]:
    """What happened to a subject, newest first.

    Raises:
        TooManyEvents: `limit` is above `EVENTS_MAX`.
    """
    if limit > EVENTS_MAX:
        raise TooManyEvents(f"At most {EVENTS_MAX} events are given at once, not {limit}; please ask for fewer.")
    return store.read_events(conn, subject=subject, limit=limit)


def latest_events(conn: Connection, *, limit: int, before: int | None = None) -> list[tuple[int, Event]]:
    """The newest events of all, newest first, each with its number; before a number the ones that came earlier.

    Raises:
        TooManyEvents: `limit` is above `EVENTS_MAX`.
    """
    if limit > EVENTS_MAX:
        raise TooManyEvents(f"At most {EVENTS_MAX} events are given at once, not {limit}; please ask for fewer.")
    return store.read_latest(conn, limit=limit, before=before)
