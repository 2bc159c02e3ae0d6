"""One certificate: reserved, opened, posted and sealed, valid to the end of its last day, never two at a time."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from psycopg import Connection
from psycopg.errors import UniqueViolation

from domain.certificates.pilot import LATER, MOSCOW, NOW, assert_books_balance, count, issue, know, publish
from domain.programmes.files import FOOD, OPERATOR
from given.databases import Database
from socert.domain import budgets, certificates
from socert.domain.certificates import Issued, IssueRefused
from socert.postgres import connect
from socert.values import Money

TWO_ALLOWANCES = FOOD + FOOD[FOOD.index("      - id: food") :].replace("id: food", "id: more").replace("500", "0.07")


def try_issue(conn: Connection, holder: int, *, now: datetime = NOW) -> Issued | IssueRefused:
    know(conn, holder)
    return certificates.issue(conn, programme="food", holder=holder, lane=0, now=now, zone=MOSCOW, actor=OPERATOR)


def test_a_certificate_is_valid_from_now_to_the_end_of_its_last_day(conn: Connection) -> None:
    publish(conn)
    issued = issue(conn, 7)
    assert issued.valid_from == NOW
    assert issued.valid_until == datetime(2026, 5, 30, 21, tzinfo=UTC)  # 1 March + 90 days, and a day, in Moscow
    assert issued.amount == Money(500_00)
    (found,) = certificates.certificates_of(conn, holder=7)
    assert (found.id, found.status, found.budget_year) == (issued.certificate, certificates.Status.ACTIVE, 2026)


def test_issuing_posts_every_source_its_share_and_balances(conn: Connection) -> None:
    publish(conn, TWO_ALLOWANCES)
    issue(conn, 7)
    amounts = conn.execute(
        "select p.amount from posting p join account a on a.id = p.credit order by a.slot, p.place"
    ).fetchall()
    assert [row[0] for row in amounts] == [300_00, 200_00, 4, 3]
    assert [one.reserved for one in budgets.stages(conn, programme=None)] == [Money(200_03), Money(300_04)]
    assert_books_balance(conn)


def test_a_source_whose_share_is_nothing_is_not_posted(conn: Connection) -> None:
    publish(conn, FOOD.replace("amount: 500", "amount: 0.01"))
    issue(conn, 7)
    assert count(conn, "posting p join account a on a.id = p.credit") == 1
    assert_books_balance(conn)


def test_who_holds_a_current_certificate_gets_no_second_one(conn: Connection) -> None:
    publish(conn)
    issue(conn, 7)
    refused = try_issue(conn, 7)
    assert isinstance(refused, IssueRefused)
    assert refused.code == "holds_current_certificate"
    assert count(conn, "certificate") == 1


def test_a_former_certificate_is_ended_before_the_next_is_issued(conn: Connection) -> None:
    publish(conn)
    issue(conn, 7)
    refused = try_issue(conn, 7, now=LATER)
    assert isinstance(refused, IssueRefused)
    assert refused.code == "former_not_ended"
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    assert isinstance(try_issue(conn, 7, now=LATER), Issued)


def test_beyond_the_appropriation_nothing_is_issued(conn: Connection) -> None:
    publish(conn, limit=500_00)
    issue(conn, 7)
    refused = try_issue(conn, 8)
    assert isinstance(refused, IssueRefused)
    assert (refused.code, refused.source, refused.missing) == ("beyond_appropriation", "federal", Money(100_00))
    assert count(conn, "certificate") == 1
    assert_books_balance(conn)


@pytest.mark.parametrize("now", [datetime(2025, 12, 31, 20, 59, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)])
def test_nothing_is_issued_before_the_first_version_is_in_force(conn: Connection, now: datetime) -> None:
    publish(conn)
    refused = try_issue(conn, 7, now=now)
    assert isinstance(refused, IssueRefused)
    assert refused.code == "no_version_in_force"


def test_the_year_of_issue_in_the_zone_pays(conn: Connection) -> None:
    publish(conn)
    refused = try_issue(conn, 7, now=datetime(2026, 12, 31, 21, tzinfo=UTC))  # 2027 in Moscow
    assert isinstance(refused, IssueRefused)
    assert (refused.code, refused.missing) == ("beyond_appropriation", Money(300_00))


def test_two_who_issue_to_one_person_at_once_issue_once(database: Database) -> None:
    with connect(database.application_url) as conn:
        publish(conn)
    results: list[Issued | IssueRefused] = []

    def run() -> None:
        with connect(database.application_url) as conn:
            results.append(try_issue(conn, 7))

    threads = [Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(type(one).__name__ for one in results) == ["IssueRefused"] * 3 + ["Issued"]
    with connect(database.application_url) as conn:
        assert_books_balance(conn)


def test_the_database_itself_knows_no_second_current_certificate(conn: Connection) -> None:
    publish(conn)
    issue(conn, 7)
    with pytest.raises(UniqueViolation, match="one_current_certificate_a_person"):
        conn.execute(
            "insert into certificate select gen_random_uuid(), lane, holder, programme, version, budget_year, 2,"
            " valid_from, valid_until, issued_by from certificate"
        )


def test_an_issue_is_sealed_and_recorded(conn: Connection) -> None:
    publish(conn)
    issued = issue(conn, 7, now=NOW + timedelta(hours=1))
    sealed = conn.execute("select kind, holder, total from operation where kind = 6").fetchall()
    assert sealed == [(6, 7, 500_00)]
    recorded = conn.execute("select subject from audit_event where action = 'certificate_issued'").fetchall()
    assert recorded == [(f"certificate:{issued.certificate}",)]
