"""Long lists read line by line: plain or gzip, never whole in memory, with what goes wrong on the way."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from socert.entrypoints.cli.refusing import Refused

#: A longer line is no row; its rest is read over.
LINE_BYTES_MAX = 65_536

_GZIP = b"\x1f\x8b"
_LINES_A_STEP = 20_000


class _Readable(Protocol):
    """What a plain and an unpacked file have in common."""

    def readline(self, size: int, /) -> bytes: ...


@contextmanager
def long_list(path: Path, *, progress: Callable[[str, int, int], None]) -> Iterator[Iterator[bytes]]:
    """The lines of a file; `progress` is told how many of its bytes were read.

    Raises:
        Refused: it cannot be read, or is a gzip that breaks off or is damaged.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            size = path.stat().st_size
            if not packed:
                yield _lines(file, tell=lambda: progress("reading", file.tell(), size))
                return
            with gzip.open(file, "rb") as unpacked:
                yield _lines(unpacked, tell=lambda: progress("reading", file.tell(), size))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Refused(
            "file_cut_off", f"{path} is a damaged gzip, or did not arrive whole: {error}. Please fetch it again."
        ) from error
    except OSError as error:
        raise Refused("file_unreadable", f"{path} cannot be read: {error.strerror}.") from error


def _lines(file: _Readable, *, tell: Callable[[], None]) -> Iterator[bytes]:
    count = 0
    while line := file.readline(LINE_BYTES_MAX):
        if len(line) == LINE_BYTES_MAX:
            _read_over(file)
        yield line
        count += 1
        if count % _LINES_A_STEP == 0:
            tell()
    tell()


def _read_over(file: _Readable) -> None:
    while (rest := file.readline(LINE_BYTES_MAX)) and not rest.endswith(b"\n"):
        pass
