"""The stage of a replay: a fresh database of its own, and the real server running on it in a process of its own."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from socert import wiring
from socert.domain import installation
from socert.postgres import DatabaseServer
from socert.settings import Settings

_START_SECONDS_MAX = 30
_STOP_SECONDS_MAX = 20


class UnableToStartServer(Exception):
    """The server a replay needs did not answer in time."""


def fresh_site(server: DatabaseServer, settings: Settings, *, database: str, lanes: int = 1) -> wiring.Site:
    """An example installation in a database made anew; what an earlier replay left is dropped."""
    server.drop_database(database)
    return wiring.make_site(
        server,
        settings,
        database=database,
        kind=installation.Kind.EXAMPLE,
        lanes=lanes,
        zone=wiring.DEFAULT_ZONE,
    )


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Where a server answers, and its process."""

    address: str
    process: int


@contextmanager
def running_server(site: wiring.Site) -> Iterator[str]:
    """The server on a free port; gives its address and stops it in the end.

    Raises:
        UnableToStartServer: it ended or did not answer in time; says what it wrote.
    """
    with running_process(site) as running:
        yield running.address


@contextmanager
def running_process(site: wiring.Site, *, processes: int = 1, **settings: str) -> Iterator[RunningServer]:
    """The same with its process, for who measures it; `settings` are more of its environment."""
    with tempfile.TemporaryDirectory(prefix="socert-") as folder:
        ready, log = Path(folder) / "ready", Path(folder) / "log"
        command = [sys.executable, "-m", "socert", "serve", "--database", site.database]
        command += ["--port", "0", "--processes", str(processes), "--ready-file", str(ready)]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, "SOCERT_HOME": str(site.home), **settings},
            )
        try:
            yield RunningServer(_wait_until_ready(process, ready=ready, log=log), process.pid)
        finally:
            _stop(process)


def _wait_until_ready(process: "subprocess.Popen[bytes]", *, ready: Path, log: Path) -> str:
    end = time.monotonic() + _START_SECONDS_MAX
    while time.monotonic() < end and process.poll() is None:
        if ready.exists():
            return ready.read_text().strip()
        time.sleep(0.02)
    raise UnableToStartServer(f"The server did not start:\n{log.read_text(errors='replace')[-2_000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
