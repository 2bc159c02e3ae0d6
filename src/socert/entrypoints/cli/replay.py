"""`socert replay …`: whole pilots lived through over HTTP, in a database of their own."""

from pathlib import Path

import click

from socert.domain.catalogue import UnreadableList
from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.cli.catalogue_import import (
    DEFAULT_SOURCE,
    MAPPING,
    read_mapping,
    read_suggester,
    reference_tree,
)
from socert.entrypoints.cli.long_lists import long_list
from socert.entrypoints.cli.opening import ReadableFile
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.replays import screen as replay_screen
from socert.entrypoints.replays.district import UnableToSetUp
from socert.entrypoints.replays.report import ReplayReport
from socert.entrypoints.replays.settling import UnableToSettle
from socert.entrypoints.replays.stage import UnableToStartServer
from socert.entrypoints.replays.stock import GoodsList
from socert.entrypoints.replays.till import UnexpectedAnswer
from socert.settings import Settings, read_settings

FOOD_PILOT_DATABASE = "socert_replay_food_pilot"
FOOD_PILOT_PEOPLE = 3_800
PEOPLE_MAX = 1_000_000
SEED_MAX = 2**32 - 1


@click.group("replay")
def group() -> None:
    """Live through a pilot over HTTP, in a fresh database that stays until the next run of its kind."""


@group.command("food-pilot")
@click.option("--people", type=click.IntRange(1, PEOPLE_MAX), default=FOOD_PILOT_PEOPLE, show_default=True)
@click.option("--seed", type=click.IntRange(0, SEED_MAX), default=1, show_default=True, help="The same: the same run.")
@click.option("--catalogue", "file", type=ReadableFile, help="Import this list of goods, and buy what it names.")
@json_option
def food(people: int, seed: int, file: Path | None) -> None:
    """The food certificate's city pilot: 500 points each, any goods except alcohol and tobacco."""
    settings = read_settings()
    goods = None if file is None else goods_list(file, reference=settings.reference)
    report = play(settings, people=people, seed=seed, database=FOOD_PILOT_DATABASE, goods=goods)
    answer(report, lines=[])
    if not report.holds:
        raise click.exceptions.Exit(1)


def goods_list(file: Path, *, reference: Path) -> GoodsList:
    """A list in the published barcode format, judged as an import does."""
    tree = reference_tree(reference)
    return GoodsList(
        source=DEFAULT_SOURCE,
        open=lambda progress: long_list(file, progress=progress),
        tree=tree,
        mapping=read_mapping(reference / MAPPING, tree=tree),
        suggester=read_suggester(reference),
    )


def play(settings: Settings, *, people: int, seed: int, database: str, goods: GoodsList | None = None) -> ReplayReport:
    """Run the food pilot and show its screen.

    Raises:
        Refused: it could not be played to its end.
    """
    console = screen()
    try:
        report = food_pilot.run(settings, people=people, seed=seed, console=console, database=database, goods=goods)
    except UnreadableList as error:
        raise Refused(error.code, str(error)) from error
    except (UnableToSetUp, UnableToStartServer, UnexpectedAnswer, UnableToSettle) as error:
        raise Refused("replay_not_played", f"The replay could not be played to its end. {error}") from error
    replay_screen.show(report, console)
    return report
