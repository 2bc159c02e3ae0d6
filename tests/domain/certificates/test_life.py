"""A certificate's life follows the table of transitions, in the room and in the ledger alike."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from domain.certificates.pilot import LATER, NOW, assert_books_balance, count, issue, publish, snils, spend
from domain.programmes.files import OPERATOR
from socert.domain import budgets, certificates
from socert.domain.certificates import TRANSITIONS, Changed, ChangeRefused, Event, Status
from socert.values import Money

ACTIONS = {
    Event.BLOCK: certificates.block,
    Event.UNBLOCK: certificates.unblock,
    Event.CANCEL: certificates.cancel,
}
LEADING_TO = {
    Status.ACTIVE: [],
    Status.BLOCKED: [Event.BLOCK],
    Status.ENDED: [Event.END],
    Status.CANCELLED: [Event.CANCEL],
}


def happen(conn: Connection, certificate: UUID, event: Event, reason: str = "test") -> Changed | ChangeRefused | None:
    if event is Event.END:
        certificates.expire(conn, now=LATER, actor=OPERATOR)
        return None
    return ACTIONS[event](conn, certificate=certificate, reason=reason, actor=OPERATOR, now=NOW)


def status_of(conn: Connection, certificate: UUID) -> tuple[int, int]:
    row = conn.execute(
        "select c.status, a.status from certificate c join account a on a.certificate = c.id where c.id = %s",
        [certificate],
    ).fetchone()
    assert row is not None
    return row[0], row[1]


@pytest.mark.parametrize("status", Status)
def test_an_event_leads_where_the_table_says_or_nowhere(conn: Connection, status: Status) -> None:
    publish(conn)
    issued = {event: issue(conn, holder).certificate for holder, event in enumerate(ACTIONS, start=1)}
    for former in LEADING_TO[status]:
        for certificate in issued.values():
            happen(conn, certificate, former)
    for event, certificate in issued.items():
        changed = happen(conn, certificate, event)
        after = TRANSITIONS.get((status, event))
        if after is None:
            assert isinstance(changed, ChangeRefused)
            assert changed.code == "transition_impossible"
        else:
            assert isinstance(changed, Changed)
            assert changed.status is after
        assert status_of(conn, certificate) == (after or status, after or status)
    assert_books_balance(conn)


def test_every_event_is_kept_with_its_sealed_operation(conn: Connection) -> None:
    publish(conn)
    certificate = issue(conn, 7).certificate
    happen(conn, certificate, Event.BLOCK, "lost in the bus")
    happen(conn, certificate, Event.UNBLOCK, "found again")
    happen(conn, certificate, Event.END)
    history = certificates.history_of(conn, certificate=certificate)
    assert [(one.event, one.reason) for one in history] == [
        (Event.BLOCK, "lost in the bus"),
        (Event.UNBLOCK, "found again"),
        (Event.END, "the last day is over"),
    ]
    kinds = conn.execute(
        "select kind from operation where id = any (%s) order by batch", [[one.operation for one in history]]
    ).fetchall()
    assert kinds == [(10,), (10,), (7,)]
    actions = conn.execute("select action from audit_event where action like 'certificate%' order by id").fetchall()
    assert [row[0] for row in actions] == [
        "certificate_issued",
        "certificate_block",
        "certificate_unblock",
        "certificates_expired",
    ]


def test_cancelling_returns_what_is_neither_spent_nor_held(conn: Connection) -> None:
    publish(conn)
    certificate = issue(conn, 7).certificate
    issue(conn, 8)
    spend(conn, certificate, consumed=120_01, held=30_00)
    cancelled = happen(conn, certificate, Event.CANCEL)
    assert isinstance(cancelled, Changed)
    assert cancelled.returned == Money(349_99)
    assert_books_balance(conn)
    spend(conn, certificate, released=30_00)
    assert certificates.expire(conn, now=NOW, actor=OPERATOR).returned == Money(30_00)
    assert_books_balance(conn)
    kept = {one.source: one.reserved.kopecks for one in budgets.stages(conn, programme=None)}
    assert kept == {"federal": 300_00 + 72_00, "city": 200_00 + 48_01}


def test_a_change_needs_a_reason_without_personal_data(conn: Connection) -> None:
    publish(conn)
    certificate = issue(conn, 7).certificate
    before = count(conn, "audit_event")
    reasons = {
        "": "reason_unusable",
        "  ": "reason_unusable",
        "x" * 501: "reason_unusable",
        "a\0b": "reason_unusable",
        f"told by {snils(1)}": "reason_names_a_person",
    }
    for reason, code in reasons.items():
        refused = happen(conn, certificate, Event.BLOCK, reason)
        assert isinstance(refused, ChangeRefused)
        assert refused.code == code
    assert status_of(conn, certificate) == (1, 1)
    assert count(conn, "audit_event") == before


def test_an_unknown_certificate_is_refused(conn: Connection) -> None:
    refused = happen(conn, uuid4(), Event.BLOCK)
    assert isinstance(refused, ChangeRefused)
    assert refused.code == "certificate_unknown"
    assert certificates.history_of(conn, certificate=uuid4()) == []
    assert certificates.certificates_of(conn, holder=1) == []


def test_a_certificate_cancelled_may_be_followed_by_another(conn: Connection) -> None:
    publish(conn)
    happen(conn, issue(conn, 7).certificate, Event.CANCEL)
    issue(conn, 7, now=datetime(2026, 3, 2, tzinfo=UTC))
    found = certificates.certificates_of(conn, holder=7)
    assert [one.status for one in found] == [Status.ACTIVE, Status.CANCELLED]
