"""`socert report …`: what the region looks at week by week."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.table import Table

from socert.domain import monitoring
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.opening import database_option, open_site
from socert.entrypoints.cli.refusing import Refused
from socert.values import Language, Money

_CATEGORIES = ("category", "week", "receipts", "people", "week before")
_HIDDEN = "hidden"
_WritableFile = click.Path(dir_okay=False, path_type=Path)


class WeekText(click.ParamType[monitoring.Week]):
    """An ISO week such as 2026-W47."""

    name = "WEEK"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> monitoring.Week:
        """Read it."""
        if isinstance(value, monitoring.Week):
            return value
        try:
            return monitoring.read_week(str(value))
        except monitoring.NotAWeek as error:
            self.fail(str(error), param, ctx)


@click.group("report")
def group() -> None:
    """Look at what happened, without a name in it."""


@group.command("demand")
@click.option("--week", type=WeekText(), required=True, help="An ISO week on the region's clocks, such as 2026-W47.")
@click.option("--csv", type=_WritableFile, metavar="FILE", help="Write the cells for a spreadsheet.")
@click.option("--xlsx", type=_WritableFile, metavar="FILE", help="Write everything as a workbook with its chart.")
@click.option("--chart", type=_WritableFile, metavar="FILE.svg", help="Draw the week by category.")
@database_option
@json_option
def demand(
    week: monitoring.Week, csv: Path | None, xlsx: Path | None, chart: Path | None, database: str | None
) -> None:
    """The weekly picture of demand: what certificates bought, and what they did not (docs/demand.md).

    Figures of fewer than five people are hidden; the total is exact and equals the ledger's.
    """
    with open_site(database=database) as site:
        with site.transaction() as conn:
            now = site.now(conn)
        with site.transaction() as conn:
            try:
                found = monitoring.demand(conn, week=week, now=now, zone=site.installation.zone)
            except monitoring.DemandDiffers as error:
                raise Refused("demand_differs", str(error)) from error
    for path, write in ((csv, monitoring.write_csv), (xlsx, monitoring.write_xlsx), (chart, _write_chart)):
        if path is not None:
            _write(found, path=path, write=write)
    answer(monitoring.demand_document(found), lines=_lines(found))


def _write_chart(found: monitoring.Demand, *, path: Path) -> None:
    path.write_text(monitoring.chart_svg(found), encoding="utf-8")


def _write(found: monitoring.Demand, *, path: Path, write: Callable[..., None]) -> None:
    try:
        write(found, path=path)
    except OSError as error:
        raise Refused("file_not_written", f"{path} cannot be written: {error.strerror or error}.") from error
    tell(f"Written: {path}")


def _lines(found: monitoring.Demand) -> Iterator[str | Table]:
    yield f"Demand in {found.week}, {found.week.monday} to {found.week.sunday}"
    if found.stage is monitoring.Stage.TO_COME:
        yield "This week is still to come: there is nothing to show yet."
        return
    if found.stage is monitoring.Stage.UNDER_WAY:
        yield "This week is under way: the figures will grow."
    total, previous = found.this.total, found.previous.total
    yield (
        f"Certificates paid {_money(total.bought.kopecks)} on {total.bought.receipts} receipts of "
        f"{total.bought.people} people; the week before {_money(previous.bought.kopecks)}."
    )
    document = monitoring.demand_document(found)
    own = document["own_money"]
    yield f"Own money on these receipts: {_money(own['amount_kopecks'])} ({_share(own['share_percent'])})."
    borne = document["merchants_discounts"]
    if borne["receipts"] != 0:
        yield f"Discounts that merchants gave themselves: {_money(borne['amount_kopecks'])}."
    rows = [
        (row.title, *_figures(row.this), _HIDDEN if row.previous is None else _money(row.previous.kopecks))
        for row in monitoring.charted_rows(found)
    ]
    yield table(_CATEGORIES, rows, numbers=_CATEGORIES[1:])
    yield f"Cells hidden, as they stand for too few people: {len(found.this.hidden_cells)}."
    yield "Demand that did not happen:"
    yield f"  receipts dearer than the balance, and what it fell short: {_counted(found.pressure)}"
    yield f"  items dearer than their cap, and what certificates did not pay of them: {_counted(found.above_cap)}"
    yield f"  lines refused: {_counted(found.not_covered)}"
    yield from (f"    {reason}: {lines}" for reason, lines in _reasons(found).items())
    yield f"  certificates never used: {_counted(found.never_used)}"
    yield f"  balances ending within two weeks: {_counted(found.ending_soon)}"
    yield f"  receipts at outlets without agreements: {_counted(found.tried_without_agreement)}"


def _figures(one: monitoring.Figures | None) -> tuple[object, ...]:
    if one is None:
        return (_HIDDEN, _HIDDEN, _HIDDEN)
    return (_money(one.kopecks), one.receipts, one.people)


def _reasons(found: monitoring.Demand) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in found.not_covered.lines:
        name = line.part or "other reasons"
        sums[name] = sums.get(name, 0) + line.count
    return sums


def _counted(listed: monitoring.Listed) -> str:
    return _HIDDEN if listed.count is None else f"{listed.count}, {_money(listed.kopecks)}"


def _money(kopecks: int | None) -> str:
    return _HIDDEN if kopecks is None else Money(kopecks).text(Language.EN)


def _share(percent: float | None) -> str:
    return "no share to tell" if percent is None else f"{percent} % of what they came to"
