"""The ground a bench stands on: a private PostgreSQL of its own with settings said here, and its superuser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from psycopg import sql
from psycopg.conninfo import make_conninfo

from socert import wiring
from socert.postgres import DatabaseServer, connect
from socert.settings import Settings

#: What the bench's own server is started with beside an installation's configuration.
SERVER_SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "16GB", "checkpoint_timeout": "60min"}
SHOWN_SETTINGS = (
    "server_version",
    "synchronous_commit",
    "fsync",
    "full_page_writes",
    "shared_buffers",
    "max_wal_size",
    "checkpoint_timeout",
    "wal_compression",
    "commit_delay",
    "huge_pages_status",
)
_SMALL_BUFFERS = "128MB"
_SMALL_CERTIFICATES = 50_000


@dataclass(frozen=True, slots=True)
class Ground:
    """A server, its settings as an installation's, and who may do everything there."""

    server: DatabaseServer
    settings: Settings
    superuser: str

    def superuser_url(self, database: str) -> str:
        """The address of `database` for the superuser."""
        return make_conninfo(self.superuser, dbname=database)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of what is started to work here."""
        return {**os.environ, "SOCERT_HOME": str(self.settings.home)}

    @property
    def data_dir(self) -> Path:
        """PostgreSQL's data folder."""
        assert self.server.data_dir is not None
        return self.server.data_dir

    @property
    def bin_dir(self) -> Path:
        """PostgreSQL's programs."""
        assert self.server.bin_dir is not None
        return self.server.bin_dir


@contextmanager
def open_ground(settings: Settings, *, certificates: int) -> Iterator[Ground]:
    """A server of the bench's own beside the installation, in its folder `bench`; small for few certificates."""
    home = settings.home / "bench"
    own = replace(settings, home=home, owner_url=None, application_url=None)
    wanted = SERVER_SETTINGS
    if certificates <= _SMALL_CERTIFICATES:
        wanted = wanted | {"shared_buffers": _SMALL_BUFFERS, "max_wal_size": "1GB"}
    with wiring.open_server_of(own) as server:
        found = _ground(server, own)
        is_settled = _settle(found, wanted)
        if is_settled:
            yield found
    if not is_settled:
        with wiring.open_server_of(own) as server:
            yield _ground(server, own)


def _ground(server: DatabaseServer, settings: Settings) -> Ground:
    assert server.data_dir is not None, "a bench stands on a private server"
    password = (server.data_dir.parent / "postgres.password").read_text(encoding="utf-8").strip()
    return Ground(server, settings, make_conninfo(server.owner_address, user="postgres", password=password))


def _settle(ground: Ground, wanted: dict[str, str]) -> bool:
    """Whether the server has the settings already; otherwise they are written and hold after its next start."""
    with connect(ground.superuser_url("postgres"), autocommit=True) as conn:
        is_settled = True
        for name, value in wanted.items():
            row = conn.execute(
                "select pg_size_bytes(%(value)s) = pg_size_bytes(current_setting(%(name)s))"
                if value.endswith("B")
                else "select %(value)s::interval = current_setting(%(name)s)::interval",
                {"name": name, "value": value},
            ).fetchone()
            if row is None or not row[0]:
                is_settled = False
                conn.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    return is_settled


def server_settings(ground: Ground) -> dict[str, str]:
    """The settings of the server that matter here, as they are."""
    with connect(ground.superuser_url("postgres")) as conn:
        rows = conn.execute(
            "select name, setting || coalesce(' ' || unit, '') from pg_settings where name = any (%s)",
            [list(SHOWN_SETTINGS)],
        ).fetchall()
    return dict(sorted(rows))
