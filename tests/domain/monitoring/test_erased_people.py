"""A person can be erased (152-ФЗ) and the books still balance: identity lies beside the ledger."""

import psycopg

from given.city import ANNA_CARD, CLERK, anna, given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import line, receipt, serve
from socert.domain import certificates, monitoring, people
from socert.postgres import DatabaseServer, connect
from socert.wiring import real_time


def test_an_erased_person_leaves_books_that_verify(
    server: DatabaseServer, database: Database, conn: psycopg.Connection
) -> None:
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_certificate(conn, city.anna, now=city.now)
    with serve(server, database, city) as served:
        till = served.till()
        bought = till.authorise(receipt(ANNA_CARD, line(), capture=True))
        held = till.authorise(receipt(ANNA_CARD, line(amount=700)))
        (certificate,) = certificates.certificates_of(conn, holder=city.anna.holder)
        assert isinstance(_forget(conn, city.anna.holder), certificates.ForgetRefused)
        cancelled = certificates.cancel(
            conn, certificate=certificate.id, reason="asked for", actor=CLERK, now=real_time()
        )
        assert isinstance(cancelled, certificates.Changed)
        assert isinstance(_forget(conn, city.anna.holder), people.Erased)
        conn.commit()
        assert till.authorise(receipt(ANNA_CARD, line()))["reason"]["code"] == "card_not_accepted"
        assert till.void(held["id"])["amount"] == 700
    assert bought["covered"] == 5_000
    assert people.find_by_snils(conn, snils=anna.snils) is None
    for table in ("identity", "operation", "audit_event", "receipt_line", "carrier"):
        row = conn.execute(f"select count(*) from {table} as t where t::text like '%{anna.last_name}%'").fetchone()
        assert row == (0,), table
    conn.rollback()
    with connect(database.application_url) as fresh:
        assert monitoring.verify(fresh).first_bad is None


def _forget(conn: psycopg.Connection, holder: int) -> people.Erased | certificates.ForgetRefused:
    return certificates.forget(conn, holder=holder, actor=CLERK, now=real_time(), reason="asked for")
