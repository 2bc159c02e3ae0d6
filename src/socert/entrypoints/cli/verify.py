"""`socert verify`: does everything add up, and was anything altered?"""

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import click
import psycopg
from rich.status import Status

from socert import keys, wiring
from socert.domain import evidence, monitoring
from socert.entrypoints.cli.answering import answer, json_option, screen, tell
from socert.entrypoints.cli.opening import ReadableFile, database_option, open_site, read_bytes
from socert.entrypoints.cli.refusing import Refused


@click.command("verify")
@click.option("--checkpoint", "file", type=ReadableFile, help="Compare with this checkpoint as well.")
@click.option("--public-key", type=ReadableFile, help="Who must have signed it; otherwise this installation.")
@database_option
@json_option
def command(file: Path | None, public_key: Path | None, database: str | None) -> None:
    """Derive every balance again from the postings and check every promise of the books.

    With a checkpoint also that nothing up to it was altered or cut off. Exit 1 names the first bad row.
    """
    if public_key is not None and file is None:
        raise click.UsageError("--public-key goes with --checkpoint.")
    with open_site(database=database) as site, site.transaction() as conn, Watching() as watching:
        then = None if file is None else _checkpoint(site, file=file, public_key=public_key)
        try:
            found = monitoring.verify(conn, progress=watching.see, checkpoint=then)
        except psycopg.DataError as error:
            # A value no honest writer could have left there: as bad as a wrong one.
            sentence = f"{watching.name}: a row cannot be read: {error.diag.message_primary or error}"
            found = monitoring.Verification((monitoring.Check(watching.name, watching.rows, sentence),))
    document = {
        "database": site.database,
        "checks": [{"name": one.name, "rows": one.rows, "first_bad": one.first_bad} for one in found.checks],
        "rows": found.rows,
        "first_bad": found.first_bad,
        "checkpoint": None if then is None else _described(then, file=str(file)),
    }
    verdict = f"The books hold: {len(found.checks)} checks, {found.rows:,} rows."
    holds = found.first_bad is None
    answer(document, lines=[*map(_line, found.checks), *([verdict] if holds else [])])
    if not holds:
        tell(f"The books do not hold. First bad row: {found.first_bad}")
        raise click.exceptions.Exit(1)


def _checkpoint(site: wiring.Site, *, file: Path, public_key: Path | None) -> evidence.Checkpoint:
    key = keys.public_key(public_key or site.home / keys.PUBLIC)
    with site.transaction() as conn:
        read = evidence.read_for(conn, read_bytes(file), key=key)
    if isinstance(read, evidence.Unfit):
        raise Refused(read.code, f"{file}: {read.sentence}")
    return read


def _described(then: evidence.Checkpoint, *, file: str) -> dict[str, object]:
    return {"file": file, "made_at": then.made_at, "heads": len(then.heads), "batches": then.counts.batches}


class Watching:
    """What is at work, shown on a terminal and remembered for a complaint."""

    def __init__(self) -> None:
        self.name, self.rows = "books", 0
        self._status = Status("checking", console=screen())

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._status.stop()

    def see(self, name: str, rows: int) -> None:
        """Note and show it."""
        self.name, self.rows = name, rows
        self._status.update(f"checking {name}: {rows} rows")


def _line(check: monitoring.Check) -> str:
    mark, detail = ("ok ", "") if check.first_bad is None else ("BAD", f": {check.first_bad}")
    return f"{mark} {check.name}, {check.rows:,} rows{detail}"
