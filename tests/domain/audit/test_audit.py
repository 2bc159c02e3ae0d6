"""What is written down stays, and names nobody."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from given.city import ANNA_CARD, anna
from socert.domain import audit

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
CLERK = audit.Actor("clerk", "operator")


def record(conn: psycopg.Connection, *, subject: str = "till:7", purpose: str = "test", **details: str | int) -> None:
    audit.record(conn, actor=CLERK, action="till_suspended", subject=subject, purpose=purpose, details=details, at=AT)


def test_an_event_is_read_back_as_it_was_written(conn: psycopg.Connection) -> None:
    record(conn, purpose="ремонт", count=3)
    assert audit.events_of(conn, subject="till:7", limit=10) == [
        audit.Event(AT, CLERK, "till_suspended", "till:7", "ремонт", {"count": 3})
    ]


def test_the_newest_events_come_first_and_no_more_than_asked_for(conn: psycopg.Connection) -> None:
    for number in range(3):
        record(conn, number=number)
    record(conn, subject="till:8")
    found = audit.events_of(conn, subject="till:7", limit=2)
    assert [event.details for event in found] == [{"number": 2}, {"number": 1}]


def test_the_same_event_is_written_about_many_subjects(conn: psycopg.Connection) -> None:
    audit.record_each(conn, actor=CLERK, action="key_issued", subjects=["a", "b"], purpose="test", details={}, at=AT)
    assert [len(audit.events_of(conn, subject=subject, limit=10)) for subject in "abc"] == [1, 1, 0]


@pytest.mark.parametrize(
    "words",
    [
        anna.snils.text,
        anna.snils.digits,
        f"жалоба {anna.snils.text}, повторно",
        ANNA_CARD.digits,
        f"card {ANNA_CARD.digits[:4]} {ANNA_CARD.digits[4:8]} {ANNA_CARD.digits[8:]}.",
    ],
)
def test_an_event_with_a_number_of_a_person_is_not_written(conn: psycopg.Connection, words: str) -> None:
    with pytest.raises(audit.PersonalDataInEvent) as raised:
        record(conn, note=words)
    assert words not in str(raised.value)
    with pytest.raises(audit.PersonalDataInEvent):
        record(conn, purpose=words)


@pytest.mark.parametrize(
    "words",
    [
        "11223344596",
        "0193f5a2-7b1c-7d3e-8f4a-112233445950",
        "a" + anna.snils.digits,
        "9643000000000013",
        "2026-11-22T10:00:00+03:00",
    ],
)
def test_other_numbers_are_no_personal_data(conn: psycopg.Connection, words: str) -> None:
    record(conn, note=words)


def test_more_events_than_the_limit_are_not_given(conn: psycopg.Connection) -> None:
    with pytest.raises(audit.TooManyEvents):
        audit.events_of(conn, subject="till:7", limit=audit.EVENTS_MAX + 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda conn: conn.execute("update audit_event set actor = 'nobody'"),
        lambda conn: conn.execute("delete from audit_event"),
        lambda conn: conn.execute("truncate audit_event"),
    ],
)
def test_the_application_cannot_change_or_remove_events(
    conn: psycopg.Connection, change: Callable[[psycopg.Connection], object]
) -> None:
    record(conn)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        change(conn)
