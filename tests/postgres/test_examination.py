"""What `socert doctor` finds, and that it complains about what must be mended."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from socert.postgres import DatabaseServer, Finding, connect, durability_complaints, examine, migrate

ROLE = "socert_application"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One migration with one table of history."""
    (tmp_path / "0001_history.sql").write_text(
        "create table posting (amount bigint); grant select, insert on posting to {{application}};"
    )
    return tmp_path


@pytest.fixture
def examined(own_server: DatabaseServer, folder: Path) -> Iterator[str]:
    """The name of a migrated database."""
    own_server.create_database("examined")
    migrate(own_server.owner_url("examined"), application_role=ROLE, folder=folder)
    yield "examined"
    own_server.drop_database("examined")


def findings(server: DatabaseServer, folder: Path, *, tables: tuple[str, ...] = ("posting",)) -> dict[str, Finding]:
    found = examine(server=server, database="examined", home=folder, history_tables=tables, folder=folder)
    assert all((finding.complaint is None) == (finding.remedy is None) for finding in found)
    return {finding.name: finding for finding in found}


def complaints(found: dict[str, Finding]) -> dict[str, str]:
    return {name: finding.complaint for name, finding in found.items() if finding.complaint is not None}


@pytest.mark.usefixtures("examined")
def test_a_good_installation_is_described_in_about_a_dozen_lines(own_server: DatabaseServer, folder: Path) -> None:
    found = findings(own_server, folder)
    assert complaints(found) == {}
    assert found["server"].value.startswith("private, PostgreSQL 1")
    assert found["data folder"].value == str(own_server.data_dir)
    assert found["migrations"].value == "up to date"
    assert 12 <= len(found) <= 16


def test_a_database_that_is_not_there_is_a_complaint(own_server: DatabaseServer, folder: Path) -> None:
    assert "cannot be entered" in complaints(findings(own_server, folder))["database"]


def test_settings_that_lose_work_are_complaints(
    own_server: DatabaseServer, folder: Path, examined: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(f"alter role {ROLE} set synchronous_commit = off".encode())
    superuser.execute("alter system set full_page_writes = off")
    superuser.execute("select pg_reload_conf()")
    try:
        found = complaints(findings(own_server, folder))
        with connect(own_server.application_url(examined)) as conn:
            refused = [finding.name for finding in durability_complaints(conn)]
    finally:
        superuser.execute(f"alter role {ROLE} reset all".encode())
        superuser.execute("alter system reset all")
        superuser.execute("select pg_reload_conf()")
    assert set(found) == {"synchronous_commit", "full_page_writes"}
    assert refused == ["synchronous_commit", "full_page_writes"]


def test_history_the_application_can_change_is_a_complaint(
    own_server: DatabaseServer, folder: Path, examined: str
) -> None:
    for grant in ("update (amount)", "delete", "truncate"):
        with connect(own_server.owner_url(examined)) as conn:
            conn.execute(f"grant {grant} on posting to {ROLE}".encode())
        assert "may change or remove rows of history: posting" in complaints(findings(own_server, folder))["history"]
        with connect(own_server.owner_url(examined)) as conn:
            conn.execute(f"revoke all on posting from {ROLE}".encode())


@pytest.mark.usefixtures("examined")
def test_history_that_is_missing_is_a_complaint(own_server: DatabaseServer, folder: Path) -> None:
    found = complaints(findings(own_server, folder, tables=("posting", "hold")))
    assert found["history"] == "Tables of history are missing: hold."


@pytest.mark.usefixtures("examined")
def test_migrations_to_apply_or_changed_are_complaints(own_server: DatabaseServer, folder: Path) -> None:
    (folder / "0002_more.sql").write_text("select 1;")
    assert complaints(findings(own_server, folder))["migrations"] == "Not yet applied: 0002_more.sql."
    (folder / "0001_history.sql").write_text("select 2;")
    assert "was changed after it was applied" in complaints(findings(own_server, folder))["migrations"]


def test_an_application_that_became_superuser_is_a_complaint(
    own_server: DatabaseServer, folder: Path, examined: str, superuser: psycopg.Connection
) -> None:
    assert examined
    superuser.execute(f"alter role {ROLE} superuser".encode())
    try:
        found = complaints(findings(own_server, folder))
    finally:
        superuser.execute(f"alter role {ROLE} nosuperuser".encode())
    assert "is a superuser" in found["roles"]
