"""One door to both kinds of server: with an address the given one, without it our own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from socert.postgres.given import given_server, look_at_given_server
from socert.postgres.outside import reclaim_moved
from socert.postgres.place import find_place
from socert.postgres.private import open_private_server
from socert.postgres.server import DatabaseServer


@contextlib.contextmanager
def open_server(*, home: Path, owner_url: str | None, application_url: str | None) -> Iterator[DatabaseServer]:
    """The installation's server for as long as the block lasts.

    Args:
        home: the installation's folder, made (0700) if absent.
        owner_url: the owner's address on a server of your own (PostgreSQL 15 to 18); None for the private server,
            which is started if it does not run and stopped by the last one who leaves.
        application_url: the application's address there; None to have its role made.

    Raises:
        UnableToUseDatabase: one of its kinds, saying what to do.
    """
    if owner_url is not None:
        yield given_server(home=home, owner_url=owner_url, application_url=application_url)
        return
    with open_private_server(home=home) as server:
        yield server


@contextlib.contextmanager
def look_at_server(
    *, home: Path, owner_url: str | None, application_url: str | None
) -> Iterator[DatabaseServer | None]:
    """The same without making anything: neither folder nor data nor role; None when something is still to be made.

    Raises:
        UnableToUseDatabase: one of its kinds, saying what to do.
    """
    path = home.expanduser().resolve()
    if owner_url is not None:
        yield look_at_given_server(home=path, owner_url=owner_url, application_url=application_url)
    elif _has_data(path):
        with open_private_server(home=path) as server:
            yield server
    else:
        yield None


def _has_data(home: Path) -> bool:
    if not home.is_dir():
        return False
    reclaim_moved(home)
    return (find_place(home).data / "PG_VERSION").exists()
