"""`socert verify`: does everything add up, and was anything altered?"""

import sys
from types import TracebackType
from typing import Self

import click
import psycopg
from rich.status import Status

from socert.domain import monitoring
from socert.entrypoints.cli.answering import answer, json_option, screen, tell
from socert.entrypoints.cli.opening import database_option, open_site


@click.command("verify")
@database_option
@json_option
def command(database: str | None) -> None:
    """Derive every balance again from the postings and check every promise of the books.

    Exit 1 names the first bad row.
    """
    with open_site(database=database) as site, site.transaction() as conn, Watching() as watching:
        try:
            found = monitoring.verify(conn, progress=watching.see)
        except psycopg.DataError as error:
            # A value no honest writer could have left there: as bad as a wrong one.
            sentence = f"{watching.name}: a row cannot be read: {error.diag.message_primary or error}"
            found = monitoring.Verification((monitoring.Check(watching.name, watching.rows, sentence),))
    document = {
        "database": site.database,
        "checks": [{"name": one.name, "rows": one.rows, "first_bad": one.first_bad} for one in found.checks],
        "rows": found.rows,
        "first_bad": found.first_bad,
    }
    verdict = f"The books hold: {len(found.checks)} checks, {found.rows:,} rows."
    holds = found.first_bad is None
    answer(document, lines=[*map(_line, found.checks), *([verdict] if holds else [])])
    if not holds:
        tell(f"The books do not hold. First bad row: {found.first_bad}")
        raise click.exceptions.Exit(1)


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
