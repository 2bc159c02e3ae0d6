"""`socert serve` in a process of its own on a city, and a private server that a test may break."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from given.city import CARD_SECRET, City, given_city
from given.command_line import CommandLine
from given.databases import Database
from given.places import own_folder
from given.programmes import given_certificate, given_programme
from socert.domain import installation, people
from socert.postgres import DatabaseServer, connect, migrate, open_server
from socert.wiring import real_time


@dataclass(frozen=True, slots=True)
class OwnCity:
    """A server nobody else uses, a database on it, and the city in it."""

    home: Path
    server: DatabaseServer
    database: Database
    city: City

    @property
    def data(self) -> Path:
        """Where the server keeps its data."""
        assert self.server.data_dir is not None
        return self.server.data_dir


@contextmanager
def own_city() -> Iterator[OwnCity]:
    """A city on a server of its own; Anna has 500 points."""
    with own_folder() as ground, open_server(home=ground / ".socert", owner_url=None, application_url=None) as server:
        database = _make_database(server)
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            given_programme(city)
            given_certificate(conn, city.anna, now=city.now)
            conn.commit()
            yield OwnCity(ground / ".socert", server, database, city)


def _make_database(server: DatabaseServer) -> Database:
    name = "city"
    server.create_database(name)
    migrate(server.owner_url(name), application_role=server.application_role)
    with connect(server.owner_url(name)) as conn:
        installation.create(
            conn,
            kind=installation.Kind.EXAMPLE,
            lanes=1,
            zone=ZoneInfo("Europe/Moscow"),
            card_key_check=people.card_key_check(CARD_SECRET),
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        installation.prepare_months(conn, at=real_time())
    return Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))


@contextmanager
def serve_process(database: Database, home: Path, **more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """`socert serve` on a database: its address and its process."""
    with connect(database.owner_url) as conn:
        conn.execute("update installation set card_key_check = %s", (people.card_key_check(CARD_SECRET),))
    home.mkdir(exist_ok=True)
    (home / "card.key").write_text(CARD_SECRET.hex(), encoding="utf-8")
    environment = {
        "SOCERT_DATABASE_URL": database.owner_url,
        "SOCERT_APPLICATION_URL": database.application_url,
        "SOCERT_TILL_RATE": "0",
    }
    with CommandLine(home).serving(**{**environment, **more}) as running:
        yield running
