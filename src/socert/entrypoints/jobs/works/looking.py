"""Tasks that only look: verify the books, picture a week's demand."""

from typing import Any

import msgspec
import psycopg

from socert.domain import catalogue, monitoring
from socert.entrypoints.jobs.tasking import Declined, Run
from socert.values import Language, Text

_DIFFERS = Text(
    ru="Чеки не сходятся с книгами, поэтому картину показывать нельзя. Пожалуйста, запустите проверку книг.",
    en="Receipts do not sum to the books, so the picture must not be used. Please verify the books first.",
)
#: What of the document is kept with the task; the cells stand in the files.
_KEPT = (
    *("week", "previous_week", "starts_on", "ends_on", "stage", "totals", "categories", "own_money"),
    *("merchants_discounts", "pressure", "above_cap", "not_covered", "not_covered_lines", "never_used", "ending_soon"),
)


def verify(run: Run) -> None:
    """Derive every balance again and check every promise; `checks` with rows and, where it fails, the first bad one."""
    at_work: tuple[str, int] = ("books", 0)

    def see(name: str, rows: int) -> None:
        nonlocal at_work
        at_work = (name, rows)
        run.tell(name, rows)

    with run.transaction() as conn:
        try:
            found = monitoring.verify(conn, progress=see)
        except psycopg.DataError as error:
            # A value no honest writer could have left there: as bad as a wrong one.
            name, rows = at_work
            sentence = f"{name}: a row cannot be read: {error.diag.message_primary or error}"
            found = monitoring.Verification((monitoring.Check(name, rows, sentence),))
    with run.transaction() as conn:
        run.finish(conn, verification_document(found) | {"made_at": run.now(conn).isoformat()})


def verification_document(found: monitoring.Verification) -> dict[str, Any]:
    """What was found, check by check."""
    return {
        "checks": [{"name": one.name, "rows": one.rows, "first_bad": one.first_bad} for one in found.checks],
        "rows": found.rows,
        "first_bad": found.first_bad,
    }


def picture_demand(run: Run) -> None:
    """The picture of a `week`: the document without its cells, the chart, and CSV and XLSX as papers of the site."""
    week = monitoring.read_week(str(run.task.parameters["week"]))
    with run.transaction() as conn:
        now = run.now(conn)
        titles = {one.id: one.title for one in catalogue.categories(conn).categories.values()}
    run.tell("counting", 0, 2)
    with run.transaction() as conn:
        try:
            found = monitoring.demand(conn, week=week, now=now, zone=run.site.installation.zone)
        except monitoring.DemandDiffers as error:
            raise Declined("demand_differs", _DIFFERS) from error
    run.tell("writing", 1, 2)
    folder = run.site.make_paper_folder("demand")
    files = {"csv": folder / f"demand-{week}.csv", "xlsx": folder / f"demand-{week}.xlsx"}
    monitoring.write_csv(found, path=files["csv"])
    monitoring.write_xlsx(found, path=files["xlsx"])
    whole = msgspec.to_builtins(monitoring.demand_document(found))
    outcome = {name: whole[name] for name in _KEPT} | {
        "made_at": now.isoformat(),
        "svg": {language.value: monitoring.chart_svg(found, language=language, titles=titles) for language in Language},
        "files": {kind: path.name for kind, path in files.items()},
    }
    with run.transaction() as conn:
        run.finish(conn, outcome)
