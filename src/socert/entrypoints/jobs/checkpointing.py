"""Signed checkpoints in files: made at once by whoever asks, every hour while a server runs, and when it ends."""

import asyncio
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from psycopg import Error

from socert import keys, wiring
from socert.domain import evidence
from socert.postgres import connect

EVERY_SECONDS = 3_600
#: After a checkpoint that could not be made.
RETRY_SECONDS = 60
#: A long command at work or a database away is waited for this often at the end.
TRIES_AT_THE_END = 3

_log = logging.getLogger(__name__)


class UnableToWriteCheckpoint(Exception):
    """The file cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A checkpoint in its file, and how many rows were sealed for it."""

    file: Path
    checkpoint: evidence.Checkpoint
    sealed: int


def write_checkpoint(site: wiring.Site, *, file: Path | None = None) -> Written:
    """Seal what is not sealed yet, and write a signed checkpoint into a new file; the site's folder names it otherwise.

    Raises:
        UnableToSeal: a long command is at work.
        UnableToSign: the key is missing.
        UnableToWriteCheckpoint: the file is there already, or its folder cannot be written to.
    """
    key = keys.signing_key(site.home)
    with site.transaction() as conn:
        sealed = evidence.seal_history(conn, now=site.now(conn))
    with connect(site.application_url) as conn:
        conn.execute("set transaction isolation level repeatable read, read only")
        checkpoint = evidence.mark(conn, made_at=wiring.real_time(), at=site.now(conn))
    if file is None:
        site.checkpoint_folder.mkdir(parents=True, exist_ok=True)
        stamp = checkpoint.made_at.replace(":", "").replace("-", "")
        file = site.checkpoint_folder / f"{site.database}-{stamp}.json"
    _write_new(file, evidence.sign(checkpoint, key=key))
    return Written(file, checkpoint, sealed)


def _write_new(path: Path, text: bytes) -> None:
    """Write a file that was not there, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        with draft.open("xb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError as error:
        raise UnableToWriteCheckpoint(f"{path} is there already; please give another name.") from error
    except OSError as error:
        raise UnableToWriteCheckpoint(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


class Checkpointing:
    """One a server: writes a checkpoint every hour in which something happened, and one at the end."""

    def __init__(self, site: wiring.Site, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._site = site
        self._every = every_seconds
        self._is_ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._heads: tuple[evidence.HeadThen, ...] | None = None

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._run(), name="checkpointing")

    async def close(self) -> None:
        """End, with a checkpoint of all that was done; tills have ended before."""
        self._is_ending.set()
        if self._task is not None:
            await self._task
        for _ in range(TRIES_AT_THE_END):
            if await asyncio.to_thread(self._write):
                return

    async def _run(self) -> None:
        pause = self._every
        while not self._is_ending.is_set():
            try:
                await asyncio.wait_for(self._is_ending.wait(), pause)
            except TimeoutError:
                is_written = await asyncio.to_thread(self._write)
                pause = self._every if is_written else min(self._every, RETRY_SECONDS)

    def _write(self) -> bool:
        """Write one, unless nothing has happened since this server's last; gives whether all is well."""
        try:
            with self._site.transaction() as conn:
                is_new = evidence.mark(conn, made_at=wiring.real_time(), at=wiring.real_time()).heads != self._heads
            if is_new:
                self._heads = write_checkpoint(self._site).checkpoint.heads
        except (Error, evidence.UnableToSeal, keys.UnableToSign, UnableToWriteCheckpoint) as error:
            _log.warning("no checkpoint could be written: %s", error)
            return False
        return True
