"""The private server: found, made, started, adopted, and stopped by the last one who leaves."""

import contextlib
import os
import random
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from socert.postgres import place as places
from socert.postgres import postmaster
from socert.postgres.binaries import Programs, find_programs
from socert.postgres.cluster import make_cluster, reachable_programs
from socert.postgres.lease import Lease, gate, is_leased, take_lease
from socert.postgres.place import Place
from socert.postgres.postmaster import Postmaster
from socert.postgres.roles import APPLICATION, OWNER, SUPERUSER, make_private_roles
from socert.postgres.secret import write_private_text
from socert.postgres.server import DatabaseServer, ServerKind
from socert.postgres.trouble import UnableToUseDatabase

START_SECONDS_MAX = 300.0
LAUNCHES_MAX = 5
LOG_BYTES_MAX = 10_000_000
PORTS = range(20_000, 32_000)  # below the range from which Linux takes ports for outgoing connections
MAINTENANCE = "postgres"


class UnableToStartServer(UnableToUseDatabase):
    """The private server does not start."""


@contextlib.contextmanager
def open_private_server(*, home: Path) -> Iterator[DatabaseServer]:
    """The private server of the installation in `home`, running as long as somebody holds it open.

    Raises:
        UnableToUseDatabase: one of its kinds, saying what to do.
    """
    home = places.prepare_home(home)
    try:
        place, lease, programs, port = _enter(home)
    except PermissionError as error:
        raise places.UnableToUseFolder(
            f"{error.filename} cannot be used: {error.strerror}. Run socert as the user who made {home}, "
            "or set SOCERT_HOME to a folder you may write to."
        ) from error
    try:
        yield _described(place=place, programs=programs, port=port)
    finally:
        _leave(place=place, lease=lease)


def _enter(home: Path) -> tuple[Place, Lease, Programs, int]:
    places.reclaim_moved(home)
    remove_abandoned()
    place = places.find_place(home)
    with gate(place.gate, prepare=place.prepare):
        if places.is_outside(place.folder):
            places.mark_outside(folder=place.folder, home=home)
        lease = take_lease(place.lease)
        try:
            programs, running = _running(place)
        except BaseException:
            if lease.give_back() and place.data.exists():
                postmaster.stop(place.data)
            raise
    return place, lease, programs, running.port


def _leave(*, place: Place, lease: Lease) -> None:
    if not lease.is_mine():
        return
    try:
        with gate(place.gate, prepare=place.folder.stat):
            if lease.give_back():
                postmaster.stop(place.data)
    except FileNotFoundError:
        return  # somebody removed the folder under a running server, which ends by itself within a minute


def _running(place: Place) -> tuple[Programs, Postmaster]:
    made = place.data / "PG_VERSION"
    programs = find_programs(major=int(made.read_text()) if made.exists() else None)
    if made.exists():
        running = _answering(place.data)
        if running is not None:
            return programs, running
    bin_dir = reachable_programs(place=place, programs=programs)
    make_cluster(place=place, bin_dir=bin_dir, major=programs.major)
    running = _start(place=place, bin_dir=bin_dir)
    superuser = _address(place=place, role=SUPERUSER, port=running.port)
    make_private_roles(place=place, superuser_url=make_conninfo(superuser, dbname=MAINTENANCE))
    return programs, running


def _answering(data: Path) -> Postmaster | None:
    """A living server once it is ready, also one still starting or left by a killed starter; None if it ended."""
    until = time.monotonic() + START_SECONDS_MAX
    while (running := postmaster.living_postmaster(data)) is not None:
        if running.is_ready:
            return running
        if time.monotonic() >= until:
            raise UnableToStartServer(
                f"The private PostgreSQL in {data} runs, but was not ready within {START_SECONDS_MAX:.0f} s. "
                f"Its log is {data.parent / 'postgres.log'}; it may still be recovering: try again later."
            )
        time.sleep(postmaster.POLL_SECONDS)
    return None


def _start(*, place: Place, bin_dir: Path) -> Postmaster:
    postmaster.end_leftovers(place.data)
    postmaster.remove_stale_locks(data=place.data, socket_folder=place.socket_folder)
    _turn_log(place)
    for _ in range(LAUNCHES_MAX):
        running = _answering(place.data)  # launched by a starter that was killed just now
        if running is not None:
            return running
        port = _free_port(place)
        pid = postmaster.launch(place=place, bin_dir=bin_dir, settings=_settings(place=place, port=port))
        running = _born(pid=pid, data=place.data)
        if running is not None:
            return running
        time.sleep(0.2)  # the port was just taken, or memory of a killed server is just being freed
    raise UnableToStartServer(
        f"The private PostgreSQL in {place.data} does not start. The end of its log {place.log}:\n{_log_end(place)}"
    )


def _born(*, pid: int, data: Path) -> Postmaster | None:
    """The launched server once it is ready, None if it ended before."""
    until = time.monotonic() + START_SECONDS_MAX
    while postmaster.is_alive(pid) and time.monotonic() < until:
        running = _answering(data)
        if running is not None:
            return running
        time.sleep(postmaster.POLL_SECONDS)
    return None


def _free_port(place: Place) -> int:
    stored = place.port.read_text(encoding="utf-8").strip() if place.port.exists() else ""
    if stored.isdigit() and _is_free(int(stored)):
        return int(stored)
    for port in random.SystemRandom().sample(PORTS, k=100):
        if _is_free(port):
            write_private_text(path=place.port, text=f"{port}\n")
            place.own(place.port, mode=0o600)
            return port
    raise UnableToStartServer(
        f"A hundred ports between {PORTS.start} and {PORTS.stop} were tried on 127.0.0.1; none is free. "
        "End programs that listen there, or set SOCERT_DATABASE_URL to a server."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as PostgreSQL itself does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _settings(*, place: Place, port: int) -> dict[str, str]:
    """What differs from one place to another; the rest is in the cluster's own configuration file."""
    return {
        "cluster_name": postmaster.cluster_name(place.data),
        "port": str(port),
        "unix_socket_directories": str(place.socket_folder or ""),
    }


def _turn_log(place: Place) -> None:
    if place.log.exists() and place.log.stat().st_size > LOG_BYTES_MAX:
        place.log.replace(place.log.with_suffix(".log.1"))


def _log_end(place: Place) -> str:
    return place.log.read_text(encoding="utf-8", errors="replace")[-1500:] if place.log.exists() else "(empty)"


def _described(*, place: Place, programs: Programs, port: int) -> DatabaseServer:
    return DatabaseServer(
        kind=ServerKind.PRIVATE,
        application_role=APPLICATION,
        maintenance_database=MAINTENANCE,
        bin_dir=programs.bin_dir,
        data_dir=place.data,
        owner_address=_address(place=place, role=OWNER, port=port),
        application_address=_address(place=place, role=APPLICATION, port=port),
    )


def _address(*, place: Place, role: str, port: int) -> str:
    host = place.socket_folder or "127.0.0.1"
    password = place.password(role).read_text(encoding="utf-8").strip()
    return make_conninfo(host=str(host), port=port, user=role, password=password)


def remove_abandoned() -> list[Path]:
    """Remove the folders outside whose installation is gone, ending a server left in them; returns them.

    One that is held open, or just being started or stopped, is left alone. Only root has such folders.
    """
    if os.geteuid() != 0 or not places.OUTSIDE.exists():
        return []
    for doomed in places.OUTSIDE.glob("*.gone"):
        shutil.rmtree(doomed, ignore_errors=True)  # a removal that was killed halfway
    markers = sorted(places.OUTSIDE.glob("*/home"))
    return [marker.parent for marker in markers if _remove_if_abandoned(marker.parent)]


def _remove_if_abandoned(folder: Path) -> bool:
    if not places.is_abandoned(folder):
        return False
    try:
        with gate(folder / "gate", prepare=lambda: None, seconds_max=0):
            if not places.is_abandoned(folder) or is_leased(folder / "lease"):
                return False
            if (folder / "data").exists():
                postmaster.stop(folder / "data")
            doomed = folder.rename(folder.with_suffix(".gone"))
    except (OSError, UnableToUseDatabase):
        return False  # in somebody's hands: the next start looks again
    shutil.rmtree(doomed, ignore_errors=True)
    return True
