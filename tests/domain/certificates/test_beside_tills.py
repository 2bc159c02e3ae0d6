"""The office changes certificates while tills work: no rings of waiting, and no accounts but a certificate's own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from domain.certificates.pilot import LATER, NOW, issue, publish, spend
from domain.monitoring.lively import NOON, Trade, open_trade
from domain.programmes.files import OPERATOR
from given.city import Carded
from given.databases import Database
from socert.domain import certificates, monitoring
from socert.domain.certificates import Changed, ChangeRefused
from socert.domain.purchases import Authorise
from socert.postgres import connect
from socert.values import Money

ROUNDS = 12
Change = Callable[..., Changed | ChangeRefused]


def lock_like_a_till(conn: psycopg.Connection, *holders: int) -> None:
    conn.execute(
        "select from account where holder = any (%s) and lane = 0 order by holder, id for no key update",
        (list(holders),),
    )


@pytest.mark.parametrize("change", [certificates.cancel, certificates.block])
def test_a_change_waits_for_no_other_holders_accounts(database: Database, change: Change) -> None:
    with connect(database.application_url) as conn:
        publish(conn)
        other, mine = (issue(conn, holder).certificate for holder in (1, 2))
        spend(conn, other, held=100_00)
        certificates.cancel(conn, certificate=other, reason="test", actor=OPERATOR, now=NOW)
        spend(conn, other, released=100_00)  # cancelled, and money on it again
    with connect(database.application_url) as till, connect(database.application_url) as office:
        lock_like_a_till(till, 1)
        office.execute("set lock_timeout = '1s'")
        done = change(office, certificate=mine, reason="test", actor=OPERATOR, now=NOW)
        assert isinstance(done, Changed)
        office.commit()
        lock_like_a_till(till, 1, 2)


def test_cancelling_returns_the_money_of_that_certificate_alone(conn: psycopg.Connection) -> None:
    publish(conn)
    first, second = (issue(conn, holder).certificate for holder in (1, 2))
    spend(conn, first, held=100_00)
    certificates.cancel(conn, certificate=first, reason="test", actor=OPERATOR, now=NOW)
    spend(conn, first, released=100_00)
    done = certificates.cancel(conn, certificate=second, reason="test", actor=OPERATOR, now=NOW)
    assert isinstance(done, Changed)
    assert done.returned == Money(500_00)
    assert certificates.expire(conn, now=NOW, actor=OPERATOR).returned == Money(100_00)


def test_a_change_finds_its_accounts_by_their_key(conn: psycopg.Connection, database: Database) -> None:
    publish(conn)
    certificate = issue(conn, 1).certificate
    for holder in range(2, 20):
        issue(conn, holder)
    conn.commit()
    conn.execute("set enable_seqscan = off")  # so few rows that reading all is cheaper
    before = _sequential_scans(database)
    certificates.cancel(conn, certificate=certificate, reason="test", actor=OPERATOR, now=NOW)
    conn.commit()
    assert _sequential_scans(database) == before


def _sequential_scans(database: Database) -> int:
    with connect(database.owner_url) as fresh:
        fresh.execute("select pg_stat_force_next_flush()")
        row = fresh.execute("select seq_scan from pg_stat_user_tables where relname = 'account'").fetchone()
    assert row is not None
    return int(row[0])


def test_expiry_locks_everything_it_will_touch_in_the_order_of_tills(database: Database) -> None:
    with connect(database.application_url) as conn:
        publish(conn)
        # The lower holder has nothing left, so their account only changes its status, the higher one's money returns.
        spend(conn, issue(conn, 1).certificate, consumed=500_00)
        issue(conn, 2)
    with connect(database.application_url) as till, connect(database.application_url) as office:
        lock_like_a_till(till, 1)
        done: list[certificates.Expired] = []
        thread = threading.Thread(
            target=lambda: done.append(certificates.expire(office, now=LATER, actor=OPERATOR)), daemon=True
        )
        thread.start()
        thread.join(timeout=timedelta(milliseconds=300).total_seconds())
        lock_like_a_till(till, 1, 2)  # a ring, had expiry locked the second before the first
        till.rollback()
        thread.join(timeout=10)
        office.commit()
    assert [(one.certificates, one.accounts) for one in done] == [(2, 1)]


def test_tills_and_the_office_work_on_the_same_people_without_a_deadlock(database: Database) -> None:
    with connect(database.application_url) as conn:
        trade = open_trade(conn)
        people = (trade.city.anna, trade.city.boris, trade.city.vera)
        owned = [one.id for who in people for one in certificates.certificates_of(conn, holder=who.holder)]

    def sell(own: psycopg.Connection) -> None:
        selling = Trade(own, trade.city)
        for _ in range(ROUNDS):
            selling.ask(*(_basket(selling, who) for who in people), at=NOON)
            own.commit()

    def change(own: psycopg.Connection) -> None:
        for _ in range(ROUNDS // 3):
            for certificate in owned:
                for action in (certificates.block, certificates.unblock):
                    action(own, certificate=certificate, reason="test", actor=OPERATOR, now=NOON)
                    own.commit()
        for certificate in owned:
            certificates.cancel(own, certificate=certificate, reason="test", actor=OPERATOR, now=NOON)
            own.commit()

    _at_once(database, sell, change)
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def _at_once(database: Database, *works: Callable[[psycopg.Connection], None]) -> None:
    """Each on a connection of its own; what one raises is raised."""

    def run(work: Callable[[psycopg.Connection], None]) -> None:
        with connect(database.application_url) as own:
            work(own)

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(timeout=60)


def _basket(trade: Trade, who: Carded) -> Authorise:
    return trade.buy(who, trade.city.rowan.till, trade.line(1, "toys", 101), at=NOON)


def test_an_altered_certificate_is_named_when_money_returns(
    conn: psycopg.Connection, owner: psycopg.Connection
) -> None:
    publish(conn)
    issue(conn, 1)
    altered = issue(conn, 2).certificate
    conn.commit()
    owner.execute("update certificate set budget_year = 2027 where id = %s", (altered,))
    owner.commit()
    for work in (
        lambda: certificates.expire(conn, now=LATER, actor=OPERATOR),
        lambda: certificates.cancel(conn, certificate=altered, reason="test", actor=OPERATOR, now=NOW),
    ):
        with pytest.raises(certificates.CertificateContradictsItsIssue, match=str(altered)):
            work()
        conn.rollback()
