"""Starting the private server: on a free port, over what a killed one left, waiting until it answers."""

import random
import socket
import time
from pathlib import Path

from socert.postgres import postmaster
from socert.postgres.place import Place
from socert.postgres.postmaster import Postmaster
from socert.postgres.secret import write_private_text
from socert.postgres.trouble import UnableToUseDatabase

START_SECONDS_MAX = 300.0
LAUNCHES_MAX = 5
LOG_BYTES_MAX = 10_000_000
PORTS = range(20_000, 32_000)  # below the range from which Linux takes ports for outgoing connections


class UnableToStartServer(UnableToUseDatabase):
    """The private server does not start."""


def answering(data: Path) -> Postmaster | None:
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


def start(*, place: Place, bin_dir: Path) -> Postmaster:
    """Start the server on existing data and wait until it answers; call it inside the gate.

    Raises:
        UnableToStartServer: with the end of its log.
    """
    postmaster.end_leftovers(place.data)
    postmaster.remove_stale_locks(data=place.data, socket_folder=place.socket_folder)
    _turn_log(place)
    for _ in range(LAUNCHES_MAX):
        running = answering(place.data)  # launched by a starter that was killed just now
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
        running = answering(data)
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
