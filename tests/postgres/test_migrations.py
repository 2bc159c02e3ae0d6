"""Migrations: each once, in order, whole or not at all, and remembered by hash."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from socert.postgres import DatabaseServer, UnableToMigrate, connect, migrate, pending_migrations


class Ground:
    """An empty database and an empty folder of migrations."""

    def __init__(self, *, server: DatabaseServer, name: str, folder: Path) -> None:
        self.owner_url = server.owner_url(name)
        self.application_url = server.application_url(name)
        self.role = server.application_role
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        """Put a file into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def migrate(self) -> list[str]:
        """Apply what is missing."""
        return migrate(self.owner_url, application_role=self.role, folder=self.folder)

    def pending(self) -> list[str]:
        """What the application sees missing."""
        return pending_migrations(self.application_url, folder=self.folder)


@pytest.fixture
def ground(server: DatabaseServer, tmp_path: Path) -> Iterator[Ground]:
    """An empty database, dropped afterwards, and a folder with one migration."""
    name = f"m_{uuid.uuid4().hex[:12]}"
    server.create_database(name)
    made = Ground(server=server, name=name, folder=tmp_path)
    made.write("0001_purchase.sql", "create table purchase (amount bigint, note text default '{x} 100%');")
    yield made
    server.drop_database(name)


def test_an_owner_who_may_not_make_tables_is_told_what_to_do(ground: Ground) -> None:
    with pytest.raises(UnableToMigrate, match=r"alter database .* owner to"):
        migrate(ground.application_url, application_role=ground.role, folder=ground.folder)


def test_what_is_missing_is_applied_in_order_and_once(ground: Ground) -> None:
    ground.write("0002_note.sql", "alter table purchase add column shop text;")
    assert ground.pending() == ["0001_purchase.sql", "0002_note.sql"]
    assert ground.migrate() == ["0001_purchase.sql", "0002_note.sql"]
    assert ground.migrate() == []
    assert ground.pending() == []


def test_the_applications_role_is_put_in_as_a_quoted_name(ground: Ground) -> None:
    ground.write("0002_grants.sql", "grant select, insert on purchase to {{application}};")
    ground.migrate()
    with connect(ground.application_url) as conn:
        conn.execute("insert into purchase (amount) values (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("update purchase set amount = 2")


def test_the_application_reads_what_was_applied_and_never_writes_it(ground: Ground) -> None:
    ground.write("0002_grants.sql", "grant all on all tables in schema public to {{application}};")
    ground.migrate()
    for statement in (
        "insert into schema_migration values (9, 'x', 'x')",
        "update schema_migration set sha256 = ''",
        "delete from schema_migration",
        "truncate schema_migration",
    ):
        with connect(ground.application_url) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(statement.encode())


def test_a_changed_file_is_named(ground: Ground) -> None:
    ground.migrate()
    ground.write("0001_purchase.sql", "create table purchase (amount int);")
    for act in (ground.migrate, ground.pending):
        with pytest.raises(UnableToMigrate, match=r"0001_purchase\.sql was changed after it was applied"):
            act()


def test_a_database_of_a_newer_version_is_refused(ground: Ground) -> None:
    ground.write("0002_newer.sql", "select 1;")
    ground.migrate()
    (ground.folder / "0002_newer.sql").unlink()
    with pytest.raises(UnableToMigrate, match=r"0002_newer\.sql, which this version of socert does not have"):
        ground.migrate()


def test_numbers_go_up_one_by_one(ground: Ground) -> None:
    ground.write("0003_gap.sql", "select 1;")
    with pytest.raises(UnableToMigrate, match=r"0003_gap\.sql should have the number 0002"):
        ground.migrate()
    (ground.folder / "0003_gap.sql").rename(ground.folder / "0001_again.sql")
    with pytest.raises(UnableToMigrate, match="should have the number"):
        ground.migrate()


def test_a_file_that_is_applied_already_cannot_be_overtaken(ground: Ground) -> None:
    ground.write("0002_later.sql", "select 1;")
    ground.migrate()
    with connect(ground.owner_url) as conn:
        conn.execute("delete from schema_migration where number = 1")
    with pytest.raises(UnableToMigrate, match=r"0001_purchase\.sql stands before 0002_later\.sql"):
        ground.migrate()


def test_a_name_that_does_not_fit_is_refused(ground: Ground) -> None:
    ground.write("2_short.sql", "select 1;")
    with pytest.raises(UnableToMigrate, match=r"2_short\.sql is no name for a migration"):
        ground.pending()


def test_a_file_that_fails_leaves_nothing_of_itself_and_keeps_those_before(ground: Ground) -> None:
    ground.write("0002_fails.sql", "create table half (a int); select 1 / 0;")
    with pytest.raises(UnableToMigrate, match=r"0002_fails\.sql fails and nothing of it was done"):
        ground.migrate()
    assert ground.pending() == ["0002_fails.sql"]
    with connect(ground.owner_url) as conn:
        assert conn.execute("select to_regclass('half')").fetchone() == (None,)


def test_a_file_that_ends_its_own_transaction_is_refused(ground: Ground) -> None:
    ground.write("0002_commits.sql", "create table half (a int); commit; select 1;")
    with pytest.raises(UnableToMigrate, match=r"0002_commits\.sql"):
        ground.migrate()
    assert ground.pending() == ["0002_commits.sql"]


def test_a_table_in_use_makes_it_give_up_after_four_seconds(ground: Ground) -> None:
    ground.migrate()
    ground.write("0002_waits.sql", "alter table purchase add column shop text;")
    with connect(ground.owner_url) as conn:
        conn.execute("lock table purchase")
        with pytest.raises(UnableToMigrate, match=r"0002_waits\.sql waited more than 4s"):
            ground.migrate()
        conn.rollback()
        assert ground.migrate() == ["0002_waits.sql"]


def test_several_migrators_at_once_apply_each_file_once(ground: Ground) -> None:
    ground.write("0002_slow.sql", "select pg_sleep(0.3); create table slow (a int);")
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append(ground.migrate())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [[], [], [], ["0001_purchase.sql", "0002_slow.sql"]]
