"""One served city for the till's journeys: Anna and Boris have 500 points for food, Vera has none."""

import uuid
from collections.abc import Iterator

import pytest

from given.browser import browser
from given.city import given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Served, serve
from socert.postgres import DatabaseServer, connect
from socert.wiring import real_time

__all__ = ["browser"]


@pytest.fixture(scope="module")
def shop(server: DatabaseServer, template: str) -> Iterator[Served]:
    """The server, answering, with a database of the module's own."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    database = Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    try:
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            given_programme(city)
            for person in (city.anna, city.boris):
                given_certificate(conn, person, now=city.now)
            with serve(server, database, city) as running:
                yield running
    finally:
        server.drop_database(name)
