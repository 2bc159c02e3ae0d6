"""Who uses the private server: shared leases that end with their holder, and one gate for start and stop."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from socert.postgres.trouble import UnableToUseDatabase

GATE_SECONDS_MAX = 300.0
POLL_SECONDS = 0.01


class UnableToPassGate(UnableToUseDatabase):
    """Another command has been starting or stopping the server for too long."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A shared lock on the lease file; the kernel drops it when its holder dies, however it dies."""

    path: Path
    descriptor: int
    holder: int

    def is_mine(self) -> bool:
        """Whether this process took it: a forked child has a copy of the descriptor, but must not end the lease."""
        return os.getpid() == self.holder

    def give_back(self) -> bool:
        """End this lease; True if nobody holds another one. Call it inside the gate."""
        try:
            # Turning shared into exclusive first gives up the shared lock: the gate makes that safe.
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            # Unlocked by name and not only closed: a child just being forked may still have a copy.
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)
            os.close(self.descriptor)
        return True


def take_lease(path: Path) -> Lease:
    """Hold a lease on `path`; only inside the gate, where no exclusive lock can stand against it."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return Lease(path=path, descriptor=descriptor, holder=os.getpid())


def is_leased(path: Path) -> bool:
    """Whether anybody holds a lease on `path`."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextlib.contextmanager
def gate(path: Path, *, prepare: Callable[[], object], seconds_max: float = GATE_SECONDS_MAX) -> Iterator[None]:
    """Be the only one, over threads and processes, who starts, stops or removes this server.

    Args:
        path: the lock file.
        prepare: makes the folder of the lock file if it is absent; called again when somebody removed it.
        seconds_max: how long to wait for the others.

    Raises:
        UnableToPassGate: somebody else was inside for `seconds_max`.
    """
    descriptor = _pass(path, prepare=prepare, until=time.monotonic() + seconds_max)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _pass(path: Path, *, prepare: Callable[[], object], until: float) -> int:
    while True:
        descriptor = _try(path, prepare=prepare)
        if descriptor is not None:
            return descriptor
        if time.monotonic() >= until:
            raise UnableToPassGate(
                f"Another command has been starting or stopping the private PostgreSQL for a long time "
                f"(lock file {path}). See which socert processes are running, end the stuck one and try again."
            )
        time.sleep(POLL_SECONDS)


def _try(path: Path, *, prepare: Callable[[], object]) -> int | None:
    prepare()
    try:
        descriptor = _open(path)
    except FileNotFoundError:
        return None  # the folder was just removed
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if _is_still_at(path, descriptor):
        return descriptor
    os.close(descriptor)  # removed between opening and locking: this lock binds nobody
    return None


def _is_still_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _open(path: Path) -> int:
    # Python's descriptors are not inherited over exec, so no child keeps a lease by accident.
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
