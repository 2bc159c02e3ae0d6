"""`socert verify`: does everything add up, and was anything altered?"""

import click
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
    with (
        open_site(database=database) as site,
        site.transaction() as conn,
        screen().status("checking") as status,
    ):
        found = monitoring.verify(conn, progress=lambda name, rows: _show(status, name, rows))
    document = {
        "database": site.database,
        "checks": [{"name": one.name, "rows": one.rows, "first_bad": one.first_bad} for one in found.checks],
        "rows": found.rows,
        "first_bad": found.first_bad,
    }
    answer(document, lines=[*map(_line, found.checks), f"{found.rows} rows looked at."])
    if found.first_bad is not None:
        tell(f"The books do not hold. First bad row: {found.first_bad}")
        raise click.exceptions.Exit(1)


def _show(status: Status, name: str, rows: int) -> None:
    status.update(f"checking {name}: {rows} rows")


def _line(check: monitoring.Check) -> str:
    mark, detail = ("ok ", "") if check.first_bad is None else ("BAD", f": {check.first_bad}")
    return f"{mark} {check.name}, {check.rows} rows{detail}"
