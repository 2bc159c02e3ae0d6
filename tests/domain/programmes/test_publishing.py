"""What is published is locked, the same again changes nothing, and on a day one version is in force."""

from datetime import UTC, date, datetime
from threading import Thread

from psycopg import Connection

from domain.programmes.files import FOOD, FROM_JULY, OPERATOR, tree
from given.databases import Database
from socert.domain import budgets, programmes
from socert.domain.files import Mistake
from socert.domain.programmes import Published
from socert.postgres import connect

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def publish(conn: Connection, text: str) -> Published:
    published = programmes.publish(conn, text=text, tree=tree(), actor=OPERATOR, now=NOW)
    assert isinstance(published, Published), published
    return published


def refused(conn: Connection, text: str) -> list[str]:
    errors = programmes.publish(conn, text=text, tree=tree(), actor=OPERATOR, now=NOW)
    assert isinstance(errors, tuple)
    return [one.code for one in errors]


def counts(conn: Connection) -> tuple[int, ...]:
    row = conn.execute(
        "select (select count(*) from programme), (select count(*) from programme_version),"
        " (select count(*) from audit_event), (select number from directory_version)"
    ).fetchone()
    assert row is not None
    return tuple(row)


def test_a_published_version_is_read_back_as_the_file_says(conn: Connection) -> None:
    published = publish(conn, FOOD)
    (version,) = programmes.versions(conn)
    assert (version.programme, version.programme_id) == (published.programme, "food")
    assert (version.valid_from, version.valid_days, version.hold_seconds) == (date(2026, 1, 1), 90, 900)
    assert version.shares == (60, 40)
    assert version.allowances[0].amount_kopecks == 500_00
    assert version.allowances[0].allow == ("goods",)
    assert [one.id for one in budgets.sources(conn)] == ["city", "federal"]
    assert programmes.number_of(conn, programme="food") == published.programme
    assert programmes.number_of(conn, programme="drink") is None


def test_the_same_file_again_changes_nothing(conn: Connection) -> None:
    publish(conn, FOOD)
    before = counts(conn)
    respelt = FOOD.replace("    certificate:", "    hold_seconds: 900   # as if it were not said\n    certificate:")
    assert publish(conn, FOOD).is_unchanged
    assert publish(conn, respelt.replace("amount: 500", 'amount: "500.00"')).is_unchanged
    assert counts(conn) == before


def test_a_new_version_is_added_and_tills_are_told(conn: Connection) -> None:
    publish(conn, FOOD)
    before = counts(conn)
    assert publish(conn, FOOD + FROM_JULY).added == (date(2026, 7, 1),)
    assert counts(conn) == (before[0], before[1] + 1, before[2] + 1, before[3] + 1)


def test_a_published_version_is_locked(conn: Connection) -> None:
    publish(conn, FOOD + FROM_JULY)
    before = counts(conn)
    assert refused(conn, (FOOD + FROM_JULY).replace("amount: 500", "amount: 501")) == ["version_is_locked"]
    assert refused(conn, (FOOD + FROM_JULY).replace("share: 60", "share: 59").replace("share: 40", "share: 41")) == [
        "version_is_locked",
        "version_is_locked",
    ]
    assert refused(conn, FOOD) == ["version_is_missing"]
    assert counts(conn) == before


def test_the_title_of_a_programme_may_be_mended(conn: Connection) -> None:
    publish(conn, FOOD)
    assert publish(conn, FOOD.replace("en: Food}\nfunding", "en: Groceries}\nfunding")).is_retitled
    assert [one.title.en for one in programmes.versions(conn)] == ["Groceries"]


def test_on_a_day_the_last_version_begun_is_in_force(conn: Connection) -> None:
    publish(conn, FOOD + FROM_JULY)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    in_force = [programmes.version_on(conn, programme="food", day=day) for day in days]
    assert [one and one.valid_days for one in in_force] == [None, 90, 90, 30]


def test_a_file_with_mistakes_publishes_nothing(conn: Connection) -> None:
    before = counts(conn)
    assert "unknown_category" in refused(conn, FOOD.replace("goods", "groceries"))
    assert counts(conn) == before


def test_the_same_file_published_by_two_at_once_is_published_once(database: Database) -> None:
    results: list[Published | tuple[Mistake, ...]] = []

    def run() -> None:
        with connect(database.application_url) as conn:
            results.append(programmes.publish(conn, text=FOOD, tree=tree(), actor=OPERATOR, now=NOW))

    threads = [Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(len(one.added) for one in results if isinstance(one, Published)) == [0, 0, 0, 1]
    with connect(database.application_url) as conn:
        assert len(programmes.versions(conn)) == 1
