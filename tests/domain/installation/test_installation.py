"""An installation is made once; only an example's clock moves, and only forward."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from socert.domain import installation
from socert.domain.installation import ClockCannotMove, Kind, UnableToInitialise

REAL = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def live(owner: psycopg.Connection) -> psycopg.Connection:
    """A live installation in the place of the example one."""
    owner.execute("delete from clock")
    owner.execute("delete from installation")
    installation.create(owner, kind=Kind.LIVE, lanes=4, zone=ZoneInfo("Asia/Omsk"), card_key_check=b"check", at=REAL)
    return owner


def test_what_was_fixed_is_found_again(live: psycopg.Connection) -> None:
    found = installation.find(live)
    assert found == installation.Installation(Kind.LIVE, 4, ZoneInfo("Asia/Omsk"), b"check", REAL)


def test_a_database_belongs_to_one_installation(owner: psycopg.Connection) -> None:
    with pytest.raises(UnableToInitialise):
        installation.create(owner, kind=Kind.LIVE, lanes=1, zone=ZoneInfo("UTC"), card_key_check=b"", at=REAL)
    with pytest.raises(psycopg.errors.UniqueViolation):
        owner.execute(
            "insert into installation (kind, lanes, time_zone, card_key_check, created_at)"
            " values ('live', 1, 'UTC', '', now())"
        )


def test_the_application_cannot_change_what_was_fixed(conn: psycopg.Connection) -> None:
    for statement in (
        "update installation set lanes = 2",
        "delete from installation",
        "insert into clock values ('example', 1)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), conn.transaction():
            conn.execute(statement.encode())


def test_an_examples_clock_moves_forward_and_runs_on(conn: psycopg.Connection) -> None:
    assert installation.now(conn, real=REAL) == REAL
    assert installation.move_clock(conn, to=REAL + HOUR, real=REAL) == HOUR
    assert installation.now(conn, real=REAL) == REAL + HOUR
    assert installation.now(conn, real=REAL + HOUR) == REAL + 2 * HOUR
    assert installation.move_clock(conn, to=REAL + HOUR, real=REAL) == HOUR  # where it stands already


def test_it_never_moves_back(conn: psycopg.Connection) -> None:
    installation.move_clock(conn, to=REAL + HOUR, real=REAL)
    refused = installation.move_clock(conn, to=REAL + HOUR - timedelta(microseconds=1), real=REAL)
    assert isinstance(refused, ClockCannotMove)
    assert refused.code == "clock_moves_forward"
    assert installation.now(conn, real=REAL) == REAL + HOUR
    with pytest.raises(psycopg.errors.DatabaseError) as error, conn.transaction():
        conn.execute("update clock set ahead_microseconds = 0")
    assert error.value.sqlstate == "SC010"


def test_a_live_installation_keeps_real_time(live: psycopg.Connection) -> None:
    refused = installation.move_clock(live, to=REAL + HOUR, real=REAL)
    assert isinstance(refused, ClockCannotMove)
    assert refused.code == "clock_is_live"
    assert installation.now(live, real=REAL) == REAL
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        live.execute("insert into clock (kind) values ('example')")


def test_what_tills_keep_in_memory_has_a_number_that_grows(conn: psycopg.Connection) -> None:
    def number() -> int:
        row = conn.execute("select number from directory_version").fetchone()
        assert row is not None
        return int(row[0])

    before = number()
    installation.directory_changed(conn)
    installation.directory_changed(conn)
    assert number() == before + 2
