"""A served city, with limits a test can reach."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest

from given.city import given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Served, serve
from socert.postgres import DatabaseServer
from socert.settings import Limits
from socert.wiring import real_time

ServedWith = Callable[[Limits], Served]


@pytest.fixture
def served_with(server: DatabaseServer, database: Database, conn: psycopg.Connection) -> Iterator[ServedWith]:
    """Serve a city where Anna has 500 points, with these limits."""
    city = given_city(conn, now=real_time())
    given_programme(city)
    given_certificate(conn, city.anna, now=city.now)
    with ExitStack() as stack:
        yield lambda limits: stack.enter_context(serve(server, database, city, limits))
