"""`socert replay …`: whole pilots lived through over HTTP, in a database of their own."""

import click

from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.replays import screen as replay_screen
from socert.settings import read_settings

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
@json_option
def food(people: int, seed: int) -> None:
    """The food certificate's city pilot: 500 points each, any goods except alcohol and tobacco."""
    console = screen()
    report = food_pilot.run(read_settings(), people=people, seed=seed, console=console, database=FOOD_PILOT_DATABASE)
    replay_screen.show(report, console)
    answer(report, lines=[])
    if not report.holds:
        raise click.exceptions.Exit(1)
