"""Migrations: numbered SQL files, applied once each, forward only, and remembered by their hash."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from socert.postgres.connection import connect
from socert.postgres.trouble import UnableToUseDatabase

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x50CE27  # any number, the same for every migrator
WAIT_FOR_OTHERS = "120s"
LOCK_WAIT = "4s"
STATEMENT_MAX = "15min"


class UnableToMigrate(UnableToUseDatabase):
    """The files and what the database remembers of them do not agree, or a file fails."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A numbered file; `sha256` is of its bytes as shipped."""

    number: int
    name: str
    text: str
    sha256: str


def migrate(owner_url: str, *, application_role: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is missing, each file in a transaction of its own; returns the names applied now.

    `{{application}}` in a file stands for the quoted name of the application's role. Several migrators at once
    wait for each other.

    Raises:
        UnableToMigrate: an applied file was changed or is missing, a number is out of order, a file fails, a table
            stays locked for 4 s, or another migrator takes more than two minutes.
    """
    migrations = load_migrations(folder)
    with connect(owner_url, autocommit=True) as conn, _alone(conn):
        _make_table(conn)
        missing = _missing(migrations, applied=_applied(conn))
        for migration in missing:
            _apply(conn, migration=migration, application_role=application_role)
        _guard(conn, application_role=application_role)
    return [migration.name for migration in missing]


def pending_migrations(url: str, *, folder: Path = MIGRATIONS) -> list[str]:
    """The names of the files not yet applied, in order; as owner or application.

    Raises:
        UnableToMigrate: an applied file was changed or is missing, or a number is out of order.
    """
    migrations = load_migrations(folder)
    with connect(url, autocommit=True) as conn:
        return [migration.name for migration in _missing(migrations, applied=_applied(conn))]


def load_migrations(folder: Path) -> list[Migration]:
    """The files `0001_name.sql`, `0002_….sql` of a folder in order.

    Raises:
        UnableToMigrate: a name does not fit, or a number is left out or stands twice.
    """
    migrations = [_load(path) for path in sorted(folder.glob("*.sql"))]
    for expected, migration in enumerate(migrations, start=1):
        if migration.number != expected:
            raise UnableToMigrate(
                f"Migration {migration.name} should have the number {expected:04}: numbers go up one by one."
            )
    return migrations


def _load(path: Path) -> Migration:
    match = re.fullmatch(r"(\d{4})_[a-z0-9_]+\.sql", path.name)
    if match is None:
        raise UnableToMigrate(f"{path.name} is no name for a migration; name it like 0001_what_it_does.sql.")
    content = path.read_bytes()
    return Migration(
        number=int(match[1]),
        name=path.name,
        text=content.decode("utf-8"),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@contextmanager
def _alone(conn: psycopg.Connection) -> Iterator[None]:
    _set_limits(conn, lock_wait=WAIT_FOR_OTHERS)
    try:
        conn.execute("select pg_advisory_lock(%(lock)s)", {"lock": ADVISORY_LOCK})
    except psycopg.errors.LockNotAvailable as error:
        raise UnableToMigrate(
            f"Another migration of this database has been running for more than {WAIT_FOR_OTHERS}. "
            "Wait for it to end and try again."
        ) from error
    _set_limits(conn, lock_wait=LOCK_WAIT)
    yield  # the session's end gives the lock back, whatever happened


def _set_limits(conn: psycopg.Connection, *, lock_wait: str) -> None:
    for name, value in (("lock_timeout", lock_wait), ("statement_timeout", STATEMENT_MAX)):
        conn.execute("select set_config(%(name)s, %(value)s, false)", {"name": name, "value": value})


def _make_table(conn: psycopg.Connection) -> None:
    try:
        conn.execute(
            """
            create table if not exists schema_migration (
                number integer primary key,
                name text not null,
                sha256 text not null,
                applied_at timestamptz not null default now()
            )
            """
        )
    except psycopg.errors.InsufficientPrivilege as error:
        raise UnableToMigrate(
            f"The role {conn.info.user} may not make tables in the database {conn.info.dbname}. "
            f'As a superuser, say: alter database "{conn.info.dbname}" owner to "{conn.info.user}";'
        ) from error


def _applied(conn: psycopg.Connection) -> list[tuple[str, str]]:
    row = conn.execute("select to_regclass('schema_migration')").fetchone()
    if row is None or row[0] is None:
        return []
    rows = conn.execute("select name, sha256 from schema_migration order by number").fetchall()
    return [(str(name), str(sha256)) for name, sha256 in rows]


def _missing(migrations: list[Migration], *, applied: list[tuple[str, str]]) -> list[Migration]:
    known = {migration.name: migration for migration in migrations}
    for position, (name, sha256) in enumerate(applied):
        if name not in known:
            raise UnableToMigrate(
                f"This database has the migration {name}, which this version of socert does not have. "
                "Install the version that made it, or a newer one."
            )
        if known[name].sha256 != sha256:
            raise UnableToMigrate(
                f"Migration {name} was changed after it was applied. Restore the file as it was "
                "and put the change into a new migration."
            )
        if migrations[position].name != name:
            raise UnableToMigrate(
                f"Migration {migrations[position].name} stands before {name}, which is already applied. "
                "Give the new one the next free number."
            )
    return migrations[len(applied) :]


def _apply(conn: psycopg.Connection, *, migration: Migration, application_role: str) -> None:
    # Replaced as text: SQL is full of braces and percent signs of its own.
    text = migration.text.replace("{{application}}", sql.Identifier(application_role).as_string(conn))
    try:
        with conn.transaction():
            before = _transaction_id(conn)
            conn.execute(text.encode())
            if _transaction_id(conn) != before:
                raise UnableToMigrate(
                    f"Migration {migration.name} ends the transaction it runs in, so part of it may be done. "
                    "Take begin, commit and rollback out of it, undo what is done, and try again."
                )
            conn.execute(
                """
                insert into schema_migration (number, name, sha256)
                values (%(number)s, %(name)s, %(sha256)s)
                """,
                {"number": migration.number, "name": migration.name, "sha256": migration.sha256},
            )
            _guard(conn, application_role=application_role)
            _set_limits(conn, lock_wait=LOCK_WAIT)
    except psycopg.errors.LockNotAvailable as error:
        raise UnableToMigrate(
            f"Migration {migration.name} waited more than {LOCK_WAIT} for a table somebody is using, and gave up; "
            "nothing of it was done. Try again in a quieter moment, or stop the server for it."
        ) from error
    except psycopg.Error as error:
        raise UnableToMigrate(
            f"Migration {migration.name} fails and nothing of it was done: {error}. Mend the cause and try again."
        ) from error


def _transaction_id(conn: psycopg.Connection) -> object:
    row = conn.execute("select pg_current_xact_id()::text").fetchone()
    return row[0] if row else None


def _guard(conn: psycopg.Connection, *, application_role: str) -> None:
    """The application reads what was applied and never writes it, whatever a migration granted in general."""
    role = sql.Identifier(application_role)
    conn.execute(sql.SQL("revoke all on schema_migration from public, {}").format(role))
    conn.execute(sql.SQL("grant select on schema_migration to {}").format(role))
