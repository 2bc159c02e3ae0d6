"""A served city whose installation's folder, keys and checkpoints are a test's own."""

import dataclasses
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from conftest import HOME
from given.checkout import CHECKOUT
from given.city import given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Served, serve
from socert import keys, wiring
from socert.domain import people
from socert.entrypoints.jobs.backing_up import BackedUp, back_up
from socert.entrypoints.jobs.restoring import Restored, restore
from socert.postgres import DatabaseServer
from socert.settings import Settings


@dataclass(frozen=True, slots=True)
class Kept:
    """A served city, its site, and the settings and keys it is backed up and restored with."""

    served: Served
    site: wiring.Site
    settings: Settings
    server: DatabaseServer
    restored: list[str]

    def back_up(self, file: Path) -> BackedUp:
        """Back it up."""
        return back_up(self.site, file=file, tell=lambda _: None, progress=lambda *_: None)

    def restore(self, file: Path, *, database: str | None = None, settings: Settings | None = None) -> Restored:
        """Restore it under a name that the test's end drops."""
        name = database or f"test_restored_{uuid4().hex[:12]}"
        self.restored.append(name)
        return restore(
            settings or self.settings,
            file=file,
            database=name,
            key=keys.signing_key(self.site.home).public_key(),
            progress=lambda *_: None,
        )

    def site_of(self, database: str) -> wiring.Site:
        """The site with another of its databases."""
        return dataclasses.replace(self.site, database=database)


@pytest.fixture
def kept(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, owner: psycopg.Connection, tmp_path: Path
) -> Iterator[Kept]:
    """The server, answering."""
    secret = secrets.token_bytes(32)
    owner.execute("update installation set card_key_check = %s", [people.card_key_check(secret)])
    owner.commit()
    city = given_city(conn, now=wiring.real_time())
    given_programme(city)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    settings = Settings(
        home=HOME, reference=CHECKOUT / "reference", owner_url=None, application_url=None, card_key=secret
    )
    restored: list[str] = []
    with serve(server, database, city) as served:
        site = dataclasses.replace(served.site, home=tmp_path, checkpoint_folder=tmp_path / "checkpoints")
        yield Kept(served, site, settings, server, restored)
    for name in restored:
        server.drop_database(name)
