"""`socert replay …`: whole pilots lived through over HTTP, in a database of their own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

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
from socert.entrypoints.replays import children_goods, food_city, food_pilot, pilot, veterans_durables
from socert.entrypoints.replays import screen as replay_screen
from socert.entrypoints.replays.bars import Bars, show_bars
from socert.entrypoints.replays.district import UnableToSetUp
from socert.entrypoints.replays.report import ReplayReport
from socert.entrypoints.replays.settling import UnableToSettle
from socert.entrypoints.replays.stage import UnableToStartServer
from socert.entrypoints.replays.stock import GoodsList
from socert.entrypoints.replays.story import Story
from socert.entrypoints.replays.till import UnexpectedAnswer
from socert.settings import Settings, read_settings

FOOD_PILOT_DATABASE = "socert_replay_food_pilot"
FOOD_PILOT_PEOPLE = 3_800
VETERANS = 400
FAMILIES = 600
CITY_PEOPLE = 340_000
PEOPLE_MAX = 1_000_000
SEED_MAX = 2**32 - 1


class MakeStory(Protocol):
    """Makes the story of so many people."""

    def __call__(self, reference: Path, *, people: int, random: Random, bars: Bars) -> Story:
        """From the reference files."""


Command = Callable[..., None]


def people_option(default: int) -> Callable[[Command], Command]:
    """How many live through it."""
    return click.option("--people", type=click.IntRange(1, PEOPLE_MAX), default=default, show_default=True)


seed_option = click.option(
    "--seed", type=click.IntRange(0, SEED_MAX), default=1, show_default=True, help="The same: the same run."
)


@click.group("replay")
def group() -> None:
    """Live through a pilot over HTTP, in a fresh database that stays until the next run of its kind."""


@group.command("food-pilot")
@people_option(FOOD_PILOT_PEOPLE)
@seed_option
@click.option("--catalogue", "file", type=ReadableFile, help="Import this list of goods, and buy what it names.")
@json_option
def food(people: int, seed: int, file: Path | None) -> None:
    """The food certificate's city pilot: 500 points each, any goods except alcohol and tobacco."""
    settings = read_settings()
    story: MakeStory = food_pilot.story
    if file is not None:
        story = partial(food_pilot.story, goods=goods_list(file, reference=settings.reference))
    _answer(play(settings, story, people=people, seed=seed, database=FOOD_PILOT_DATABASE))


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


@group.command("veterans-durables")
@people_option(VETERANS)
@seed_option
@json_option
def veterans(people: int, seed: int) -> None:
    """Veterans of four districts choose the television, refrigerator or washing machine found to be needed."""
    database = "socert_replay_veterans_durables"
    _answer(play(read_settings(), veterans_durables.story, people=people, seed=seed, database=database))


@group.command("children-goods")
@people_option(FAMILIES)
@seed_option
@json_option
def children(people: int, seed: int) -> None:
    """Families with children shop with several certificates on one receipt, a discount among them."""
    database = "socert_replay_children_goods"
    _answer(play(read_settings(), children_goods.story, people=people, seed=seed, database=database))


@group.command("food-city")
@people_option(CITY_PEOPLE)
@seed_option
@json_option
def city(people: int, seed: int) -> None:
    """The food certificate of a whole city, at its real size: 340,000 people and 680 shops."""
    database = "socert_replay_food_city"
    _answer(play(read_settings(), food_city.story, people=people, seed=seed, database=database))


def _answer(report: ReplayReport) -> None:
    answer(report, lines=[])
    if not report.holds:
        raise click.exceptions.Exit(1)


def play(settings: Settings, make_story: MakeStory, *, people: int, seed: int, database: str) -> ReplayReport:
    """Play a story and show its screen.

    Raises:
        Refused: it could not be played to its end.
    """
    console = screen()
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    try:
        with show_bars(console) as bars:
            story = make_story(settings.reference, people=people, random=random, bars=bars)
        report = pilot.play(settings, story, random=random, seed=seed, console=console, database=database)
    except UnreadableList as error:
        raise Refused(error.code, str(error)) from error
    except (UnableToSetUp, UnableToStartServer, UnexpectedAnswer, UnableToSettle) as error:
        raise Refused("replay_not_played", f"The replay could not be played to its end. {error}") from error
    replay_screen.show(report, title=story.title, console=console)
    return report
