"""A message is handed over once, tried again after a failure, and forgotten when it was handed over or is over."""

from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
import pytest

from given.city import NOW
from given.databases import Database
from socert.domain import messages
from socert.domain.messages import Delivery, Message, Status
from socert.postgres import connect

END = NOW + timedelta(minutes=5)


@dataclass
class Postman:
    """Carries messages as it is told to."""

    delivery: Delivery = Delivery.TAKEN
    carried: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Delivery:
        """Note it."""
        self.carried.append(message)
        return self.delivery


def write(conn: psycopg.Connection, *, body: str = "hello") -> None:
    """A message that is good for five minutes."""
    messages.write(conn, recipient=7, phone="+79990001122", body=body, now=NOW, expires_at=END)


def only(conn: psycopg.Connection) -> messages.Written:
    """The one message."""
    (found,) = messages.recent(conn, limit=10)
    return found


def test_what_was_handed_over_is_forgotten(conn: psycopg.Connection) -> None:
    write(conn)
    postman = Postman()
    assert messages.hand_over_next(conn, sender=postman, now=NOW) is Delivery.TAKEN
    assert messages.hand_over_next(conn, sender=postman, now=NOW) is None
    assert [(one.phone, one.body) for one in postman.carried] == [("+79990001122", "hello")]
    found = only(conn)
    assert (found.status, found.phone, found.body) == (Status.HANDED_OVER, None, None)


def test_what_failed_is_tried_again_later_each_time(conn: psycopg.Connection) -> None:
    write(conn)
    postman = Postman(Delivery.FAILED)
    for seconds, expected in ((0, Delivery.FAILED), (1, None), (2, Delivery.FAILED), (5, None), (6, Delivery.FAILED)):
        now = NOW + timedelta(seconds=seconds)
        assert messages.hand_over_next(conn, sender=postman, now=now) is expected
    assert len({one.id for one in postman.carried}) == 1
    assert (only(conn).status, only(conn).tries) == (Status.WAITING, 3)


@pytest.mark.parametrize(
    ("delivery", "status", "unsent"), [(Delivery.LEFT_HERE, Status.HANDED_OVER, 0), (None, Status.LAPSED, 1)]
)
def test_nothing_readable_outlives_its_end(
    conn: psycopg.Connection, delivery: Delivery | None, status: Status, unsent: int
) -> None:
    write(conn)
    if delivery is not None:
        messages.hand_over_next(conn, sender=Postman(delivery), now=NOW)
        assert (only(conn).status, only(conn).body) == (Status.SHOWN, "hello")
    assert messages.lapse(conn, now=END - timedelta(seconds=1)) == 0
    assert only(conn).body == "hello"
    assert messages.hand_over_next(conn, sender=Postman(), now=END) is None
    assert messages.lapse(conn, now=END) == unsent
    assert (only(conn).status, only(conn).phone, only(conn).body) == (status, None, None)


def test_two_processes_never_carry_the_same_message(conn: psycopg.Connection, database: Database) -> None:
    write(conn, body="first")
    write(conn, body="second")
    conn.commit()
    one, other = Postman(), Postman()
    with connect(database.application_url) as beside:
        messages.hand_over_next(conn, sender=one, now=NOW)
        messages.hand_over_next(beside, sender=other, now=NOW)
        assert messages.hand_over_next(beside, sender=other, now=NOW) is None
    assert {each.body for each in (*one.carried, *other.carried)} == {"first", "second"}
    assert len(one.carried) == len(other.carried) == 1


def test_a_message_is_there_exactly_when_its_transaction_is(conn: psycopg.Connection) -> None:
    write(conn)
    conn.rollback()
    assert messages.recent(conn, limit=10) == []


def test_no_repr_tells_phone_or_text(conn: psycopg.Connection) -> None:
    write(conn)
    postman = Postman()
    messages.hand_over_next(conn, sender=postman, now=NOW)
    assert "hello" not in repr(postman.carried)
    assert "+7999" not in repr(postman.carried)
