"""Homes of their own for tests of servers, and the proof that nothing of them stays."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from given.places import own_folder
from socert.postgres import DatabaseServer, connect, open_server
from socert.postgres.place import OUTSIDE
from socert.postgres.postmaster import processes, stop


@pytest.fixture
def ground() -> Iterator[Path]:
    """A folder everybody can enter; afterwards no server runs for a home in it and nothing of it is left."""
    yield from _ground()


@pytest.fixture(scope="module")
def module_ground() -> Iterator[Path]:
    """The same for all tests of a module."""
    yield from _ground()


@pytest.fixture
def fresh_home(ground: Path) -> Path:
    """A home that does not exist yet, in a folder everybody can enter."""
    return ground / "checkout" / ".socert"


@pytest.fixture(scope="session")
def kept_home() -> Iterator[Path]:
    """A home whose data is made once for many tests."""
    for ground in _ground():
        yield ground / "checkout" / ".socert"


@pytest.fixture
def home(kept_home: Path) -> Iterator[Path]:
    """A home where a server may have run before; afterwards none runs."""
    yield kept_home
    left = _end_servers(kept_home)
    assert left == [], "a server was left running"


@pytest.fixture
def closed_home(ground: Path) -> Path:
    """A home that does not exist yet, below a folder only we can enter."""
    if os.geteuid() != 0:
        pytest.skip("only root runs the server under another user's name")
    folder = ground / "closed"
    folder.mkdir(mode=0o700)
    return folder / "checkout" / ".socert"


@pytest.fixture(scope="module")
def own_server(module_ground: Path) -> Iterator[DatabaseServer]:
    """A server whose roles a module may change as it likes."""
    with open_server(home=module_ground / "own", owner_url=None, application_url=None) as server:
        yield server


@pytest.fixture
def superuser(own_server: DatabaseServer) -> Iterator[psycopg.Connection]:
    """The superuser of that server."""
    assert own_server.data_dir is not None
    password = (own_server.data_dir.parent / "postgres.password").read_text()
    url = psycopg.conninfo.make_conninfo(own_server.owner_url("postgres"), user="postgres", password=password)
    with connect(url, autocommit=True) as conn:
        yield conn


def _ground() -> Iterator[Path]:
    with own_folder() as ground:
        yield ground
        left = _end_servers(ground)
        for folder in _outside(ground):
            shutil.rmtree(folder)
    assert left == [], "a server was left running"


def _end_servers(ground: Path) -> list[Path]:
    """End what still runs for homes in `ground`; returns the data folders it ran for."""
    folders = [*ground.rglob("postgres/data"), *(folder / "data" for folder in _outside(ground))]
    left = [folder for folder in folders if processes(folder)]
    for folder in left:
        stop(folder)
    return left


def _outside(ground: Path) -> list[Path]:
    if os.geteuid() != 0:
        return []
    return [marker.parent for marker in OUTSIDE.glob("*/home") if marker.read_text().startswith(f"{ground}{os.sep}")]
