"""A folder with a synthetic region: what is true, what registers say, who the people are, and how it was made."""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import duckdb
import msgspec

from socert.domain.criteria import Facts
from socert.entrypoints.generating import shares
from socert.entrypoints.generating.counting import by_fact
from socert.entrypoints.generating.people import CARD_SHARE, FILES, UNFINISHED, Order, write_people
from socert.entrypoints.replays.example import Names
from socert.values import Text

REPORT = "region.json"
FORMAT = "socert.people/1"

_INVENTED = Text(
    ru="Все люди, доходы, диагнозы и ответы регистров здесь выдуманы; доли и распределения иллюстративны.",
    en="All people, incomes, diagnoses and answers of registers here are invented; shares and distributions are "
    "illustrative.",
)


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides which rows come out: the same recipe, the same rows.

    `facts_sha256` is the file of facts, `scripts_sha256` the generator itself, `date` the last day on which registers
    were asked.
    """

    people: int
    seed: int
    date: date
    region: str | None
    facts_sha256: str
    scripts_sha256: str
    duckdb: str


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """How badly registers know people; the meaning of each share stands in `shares`."""

    wrong: float = shares.WRONG
    contradictory: float = shares.CONTRADICTORY
    outdated: float = shares.OUTDATED
    cards: float = CARD_SHARE
    registers: Mapping[str, shares.Register] = msgspec.field(default_factory=lambda: shares.REGISTERS)


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """What `region.json` says. `answers`: for each fact, people by what registers' answers are worth on the date.

    `not_invented` are facts of the file that nothing here draws: they are empty in truth and facts. `not_asked` are its
    registers of which nothing is known.
    """

    recipe: Recipe
    households: int
    files: Mapping[str, int]
    answers: Mapping[str, Mapping[str, int]]
    not_invented: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    shares: Shares = msgspec.field(default_factory=Shares)
    invented: Mapping[str, str] = msgspec.field(default_factory=lambda: {"ru": _INVENTED.ru, "en": _INVENTED.en})
    format: str = FORMAT


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was written: a stable code and what to do."""

    code: str
    sentence: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A region that lies in its folder; `is_new` unless it already did."""

    region: Region
    is_new: bool


def recipe(order: Order, *, region: str | None, facts_text: str) -> Recipe:
    """What a region of this order is made by."""
    own = sorted(one for one in Path(__file__).parent.iterdir() if one.suffix in {".py", ".sql"})
    return Recipe(
        people=order.count,
        seed=order.seed,
        date=order.day,
        region=region,
        facts_sha256=hashlib.sha256(facts_text.encode()).hexdigest(),
        scripts_sha256=hashlib.sha256(b"".join(one.read_bytes() for one in own)).hexdigest(),
        duckdb=duckdb.__version__,
    )


def write_region(
    made_by: Recipe,
    *,
    facts: Facts,
    names: Names,
    folder: Path,
    progress: Callable[[str, int, int], None],
) -> Written | Refusal:
    """Write a region into a folder that is empty, not there yet, or holds this very region already.

    `region.json` comes last: where it lies, everything is complete.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (there := _already(folder, made_by)) is not None:
            return there
        order = Order(made_by.people, made_by.seed, made_by.date)
        made = write_people(order, facts=facts, names=names, folder=folder, progress=progress)
        region = Region(
            recipe=made_by,
            households=made.households,
            files={file: (folder / file).stat().st_size for file in FILES},
            answers=by_fact(made.answers, [name for name in facts.facts if name not in made.undrawn]),
            not_invented=made.undrawn,
            not_asked=tuple(name for name in facts.sources if name not in shares.REGISTERS),
        )
        report = folder / f"{UNFINISHED}{REPORT}"
        report.write_bytes(msgspec.json.format(msgspec.json.encode(region)) + b"\n")
        report.replace(folder / REPORT)
    except (OSError, duckdb.Error) as error:
        return Refusal(
            code="region_not_written",
            sentence=f"The region cannot be written into {folder}: {error}. "
            "Please choose another folder or make room, and start again.",
        )
    return Written(region=region, is_new=True)


def _already(folder: Path, made_by: Recipe) -> Written | Refusal | None:
    """The same region when it lies there, a refusal when something else does; what a broken run left is cleared."""
    if region := _read(folder):
        is_whole = all(
            (folder / file).is_file() and (folder / file).stat().st_size == size for file, size in region.files.items()
        )
        if region.recipe == made_by and is_whole:
            return Written(region=region, is_new=False)
    for rest in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
    if names := sorted(one.name for one in folder.iterdir()):
        return Refusal(
            code="folder_not_empty",
            sentence=f"{folder} already holds {', '.join(names[:4])}{' and more' if len(names) > 4 else ''}, "  # noqa: PLR2004
            "and not this very region. Please choose an empty folder or clear this one.",
        )
    return None


def _read(folder: Path) -> Region | None:
    try:
        return msgspec.json.decode((folder / REPORT).read_bytes(), type=Region)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
