"""A test's own database."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from socert.postgres import DatabaseServer


@dataclass(frozen=True, slots=True)
class Database:
    """Its name and the two addresses it is reached by."""

    name: str
    owner_url: str
    application_url: str


@contextmanager
def own_database(server: DatabaseServer, *, template: str) -> Iterator[Database]:
    """A copy of the template, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    try:
        yield Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    finally:
        server.drop_database(name)
