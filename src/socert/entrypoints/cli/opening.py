"""What a command works on: the installation, or the database a replay left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import psycopg

from socert import wiring
from socert.domain import audit
from socert.entrypoints.cli.answering import tell
from socert.entrypoints.cli.refusing import Refused
from socert.settings import read_settings

_Command = TypeVar("_Command", bound=Callable[..., Any])

ACTOR = audit.Actor(name="command line", role="operator")
FILE_BYTES_MAX = 512 * 1024 * 1024
#: A file to be read; that it is there is checked with the usage.
ReadableFile = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Work:
    """A site, a transaction on it, and what time it is there."""

    site: wiring.Site
    conn: psycopg.Connection
    now: datetime


def database_option(command: _Command) -> _Command:
    """Give a command the option --database."""
    return click.option(
        "--database", metavar="NAME", help="A database a replay or the demo left; otherwise the installation's own."
    )(command)


@contextmanager
def open_site(*, database: str | None = None) -> Iterator[wiring.Site]:
    """The site a command works on."""
    with wiring.open_site(read_settings(), database=database, tell=tell) as site:
        yield site


@contextmanager
def open_work(*, database: str | None = None) -> Iterator[Work]:
    """The same with a transaction, committed at the end; a refusal on the way rolls it back."""
    with open_site(database=database) as site, site.transaction() as conn:
        yield Work(site, conn, site.now(conn))


def read_bytes(path: Path) -> bytes:
    """A file.

    Raises:
        Refused: it is too large, or cannot be read.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise Refused("file_too_large", f"{path} is larger than {FILE_BYTES_MAX >> 20} MB; please divide it.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("file_unreadable", f"There is no file {path}.") from error
    except OSError as error:
        raise Refused("file_unreadable", f"{path} cannot be read: {error.strerror}.") from error


def read_text(path: Path) -> str:
    """A file of text in UTF-8.

    Raises:
        Refused: it cannot be read, or is in another encoding.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("file_not_utf8", f"{path} is not in UTF-8; please save it so and try again.") from error
