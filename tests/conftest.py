"""What every test may lean on: the real server, and a fresh database cloned from a template per test."""

import fcntl
import gc
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from given.databases import Database, own_database
from given.places import home_of_all_tests, kept
from socert.domain import installation
from socert.postgres import MIGRATIONS, DatabaseServer, connect, migrate, open_server

pytest_plugins = ["given.browser", "given.skip_ledger"]

HOME = home_of_all_tests()
#: Years in which tests play that say themselves what time it is.
TOLD_OF = (2025, 2026, 2027)


def pytest_collection_finish() -> None:
    """What was collected stays: the garbage collector need not look through it again with every server started."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let what was collected go: libraries count what is left of theirs when Python ends."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The one event loop we run on."""
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[DatabaseServer]:
    """A private PostgreSQL shared by the whole run, stopped by the last process that leaves it."""
    with kept(HOME), open_server(home=HOME, owner_url=None, application_url=None) as opened:
        yield opened


@pytest.fixture(scope="session")
def template(server: DatabaseServer) -> str:
    """A migrated database with an example installation in it, made once for a set of migrations."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(MIGRATIONS.glob("*.sql")))).hexdigest()
    name = f"template_{digest[:12]}"
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.database_exists(name):
            _make_template(server, name)
    return name


def _make_template(server: DatabaseServer, name: str) -> None:
    unfinished = f"{name}_new"
    server.drop_database(unfinished)
    for old in server.databases("template_"):
        server.drop_database(old)
    server.create_database(unfinished)
    migrate(server.owner_url(unfinished), application_role=server.application_role)
    with connect(server.owner_url(unfinished)) as conn:
        installation.create(
            conn,
            kind=installation.Kind.EXAMPLE,
            lanes=1,
            zone=ZoneInfo("Europe/Moscow"),
            card_key_check=b"check",
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for at in (*(datetime(year, 1, 1, tzinfo=UTC) for year in TOLD_OF), datetime.now(UTC)):
            installation.prepare_months(conn, at=at)
    with connect(server.owner_url(server.maintenance_database), autocommit=True) as conn:
        conn.execute(f'alter database "{unfinished}" rename to "{name}"')


@pytest.fixture
def database(server: DatabaseServer, template: str) -> Iterator[Database]:
    """A fresh database with an example installation and nothing else."""
    with own_database(server, template=template) as made:
        yield made


@pytest.fixture
def conn(database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the application to a fresh database."""
    with connect(database.application_url) as opened:
        yield opened


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the owner to the same database."""
    with connect(database.owner_url) as opened:
        yield opened
