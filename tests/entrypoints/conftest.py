"""A served city with a food certificate of 500 points for Anna and one for Boris; Vera has none."""

from collections.abc import Iterator

import psycopg
import pytest

from given.city import given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Served, TillClient, serve
from socert.postgres import DatabaseServer
from socert.wiring import real_time


@pytest.fixture
def served(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[Served]:
    """The server, answering."""
    city = given_city(conn, now=real_time())
    given_programme(city)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    with serve(server, database, city) as running:
        yield running


@pytest.fixture
def till(served: Served) -> TillClient:
    """The Bullfinch's first till."""
    return served.till()
