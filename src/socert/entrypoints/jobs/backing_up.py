"""Back up a site while it works: one snapshot, dumped, with a signed checkpoint of the same snapshot."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import psycopg

from socert import keys, wiring
from socert.domain import evidence
from socert.entrypoints.jobs.archive import FORMAT, Manifest, append_manifest, digest_of
from socert.entrypoints.jobs.checkpointing import write_checkpoint
from socert.postgres import connect, dump

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the stage, how many bytes are done, and of how many."""


class UnableToBackUp(Exception):
    """The file cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A finished backup, and the checkpoint that was written beside it."""

    manifest: Manifest
    bytes: int
    checkpoint: Path | None


def back_up(site: wiring.Site, *, file: Path, tell: wiring.Tell, progress: Progress) -> BackedUp:
    """Write a backup into a new file: whole, or not at all.

    Raises:
        UnableToBackUp: the file is there already, or its folder cannot be written to.
        UnableToDump: PostgreSQL's own program refused.
        UnableToSign: the key is missing.
    """
    key = keys.signing_key(site.home)
    with _draft_of(file) as draft:
        checkpoint = _checkpoint(site, tell)
        with connect(site.owner_url) as conn:
            conn.execute("set transaction isolation level repeatable read, read only")
            manifest = _dump(site, conn, draft=draft, key=key, progress=progress)
        with draft.open("ab") as opened:
            append_manifest(opened, manifest, key=key)
            opened.flush()
            os.fsync(opened.fileno())
        size = draft.stat().st_size
        _publish(draft, file)
    return BackedUp(manifest, size, checkpoint)


def _checkpoint(site: wiring.Site, tell: wiring.Tell) -> Path | None:
    """A checkpoint just before, which the restored copy has to fit; a backup is worth more than waiting for one."""
    try:
        return write_checkpoint(site).file
    except evidence.UnableToSeal as error:
        tell(f"{error} The backup is made all the same.")
        return None


def _dump(
    site: wiring.Site, conn: psycopg.Connection, *, draft: Path, key: evidence.SigningKey, progress: Progress
) -> Manifest:
    at = evidence.mark(conn, made_at=wiring.real_time(), at=site.now(conn))
    tables = _sizes(conn)
    row = conn.execute("select pg_export_snapshot(), (select count(*) from schema_migration)").fetchone()
    assert row is not None
    watch = Tables(tables, stage="dumping", progress=progress)
    dump(server=site.server, database=site.database, snapshot=row[0], file=draft, tell=watch.begin)
    watch.end()
    size = draft.stat().st_size
    return Manifest(
        format=FORMAT,
        installation=at.installation,
        kind=site.installation.kind,
        database=site.database,
        made_at=at.made_at,
        application_role=site.server.application_role,
        card_key_check=site.installation.card_key_check.hex(),
        migrations=row[1],
        tables=tables,
        dump_bytes=size,
        dump_sha256=digest_of(draft, size=size, progress=lambda done: progress("digest", done, size)),
        checkpoint=evidence.sign(at, key=key).decode(),
    )


def _sizes(conn: psycopg.Connection) -> dict[str, int]:
    rows = conn.execute(
        """
        select relname, pg_table_size(oid)
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r'
        order by relname
        """
    ).fetchall()
    return {str(name): int(size) for name, size in rows}


class Tables:
    """Progress by the sizes of tables: each counts when the next one begins."""

    def __init__(self, sizes: dict[str, int], *, stage: str, progress: Progress) -> None:
        self._sizes = sizes
        self._total = sum(sizes.values())
        self._stage = stage
        self._progress = progress
        self._done = self._current = 0

    def begin(self, table: str) -> None:
        """The next table."""
        self._done += self._current
        self._current = self._sizes.get(table, 0)
        self._progress(self._stage, self._done, self._total)

    def end(self) -> None:
        """All done."""
        self._progress(self._stage, self._total, self._total)


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    """A new file beside the final one, for its owner alone; gone afterwards."""
    if file.exists():
        raise UnableToBackUp(f"{file} is there already; please give another name.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.draft")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield draft
    except OSError as error:
        raise UnableToBackUp(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, file: Path) -> None:
    """Give the whole file its name, unless somebody took it meanwhile; durable."""
    try:
        file.hardlink_to(draft)
    except FileExistsError as error:
        raise UnableToBackUp(f"{file} is there already; please give another name.") from error
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
