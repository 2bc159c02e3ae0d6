"""The server's processes: seen, started and ended by what they say about themselves in /proc.

A process is known by PostgreSQL's `cluster_name`, which it carries in its command line and which we derive from
the data folder's inode: it stays when the folder is renamed and differs when it is copied. A process number alone
proves nothing: it may have been given to somebody else, or belong to a dead process nobody has collected.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from socert.postgres.place import Place
from socert.postgres.trouble import UnableToUseDatabase

PORT_LINE = 3  # in postmaster.pid, whose first line is the process number
STATUS_LINE = 7
POLL_SECONDS = 0.01
STOP_SECONDS_FAST = 60.0
LEAVE_SECONDS = 1.0
STOP_SECONDS_HARD = 20.0


class UnableToStopServer(UnableToUseDatabase):
    """The server's processes stay in spite of everything."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server: its first process, its TCP port, whether it answers."""

    pid: int
    port: int
    is_ready: bool


def cluster_name(data: Path) -> str:
    """The name by which the processes serving this data folder are known."""
    state = data.stat()
    return f"socert-{state.st_dev:x}-{state.st_ino:x}"


def living_postmaster(data: Path) -> Postmaster | None:
    """The server that runs on this data folder, None if there is none."""
    lines = _lines(data / "postmaster.pid")
    if len(lines) <= PORT_LINE or not _carries(_command_line(int(lines[0])), cluster_name(data)):
        return None
    is_ready = len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"
    return Postmaster(pid=int(lines[0]), port=int(lines[PORT_LINE]), is_ready=is_ready)


def launch(*, place: Place, bin_dir: Path, settings: dict[str, str]) -> int:
    """Start the server and return its process number at once, before it is ready.

    The shell in between ends at once, so the server is nobody's child: it outlives thread and process that
    started it, and leaves no corpse in them. It has a session of its own: Ctrl-C does not reach it.
    """
    options = [f"-c{name}={value}" for name, value in settings.items()]
    script = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'
    answer = place.user.run(
        ["/bin/sh", "-c", script, "sh", place.log, bin_dir / "postgres", "-D", place.data, *options],
        cwd=place.folder,
    )
    return int(answer.stdout)


def is_alive(pid: int) -> bool:
    """Whether the process runs; a dead one nobody has collected yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}


def stop(data: Path) -> None:
    """End every process that serves this data folder: politely, then at once, then by force.

    Raises:
        UnableToStopServer: some are still there afterwards.
    """
    running = living_postmaster(data)
    if running is not None:
        _signal(running.pid, signal.SIGINT)  # fast shutdown: transactions are rolled back, a checkpoint is made
        if not _ends(running.pid, seconds=STOP_SECONDS_FAST):
            _signal(running.pid, signal.SIGQUIT)  # without a checkpoint: the next start recovers from the log
    end_leftovers(data)


def end_leftovers(data: Path) -> None:
    """End children that outlived their killed server; they notice by themselves, except when busy.

    Raises:
        UnableToStopServer: some are still there afterwards.
    """
    if _gone(data, seconds=LEAVE_SECONDS):
        return
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for pid in processes(data):
            _signal(pid, number)
        if _gone(data, seconds=STOP_SECONDS_HARD):
            return
    raise UnableToStopServer(f"Processes of the private PostgreSQL in {data} do not end: {processes(data)}.")


def remove_stale_locks(*, data: Path, socket_folder: Path | None) -> None:
    """Remove lock files whose number now belongs to somebody else; call it when nothing runs.

    PostgreSQL would take the stranger (or the uncollected dead) for itself and refuse to start.
    """
    sockets = socket_folder.glob(".s.PGSQL.*.lock") if socket_folder is not None else ()
    for lock in (data / "postmaster.pid", *sockets):
        lines = _lines(lock)
        if lines and Path("/proc", lines[0]).exists():
            lock.unlink(missing_ok=True)


def processes(data: Path) -> list[int]:
    """The numbers of all living processes that serve this data folder, children too."""
    name = cluster_name(data)
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(pid for pid in numbers if _carries(_command_line(pid), name))


def _carries(command_line: bytes, name: str) -> bool:
    # The first process was given the name as an option, its children show it as their title.
    wanted = name.encode()
    return f"-ccluster_name={name}".encode() in command_line.split(b"\0") or command_line.startswith(
        b"postgres: " + wanted + b":"
    )


def _command_line(pid: int) -> bytes:
    # Readable for everybody, unlike /proc/N/cwd, which root in a container may not see of another user.
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _lines(lock: Path) -> list[str]:
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return lines if lines and lines[0].isdigit() else []


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _ends(pid: int, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() >= until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _gone(data: Path, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while processes(data):
        if time.monotonic() >= until:
            return False
        time.sleep(POLL_SECONDS)
    return True
