"""Where the servers of tests keep their data: in memory where there is room, else on the disk like anybody's.

A database for each test means hundreds of small files made and removed, which costs a disk more processor time than the
tests themselves. Where servers are killed it is the disk all the same.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from given.checkout import CHECKOUT

_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory on every Linux; whoever has none has the disk
#: What must be free there before anything is put there; a run takes a fifth of it.
_BYTES_MIN = 4 * 2**30
_ON_DISK = CHECKOUT / ".socert" / "tests"


def home_of_all_tests() -> Path:
    """The home of the server that all runs of this checkout share."""
    checkout = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
    home = _MEMORY / f"socert-tests-{os.getuid()}-{checkout}"
    return home if home.exists() or _has_room() else _ON_DISK


@contextmanager
def kept(home: Path) -> Iterator[None]:
    """The home of all tests while somebody runs tests; the last to leave frees the memory it took."""
    if home == _ON_DISK:
        yield
        return
    _ON_DISK.parent.mkdir(exist_ok=True)
    with _ON_DISK.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        home.mkdir(mode=0o755, exist_ok=True)
        yield
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home)


@contextmanager
def own_folder(*, is_on_disk: bool = False) -> Iterator[Path]:
    """A folder everybody can enter, for a server of a test's own; removed afterwards.

    Args:
        is_on_disk: whatever room memory has.
    """
    where = _MEMORY if _has_room() and not is_on_disk else None
    folder = Path(tempfile.mkdtemp(prefix="socert-test-", dir=where)).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _has_room() -> bool:
    return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _BYTES_MIN
