"""`socert bench growth`: purchases a second at few and at many certificates, and after much history."""

from pathlib import Path

import click

from socert.entrypoints.benches import growth, growth_report
from socert.entrypoints.benches.growth import Size
from socert.entrypoints.cli.answering import answer, json_option, screen, table, tell
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.replays.bars import show_bars
from socert.settings import read_settings

_MOST = 10_000_000
_FULL = Size()
_SHORT = Size(certificates=(100, 400), journal_rows=2_000, goods=100, purchases=300, seconds_max=2)


@click.command("growth")
@click.option(
    "--certificates",
    type=click.IntRange(10, _MOST),
    multiple=True,
    default=_FULL.certificates,
    show_default=True,
    help="The stages, the smallest first; once for each.",
)
@click.option("--journal-rows", type=click.IntRange(4, 100 * _MOST), default=_FULL.journal_rows, show_default=True)
@click.option("--goods", type=click.IntRange(10, _MOST), default=_FULL.goods, show_default=True)
@click.option(
    "--purchases", type=click.IntRange(100, _MOST), default=_FULL.purchases, show_default=True, help="Of each row."
)
@click.option("--seconds", type=click.IntRange(1, 600), default=_FULL.seconds_max, show_default=True)
@click.option("--short", is_flag=True, help="Small stages, to see that the bench itself works.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the dated report into this folder: JSON and a page.",
)
@json_option
def bench(
    certificates: tuple[int, ...],
    journal_rows: int,
    goods: int,
    purchases: int,
    seconds: int,
    *,
    short: bool,
    out: Path | None,
) -> None:
    """How purchases fare as certificates and history grow, on a PostgreSQL of the bench's own; 30 GB while it runs."""
    size = _SHORT if short else Size(certificates, journal_rows, goods, purchases, seconds)
    try:
        with show_bars(screen()) as bars:
            found = growth.measure(read_settings(), size, bars=bars)
    except growth.UnableToGrow as error:
        raise Refused("unable_to_grow", str(error)) from error
    if out is not None:
        tell(f"The report: {growth_report.write(found, out)}")
    ratios = [f"{name}: {value}, of work {found.work_ratios[name]}" for name, value in found.ratios.items()]
    columns = growth_report.COLUMNS
    answer(found, lines=[table(columns, growth_report.table_lines(found), numbers=columns), *ratios])
