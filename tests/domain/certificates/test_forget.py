"""Who somebody is can be erased once they hold no certificate that has not ended, and not before."""

import threading
from datetime import timedelta

import psycopg
import pytest

from domain.certificates.pilot import LATER, MOSCOW, NOW, publish
from domain.programmes.files import OPERATOR
from given.city import LANES, anna, given_residents
from given.databases import Database
from socert.domain import certificates, people
from socert.domain.certificates import ForgetRefusal, ForgetRefused, Issued, IssueRefusal, IssueRefused
from socert.postgres import connect
from socert.values import public_id


def forget(conn: psycopg.Connection, holder: int) -> people.Erased | ForgetRefused:
    return certificates.forget(conn, holder=holder, actor=OPERATOR, now=NOW, reason="asked for")


def issue(conn: psycopg.Connection, holder: int) -> Issued | IssueRefused:
    return certificates.issue(conn, programme="food", holder=holder, lane=0, now=NOW, zone=MOSCOW, actor=OPERATOR)


def given_holder(conn: psycopg.Connection) -> tuple[int, Issued]:
    publish(conn)
    one, _, _ = given_residents(conn, now=NOW)
    issued = issue(conn, one.holder)
    assert isinstance(issued, Issued)
    return one.holder, issued


@pytest.mark.parametrize("is_blocked", [False, True])
def test_a_person_with_a_current_certificate_is_not_erased(conn: psycopg.Connection, is_blocked: bool) -> None:  # noqa: FBT001
    holder, issued = given_holder(conn)
    if is_blocked:
        certificates.block(conn, certificate=issued.certificate, reason="lost", actor=OPERATOR, now=NOW)
    refused = forget(conn, holder)
    assert isinstance(refused, ForgetRefused)
    assert (refused.code, refused.certificates) == (ForgetRefusal.HOLDS_CERTIFICATES, (issued.certificate,))
    for sentence in (refused.text.ru, refused.text.en):
        assert public_id("cert", issued.lane, issued.certificate) in sentence
    assert people.find_by_snils(conn, snils=anna.snils) is not None


def test_a_person_whose_certificate_was_cancelled_is_erased(conn: psycopg.Connection) -> None:
    holder, issued = given_holder(conn)
    certificates.cancel(conn, certificate=issued.certificate, reason="asked for", actor=OPERATOR, now=NOW)
    assert forget(conn, holder) == people.Erased(holder, NOW, cards=1)
    assert people.find_by_snils(conn, snils=anna.snils) is None


def test_a_person_whose_certificate_has_ended_is_erased(conn: psycopg.Connection) -> None:
    holder, _ = given_holder(conn)
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert isinstance(forget(conn, holder), people.Erased)


def test_an_erased_person_gets_no_certificate(conn: psycopg.Connection) -> None:
    publish(conn)
    one, _, _ = given_residents(conn, now=NOW)
    forget(conn, one.holder)
    refused = issue(conn, one.holder)
    assert isinstance(refused, IssueRefused)
    assert refused.code is IssueRefusal.HOLDER_ERASED


def test_somebody_nobody_knows_gets_no_certificate(conn: psycopg.Connection) -> None:
    publish(conn)
    refused = issue(conn, 5)
    assert isinstance(refused, IssueRefused)
    assert refused.code is IssueRefusal.HOLDER_UNKNOWN


def test_an_erased_or_unknown_person_is_not_erased(conn: psycopg.Connection) -> None:
    one, _, _ = given_residents(conn, now=NOW)
    forget(conn, one.holder)
    for holder, code in ((one.holder, people.Refusal.RESIDENT_ERASED), (5, people.Refusal.RESIDENT_UNKNOWN)):
        refused = forget(conn, holder)
        assert isinstance(refused, ForgetRefused)
        assert (refused.code, refused.certificates) == (code, ())


def test_whoever_is_erased_while_a_certificate_is_issued_waits_for_it(database: Database) -> None:
    with connect(database.application_url) as conn:
        publish(conn)
        one, _, _ = given_residents(conn, now=NOW, lanes=LANES)
    with connect(database.application_url) as issuing, connect(database.application_url) as erasing:
        assert isinstance(issue(issuing, one.holder), Issued)
        erasing.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable), erasing.transaction():
            people.erase(erasing, holder=one.holder, actor=OPERATOR, now=NOW, reason="asked for")
        erasing.execute("set lock_timeout = '10s'")
        answers: list[people.Erased | ForgetRefused] = []
        thread = threading.Thread(target=lambda: answers.append(forget(erasing, one.holder)))
        thread.start()
        thread.join(timeout=timedelta(milliseconds=200).total_seconds())
        issuing.commit()
        thread.join(timeout=10)
        erasing.rollback()
    assert [type(answer) for answer in answers] == [ForgetRefused]
