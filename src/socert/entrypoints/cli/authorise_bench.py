"""`socert bench authorise`: purchases a second, over HTTP and without it, beside what they are compared with."""

from pathlib import Path

import click

from socert.entrypoints.benches import authorise, report
from socert.entrypoints.benches.authorise import Size
from socert.entrypoints.cli.answering import answer, json_option, screen, table, tell
from socert.entrypoints.replays.bars import show_bars
from socert.settings import read_settings

_MOST = 10_000_000


@click.command("authorise")
@click.option("--certificates", type=click.IntRange(10, _MOST), default=1_000_000, show_default=True)
@click.option("--goods", type=click.IntRange(10, _MOST), default=500_000, show_default=True)
@click.option("--purchases", type=click.IntRange(100, _MOST), default=60_000, show_default=True, help="Of each row.")
@click.option("--seconds", type=click.IntRange(1, 600), default=15, show_default=True, help="No row takes longer.")
@click.option("--short", is_flag=True, help="A row of each kind, to see that the bench itself works.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the dated report into this folder: JSON, a page, a chart.",
)
@json_option
def bench(certificates: int, goods: int, purchases: int, seconds: int, *, short: bool, out: Path | None) -> None:
    """How many purchases a second, on a PostgreSQL of the bench's own. Ten minutes; the machine should be idle."""
    size = Size(certificates, goods, purchases, seconds, is_short=short)
    with show_bars(screen()) as bars:
        found = authorise.measure(read_settings(), size, bars=bars)
    if out is not None:
        tell(f"The report: {report.write(found, out)}")
    rows = [
        (one.way, one.processes, one.connections, one.batch, f"{one.per_second:,.0f}", one.p50, one.p99, one.errors)
        for one in found.rows
    ]
    columns = ("way", "processes", "connections", "batch", "a second", "p50 ms", "p99 ms", "errors")
    ratios = [f"{name}: {value} (wanted {report.WANTED[name]})" for name, value in found.ratios.items()]
    answer(found, lines=[table(columns, rows, numbers=columns[1:]), *ratios])
