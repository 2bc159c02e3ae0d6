"""Write a message, hand the next one over, forget what is over."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from psycopg import Connection

from socert.domain.messages import store
from socert.domain.messages.model import Delivery, Message, Status, Written
from socert.domain.messages.ports import Sender

_PAUSE = timedelta(seconds=2)
_PAUSES_MAX = 15


def write(conn: Connection, *, recipient: int, phone: str, body: str, now: datetime, expires_at: datetime) -> UUID:
    """Write a message in the caller's transaction: it is sent when that is committed, and not after its end.

    Gives its number.
    """
    message = Message(uuid4(), phone, body, expires_at)
    store.insert(conn, message, recipient=recipient, at=now)
    return message.id


def find(conn: Connection, *, message: UUID) -> Written | None:
    """A message by its number, and what became of it; None when there is none."""
    return store.read(conn, message)


def hand_over_next(conn: Connection, *, sender: Sender, now: datetime) -> Delivery | None:
    """Let the sender carry the message that is due first; None when there is none.

    The caller's transaction is open while the sender works, so that no other process carries the same message.
    """
    found = store.lock_next(conn, now=now)
    if found is None:
        return None
    message, tries = found
    delivery = sender.send(message)
    match delivery:
        case Delivery.TAKEN:
            store.close(conn, message.id, status=Status.HANDED_OVER)
        case Delivery.LEFT_HERE:
            store.close(conn, message.id, status=Status.SHOWN)
        case Delivery.FAILED:
            store.put_off(conn, message.id, until=now + _PAUSE * min(tries + 1, _PAUSES_MAX))
    return delivery


def lapse(conn: Connection, *, now: datetime) -> int:
    """Forget phone and text of messages that are over; gives how many were never handed over."""
    return store.lapse(conn, now=now)


def recent(conn: Connection, *, limit: int) -> list[Written]:
    """The newest messages, and what became of them."""
    return store.read_recent(conn, limit=limit)


def forget(conn: Connection, *, recipient: int) -> None:
    """Forget the messages to somebody who is erased."""
    store.delete_of(conn, recipient)
