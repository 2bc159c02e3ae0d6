"""A served city with a food certificate of 500 points for Anna and one for Boris; Vera has none."""

from collections.abc import Iterator

import psycopg
import pytest

from given.city import City, given_city
from given.databases import Database, own_database
from given.programmes import given_certificate, given_programme
from given.serving import Served, TillClient, serve
from socert.postgres import DatabaseServer, connect
from socert.wiring import real_time


@pytest.fixture
def served(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[Served]:
    """The server, answering."""
    with serve(server, database, _city(conn)) as running:
        yield running


@pytest.fixture(scope="module")
def shared(server: DatabaseServer, template: str) -> Iterator[Served]:
    """Such a server for all tests of a module, where none is in another's way."""
    with (
        own_database(server, template=template) as database,
        connect(database.application_url) as conn,
        serve(server, database, _city(conn)) as running,
    ):
        yield running


@pytest.fixture
def till(served: Served) -> TillClient:
    """The Bullfinch's first till."""
    return served.till()


def _city(conn: psycopg.Connection) -> City:
    city = given_city(conn, now=real_time())
    given_programme(city)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    return city
