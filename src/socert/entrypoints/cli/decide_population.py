"""`socert decide population`: everybody in a file of facts, under as many programmes as one likes, in one pass."""

import os
import time
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from socert import outside, rulebook, wiring
from socert.domain import criteria, decisions
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.moments import Day
from socert.entrypoints.cli.opening import ReadableFile
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.settings import read_settings
from socert.values import Language, Money

ALL = "all"
_MEMORY_MIB_LEAST, _MEMORY_MIB_MOST = 256, 1 << 20
_THREADS_MOST = 256


@click.command("population")
@click.option(
    "--programme",
    "names",
    metavar="P",
    multiple=True,
    required=True,
    help="An id of the rulebook or a path to a file; as often as one likes. all: every programme that decides.",
)
@click.option("--facts", "people", metavar="FILE", type=ReadableFile, required=True, help="Facts in Parquet.")
@click.option(
    "--out",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the decisions go, in Parquet; replaced when all went well.",
)
@click.option("--engine", type=click.Choice([one.value for one in outside.EngineKind]), default="duckdb")
@click.option("--date", "day", type=Day(), help="The day of the legal event: versions and parameters; otherwise today.")
@click.option("--decided-on", type=Day(), help="The day on which answers must be fresh; otherwise today.")
@click.option("--region", metavar="ID", help="Whose parameters and criteria; otherwise the common ones.")
@click.option(
    "--memory",
    "memory_mib",
    metavar="MIB",
    type=click.IntRange(_MEMORY_MIB_LEAST, _MEMORY_MIB_MOST),
    help="How much memory to work with; otherwise half of the machine's, 8192 at most.",
)
@click.option("--threads", metavar="N", type=click.IntRange(1, _THREADS_MOST), help="Otherwise as many as there are.")
@json_option
def population(
    *,
    names: tuple[str, ...],
    people: Path,
    target: Path,
    engine: str,
    day: date | None,
    decided_on: date | None,
    region: str | None,
    memory_mib: int | None,
    threads: int | None,
) -> None:
    """Decide everybody in a file: who is entitled, who is not, who is asked, with reasons and amounts."""
    began = time.monotonic()
    today = wiring.real_time().astimezone(wiring.DEFAULT_ZONE).date()
    ground = rulebook.read_rulebook(read_settings().rulebook)
    rulings = _rulings(names, day=day or today, region=region, ground=ground)
    kind, memory, count = outside.EngineKind(engine), memory_mib or _memory_mib(), threads or _threads()
    with outside.open_engine(kind, memory_mib=memory, threads=count) as chosen, progress_bar() as tell:
        done = decisions.decide_population(
            rulings,
            facts=ground.facts,
            decided_on=decided_on or today,
            people=people,
            target=target,
            engine=chosen,
            tell=tell,
        )
    if isinstance(done, decisions.PopulationRefused):
        raise Refused.because(done.code, done.text)
    seconds = round(time.monotonic() - began, 3)
    answer(
        {
            "file": str(target),
            "engine": chosen.name,
            "date": rulings[0].day,
            "decided_on": decided_on or today,
            "region": region,
            "people": done.people,
            "seconds": seconds,
            "programmes": done.programmes,
        },
        lines=[
            _table(done),
            f"{done.people:,} people under {len(rulings)} programmes in {seconds} s by {chosen.name}: {target}",
        ],
    )


def _rulings(
    names: tuple[str, ...], *, day: date, region: str | None, ground: criteria.Ground
) -> list[decisions.Ruling]:
    """What decides. Raises Refused when nothing does; faults of the rulebook as they are."""
    folder = read_settings().rulebook
    tree = rulebook.read_tree(folder)
    found = []
    for name in names:
        paths = rulebook.programme_files(folder) if name == ALL else [rulebook.find_programme(name, folder=folder)]
        for path in paths:
            definition = rulebook.read_programme(path, tree=tree, ground=ground)
            try:
                found.append(decisions.ruling_of(definition, day=day, region=region, ground=ground))
            except decisions.NothingDecides:
                if name != ALL:
                    raise
    if not found:
        raise Refused("nothing_decides", f"No programme of {folder} decides on {day}. Please name another day.")
    return found


def _table(done: decisions.PopulationCount) -> Table:
    names = ("entitled", "not entitled", "needs evidence", "to review", "amount")
    rows = [
        (
            one.programme,
            *(f"{count:,}" for count in (one.entitled, one.not_entitled, one.needs_evidence, one.review)),
            Money(sum(one.amounts_kopecks.values())).text(Language.EN),
        )
        for one in done.programmes
    ]
    return table(("programme", *names), rows, numbers=names)


def _memory_mib() -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(_MEMORY_MIB_LEAST, min(total // 2, 8192))


def _threads() -> int:
    return min(len(os.sched_getaffinity(0)), _THREADS_MOST)
