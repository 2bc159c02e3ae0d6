"""History lies month by month: older databases are moved there row by row, and months are made ahead of time."""

import shutil
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from given.databases import Database
from socert.domain import installation
from socert.postgres import MIGRATIONS, DatabaseServer, connect, migrate

TABLES = ("posting", "receipt_line")
BEFORE_MONTHS = 14
#: The last instant of a month and the first of the next, years apart, and an old one.
INSTANTS = (
    "1999-12-31 23:59:59.999999+00",
    "2024-02-29 12:00:00+03",
    "2026-10-31 23:59:59.999999+00",
    "2026-11-01 00:00:00+00",
    "2026-11-01 00:00:00+03",
)
MARCH = datetime(2031, 3, 31, 23, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Older:
    """A database as the version before left it, and how it is brought up to date."""

    owner_url: str
    application_url: str
    role: str

    def migrate(self) -> list[str]:
        """Bring it up to date."""
        return migrate(self.owner_url, application_role=self.role)


@pytest.fixture
def older(server: DatabaseServer, tmp_path: Path) -> Iterator[Older]:
    """A database before months."""
    name = f"m_{uuid.uuid4().hex[:12]}"
    server.create_database(name)
    for path in sorted(MIGRATIONS.glob("*.sql"))[:BEFORE_MONTHS]:
        shutil.copy(path, tmp_path)
    migrate(server.owner_url(name), application_role=server.application_role, folder=tmp_path)
    yield Older(server.owner_url(name), server.application_url(name), server.application_role)
    server.drop_database(name)


def write(conn: psycopg.Connection, at: str, *, rows: int = 3) -> None:
    """Postings and receipt lines of one instant."""
    given = {"at": at, "rows": rows}
    conn.execute(
        """
        insert into posting (operation, lane, place, debit, credit, amount, at)
        select gen_random_uuid(), 0, n, n, -n, 100 + n, %(at)s from generate_series(1, %(rows)s) as n
        """,
        given,
    )
    conn.execute(
        """
        insert into receipt_line (operation, lane, position, at, gtin, name, category, quantity, price, discount,
            amount, covered, accounts, amounts, units, waived)
        select gen_random_uuid(), 0, n, %(at)s, n, 'хлеб ' || n, 1, 1000000, 100, 0, 100, n, array[n], array[n],
            case when n = 1 then array[1] end, 1
        from generate_series(1, %(rows)s) as n
        """,
        given,
    )


def all_rows(conn: psycopg.Connection, table: str) -> list[tuple[object, ...]]:
    """Every row of a table, in an order of its own."""
    return conn.execute(f"select * from {table} order by {table}::text".encode()).fetchall()


def months(conn: psycopg.Connection, table: str) -> set[str]:
    """The months a table has."""
    rows = conn.execute(
        "select right(inhrelid::regclass::text, 7) from pg_inherits where inhparent = %s::regclass", [table]
    )
    return {row[0] for row in rows}


def test_every_row_of_an_older_database_is_moved_to_its_month(older: Older) -> None:
    with connect(older.owner_url) as conn:
        for at in INSTANTS:
            write(conn, at)
        before = {table: all_rows(conn, table) for table in TABLES}
    assert "0015_months.sql" in older.migrate()
    with connect(older.owner_url) as conn:
        for table in TABLES:
            assert all_rows(conn, table) == before[table]
            assert months(conn, table) == {"1999_12", "2024_02", "2026_10", "2026_11"}
            rows = conn.execute(
                f"select distinct at = '2026-11-01 00:00:00+00', tableoid::regclass::text from {table}"
                " where at >= '2026-10-31 23:59:59+00'".encode()
            )
            assert {tuple(row) for row in rows} == {(True, f"{table}_2026_11"), (False, f"{table}_2026_10")}
    with connect(older.application_url) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("update posting set amount = amount")


def test_an_older_installation_has_the_months_to_come_once_it_is_migrated(older: Older) -> None:
    with connect(older.owner_url) as conn:
        conn.execute(
            "insert into installation (kind, lanes, time_zone, card_key_check, created_at)"
            " values ('example', 1, 'Europe/Moscow', '', now())"
        )
        conn.execute("insert into clock (ahead_microseconds) values (1e6 * 86400 * 1000)")
    older.migrate()
    with connect(older.application_url) as conn:
        assert conn.execute("select has_month()").fetchone() == (True,)
        assert len(months(conn, "posting")) == 15
        assert months(conn, "posting") == months(conn, "receipt_line")


def test_fifteen_months_are_made_at_once_by_the_application_which_owns_none(conn: psycopg.Connection) -> None:
    before = months(conn, "posting")
    installation.prepare_months(conn, at=MARCH)
    made = months(conn, "posting") - before
    assert made == {f"2031_{month:02}" for month in range(3, 13)} | {f"2032_{month:02}" for month in range(1, 6)}
    write(conn, "2032-05-31 23:59:59.999999+00")
    with pytest.raises(psycopg.errors.CheckViolation, match="no partition"), conn.transaction():
        write(conn, "2032-06-01 00:00:00+00")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("drop table posting_2031_03")


def test_what_has_no_month_is_refused_as_a_lack_of_room_is(conn: psycopg.Connection) -> None:
    with pytest.raises(psycopg.OperationalError, match="there is no partition") as refused:
        conn.execute("select require_month(%s)", [MARCH])
    assert refused.value.sqlstate == "53SC1"


def test_several_who_make_the_same_months_at_once_make_them_once(database: Database) -> None:
    failures: list[Exception] = []

    def make() -> None:
        try:
            with connect(database.application_url) as conn:
                installation.prepare_months(conn, at=MARCH)
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with connect(database.application_url) as conn:
        assert {"2031_03", "2032_05"} <= months(conn, "receipt_line")


def test_months_are_made_beside_those_who_write_and_read(database: Database) -> None:
    with connect(database.application_url) as writing, connect(database.application_url) as reading:
        write(writing, "2026-11-22 10:00:00+00")
        reading.execute("select from posting, receipt_line")
        with connect(database.application_url) as conn:
            conn.execute("set statement_timeout = '5s'")
            installation.prepare_months(conn, at=MARCH)


def test_nothing_catches_what_has_no_month(owner: psycopg.Connection) -> None:
    assert owner.execute(
        "select partdefid, partrelid::regclass::text from pg_partitioned_table order by 2"
    ).fetchall() == [(0, table) for table in TABLES]


@pytest.mark.parametrize("table", TABLES)
def test_a_stretch_of_time_is_looked_for_in_its_months_only(owner: psycopg.Connection, table: str) -> None:
    plan = owner.execute(
        f"explain select * from {table} where at >= '2026-10-20 00:00+00' and at < '2026-11-20 00:00+00'".encode()
    ).fetchall()
    text = "\n".join(row[0] for row in plan)
    assert f"{table}_2026_10" in text
    assert f"{table}_2026_11" in text
    assert text.count(f"on {table}_") == 2


@pytest.mark.parametrize("table", TABLES)
def test_every_month_has_the_rules_and_the_index_of_all(owner: psycopg.Connection, table: str) -> None:
    rules = "select array_agg(conname order by conname) from pg_constraint where contype = 'c' and conrelid = "
    wanted = owner.execute(f"{rules} '{table}'::regclass".encode()).fetchone()
    rows = owner.execute(
        f"select ({rules} h.inhrelid), (select count(*) from pg_index where indrelid = h.inhrelid and indisvalid)"
        f" from pg_inherits as h where inhparent = '{table}'::regclass".encode()
    ).fetchall()
    assert wanted is not None
    assert {(tuple(found), indexes) for found, indexes in rows} == {(tuple(wanted[0]), 1)}
