"""`socert generate …`: invented data to try things on."""

import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import click

from socert.domain import criteria
from socert.entrypoints import generating
from socert.entrypoints.cli.answering import answer, json_option, tell
from socert.entrypoints.cli.moments import Day
from socert.entrypoints.cli.opening import read_text
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.replays.example import read_example
from socert.rulebook import FACTS, read_rulebook
from socert.settings import read_settings

_UNKNOWN = "everybody's is unknown"
_TAG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@click.group("generate")
def group() -> None:
    """Invented data to try things on."""


@group.command("people")
@click.option("--count", type=click.IntRange(1, generating.COUNT_MAX), required=True, help="How many people.")
@click.option("--seed", type=click.IntRange(0, 2**62), default=1, show_default=True, help="Other people for each.")
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A folder, empty or not there yet.",
)
@click.option("--date", "day", type=Day(), help="The last day on which registers were asked; otherwise today.")
@click.option("--region", metavar="ID", help="A name the region goes by in region.json.")
@json_option
def people(count: int, seed: int, folder: Path, day: date | None, region: str | None) -> None:
    """Invent a region: what is true of its people, what registers say of them, and who they are.

    Writes truth.parquet, facts.parquet, people.csv and region.json; the same options write the same rows.
    """
    if region is not None and not _TAG.fullmatch(region):
        raise click.BadParameter("please write it in small Latin letters, digits and single hyphens, such as north.")
    settings = read_settings()
    order = generating.Order(count, seed, day or datetime.now(tz=UTC).astimezone().date())
    started = time.perf_counter()
    facts = read_rulebook(settings.rulebook).facts
    with progress_bar() as progress:
        done = generating.write_region(
            generating.recipe(order, region=region, facts_text=read_text(settings.rulebook / FACTS)),
            facts=facts,
            names=read_example(settings.reference, place="district", random=Random(1)).names,  # noqa: S311 - invented names
            folder=folder,
            progress=progress,
        )
    if isinstance(done, generating.Refusal):
        raise Refused(done.code, done.sentence)
    _tell_what_is_empty(done.region, facts)
    _tell(done, folder=folder, seconds=time.perf_counter() - started)


def _tell_what_is_empty(region: generating.Region, facts: criteria.Facts) -> None:
    for name in region.not_invented:
        silence = facts.facts[name].absence
        meant = (
            "everybody's is unknown"
            if silence is None
            else f"its register is silent, which means {str(silence).lower()}"
        )
        tell(f"Nothing is invented for {name}; {meant}.")
    for name in region.not_asked:
        tell(f"Nothing is known of how the register {name} answers; it is never asked.")


def _tell(done: generating.Written, *, folder: Path, seconds: float) -> None:
    made = done.region.recipe
    answer(
        {
            "folder": folder,
            "is_new": done.is_new,
            "people": made.people,
            "households": done.region.households,
            "seed": made.seed,
            "date": made.date,
            "region": made.region,
            "files": done.region.files,
            "answers": done.region.answers,
            "not_invented": done.region.not_invented,
            "not_asked": done.region.not_asked,
            "seconds": round(seconds, 1),
        },
        lines=[
            f"{made.people:,} invented people in {done.region.households:,} households, seed {made.seed}, {made.date}",
            f"{folder}: {', '.join((*done.region.files, generating.REPORT))}",
            *([] if done.is_new else ["This very region already lay there; nothing was written."]),
        ],
    )
