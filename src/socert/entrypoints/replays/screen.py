"""The one screen a replay ends on: people, money, why not, who was repaid, whether the books balance."""

from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from socert.domain.purchases import Reason
from socert.entrypoints.replays.report import ReplayReport
from socert.values import Language, Money

_MERCHANTS_SHOWN = 8

#: A few words for each reason a line was not covered.
_WHY: Mapping[str, str] = {
    Reason.CATEGORY_DENIED: "alcohol, tobacco: never covered",
    Reason.CATEGORY_NOT_ALLOWED: "outside the programme",
    Reason.NOT_CLASSIFIED: "not classified",
    Reason.BALANCE_SPENT: "nothing was left",
    Reason.BALANCE_SHORT: "covered in part",
    Reason.ZERO_LINE: "nothing to pay",
    Reason.PRICE_OVER_CAP: "dearer than the cap",
    Reason.DISCOUNT_ONLY: "a discount only",
}


def show(report: ReplayReport, *, title: str, console: Console) -> None:
    """Print the screen."""
    console.print(screen(report, title=title))


def screen(report: ReplayReport, *, title: str) -> RenderableType:
    """The screen as something rich can print or save as a picture."""
    parts: list[RenderableType] = [_money(report), _repaid(report), _not_covered(report), _verdict(report)]
    return Panel(Group(*parts), title=f"socert: {title}", border_style="cyan", padding=(1, 2), width=78)


def _rub(kopecks: int) -> str:
    return Money(kopecks).text(Language.EN)


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, show_header=bool(columns), header_style="dim")
    for number, column in enumerate(columns or ("", "")):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _money(report: ReplayReport) -> Table:
    table = _table()
    table.add_row("people with a certificate", f"{report.people:,}")
    table.add_row("issued", _rub(report.issued_kopecks))
    table.add_row("spent with certificates", _rub(report.captured_kopecks - report.refunded_kopecks))
    table.add_row("added by residents from their own money", _rub(report.own_money_kopecks))
    table.add_row("repaid to shops", _rub(report.paid_kopecks))
    table.add_row("returned to the source", _rub(report.returned_to_source_kopecks))
    return table


def _repaid(report: ReplayReport) -> Table:
    table = _table("\nrepaid to", "")
    most_first = sorted(report.repaid.items(), key=lambda one: -one[1])
    for inn, kopecks in most_first[:_MERCHANTS_SHOWN]:
        table.add_row(f"  {report.titles[inn]}", _rub(kopecks))
    others = most_first[_MERCHANTS_SHOWN:]
    if others:
        table.add_row(f"  {len(others)} others", _rub(sum(kopecks for _, kopecks in others)))
    return table


def _not_covered(report: ReplayReport) -> Table:
    table = _table("\nlines not covered, or in part", "")
    for code, lines in sorted(report.lines_not_covered.items(), key=lambda one: -one[1]):
        table.add_row(f"  {_WHY.get(code, code.replace('_', ' '))}", f"{lines:,}")
        if code == Reason.CATEGORY_DENIED:
            for category, count in sorted(report.lines_denied.items()):
                table.add_row(f"    {category}", f"{count:,}")
    return table


def _verdict(report: ReplayReport) -> Text:
    weeks = f"{report.weeks[0]} to {report.weeks[-1]}" if report.weeks else "no week"
    text = Text(
        f"\n{report.http_requests:,} requests over HTTP ({report.http_per_second:,.0f} a second), "
        f"{report.http_replayed:,} answered again, byte for byte; {weeks}; {report.seconds:.0f} s\n"
        f"registers: {report.registers}\n"
    )
    if report.holds:
        text.append("the books balance: 0 kopecks unaccounted for", style="bold green")
    else:
        why = report.first_bad or f"{_rub(report.unaccounted_kopecks)} unaccounted for"
        text.append(f"the books do not balance: {why}", style="bold red")
    return text
