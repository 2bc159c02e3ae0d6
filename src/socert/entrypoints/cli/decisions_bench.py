"""`socert bench decisions`: how right and how fast decisions are."""

from pathlib import Path

import click

from socert.entrypoints.benches.decisions import measuring, report
from socert.entrypoints.benches.decisions.measuring import PEOPLE, Size
from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.replays.bars import show_bars
from socert.settings import read_settings

_PEOPLE_MIN = 1_000


@click.command("decisions")
@click.option("--people", type=click.IntRange(_PEOPLE_MIN, 10_000_000), default=PEOPLE, show_default=True)
@click.option("--full", "is_full", is_flag=True, help="Also 94 programmes for 4.5 million, and 10 million people.")
@click.option("--openfisca/--no-openfisca", "has_openfisca", default=True, help="Whether OpenFisca runs beside.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the dated report into a folder.")
@json_option
def bench(*, people: int, is_full: bool, has_openfisca: bool, out: Path | None) -> None:
    """Decide invented people in three values and in two, count against their truth, and time it beside OpenFisca."""
    size = Size(people=people, is_full=is_full, has_openfisca=has_openfisca)
    with show_bars(screen()) as bars:
        done = measuring.measure(read_settings().reference, size=size, bars=bars)
    if out is not None:
        report.write(done, out)
    answer(done, lines=[report.markdown(done)])
    if not done.holds:
        raise click.exceptions.Exit(1)
