"""Invented people, household by household: written in parts so that memory stays bounded, then put together."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb

from socert.domain.criteria import Facts
from socert.entrypoints.generating.counting import count_answers
from socert.entrypoints.generating.registers import asked_columns, said_columns, true_answer, true_columns, type_of
from socert.entrypoints.replays.example import Names

#: СНИЛС from 950 000 001 on: numbers this high have not been given to anybody, and replays take those from 900 000 000.
SNILS_FIRST = 950_000_000
CARD_PREFIX = "2200777"
CARD_SHARE = 0.85
COUNT_MAX = 49_000_000
DISTRICTS = tuple(
    f"{name} район (пример)"
    for name in ("Берёзовский", "Ключевой", "Луговой", "Озёрный", "Полевой", "Речной", "Северный", "Яблоневый")
)

TRUTH, FACTS, PEOPLE = FILES = ("truth.parquet", "facts.parquet", "people.csv")
UNFINISHED = ".unfinished-"

_HOUSEHOLDS_A_PART = 100_000
_MEMORY = "2GiB"


@dataclass(frozen=True, slots=True)
class Order:
    """Which people to invent: so many, from a seed, as they are on a day, the last on which registers were asked."""

    count: int
    seed: int
    day: date


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: people, households, people by fact and what its answer is worth, and facts left empty."""

    people: int = 0
    households: int = 0
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    undrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Making:
    conn: duckdb.DuckDBPyConnection
    order: Order
    facts: Facts
    names: Names
    folder: Path

    @property
    def day(self) -> str:
        return f"date '{self.order.day.isoformat()}'"

    def run(self, script: str, parameters: Mapping[str, object] | None = None) -> None:
        text = files("socert.entrypoints.generating").joinpath(f"{script}.sql").read_text(encoding="utf-8")
        self.conn.execute(text, dict(parameters or {}))


def write_people(
    order: Order,
    *,
    facts: Facts,
    names: Names,
    folder: Path,
    progress: Callable[[str, int, int], None],
) -> Made:
    """Write truth, facts and people into a folder that exists; the same order gives the same rows.

    Facts that nothing here draws are left empty; registers of which nothing is known are never asked.

    Raises:
        OSError, duckdb.Error: the folder cannot be written or its disk is full.
    """
    with _making(order, facts=facts, names=names, folder=folder) as making:
        made, parts = Made(), 0
        while made.people < order.count:
            made = _write_part(making, made, number=parts)
            parts += 1
            progress("people", made.people, order.count)
        for done, file in enumerate(FILES, start=1):
            _put_together(making, [_part(making, file, number) for number in range(parts)], making.folder / file)
            progress("files", done, len(FILES))
        for file in FILES:
            (making.folder / file).replace(folder / file)
    return made


@contextmanager
def _making(order: Order, *, facts: Facts, names: Names, folder: Path) -> Iterator[_Making]:
    with (
        tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as work,
        duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": f"{work}/spill"}) as conn,
    ):
        making = _Making(conn, order, facts, names, Path(work))
        making.run("macros")
        yield making


def _write_part(making: _Making, before: Made, *, number: int) -> Made:
    """The next households: as many as a part holds, or as few as could be all that is missing."""
    order = making.order
    after = before.households + min(_HOUSEHOLDS_A_PART, order.count - before.people)
    bounds = {"first_household": before.households, "after_household": after, "people_before": before.people}
    making.run("households", bounds | {"seed": order.seed, "count": order.count})
    making.run("members")
    making.run("lives", {"date": order.day})
    making.run("persons", _parameters_of_persons(making))
    undrawn = _leave_empty(making)
    life, answers = making.conn.table("life"), _answers(making)
    truths = ", ".join(map(true_answer, making.facts.facts.values()))
    _write(life.project(_columns(true_columns(making.facts))), _part(making, TRUTH, number))
    _write(answers.project(f"* exclude ({truths})"), _part(making, FACTS, number))
    named = making.conn.table("named").order("person")
    named.write_csv(str(_part(making, PEOPLE, number)), sep=";", header=number == 0, date_format="%Y-%m-%d")
    ((people, households),) = life.aggregate("count(*), count(distinct household)").fetchall()
    drawn = [fact for fact in making.facts.facts.values() if fact.id not in undrawn]
    counted = count_answers(answers, drawn, sources=making.facts.sources, day=making.day) + before.answers
    return Made(before.people + people, before.households + households, counted, undrawn)


def _leave_empty(making: _Making) -> tuple[str, ...]:
    """Empty columns for facts that nothing draws: a region describes facts of its own."""
    drawn = making.conn.table("life").columns
    undrawn = [fact for fact in making.facts.facts.values() if fact.id not in drawn]
    for fact in undrawn:
        making.conn.execute(f'alter table life add column "{fact.id}" {type_of(fact)}')
    return tuple(fact.id for fact in undrawn)


def _part(making: _Making, file: str, number: int) -> Path:
    return making.folder / f"{number}-{file}"


def _parameters_of_persons(making: _Making) -> dict[str, object]:
    names = making.names
    return {
        "date": making.order.day,
        "snils_first": SNILS_FIRST,
        "card_prefix": CARD_PREFIX,
        "card_share": CARD_SHARE,
        "districts": list(DISTRICTS),
        "surnames_female": [name.female for name in names.surnames],
        "surnames_male": [name.male for name in names.surnames],
        "names_female": list(names.female),
        "names_male": list(names.male),
        "patronymics_female": [name.female for name in names.patronymics],
        "patronymics_male": [name.male for name in names.patronymics],
    }


def _answers(making: _Making) -> duckdb.DuckDBPyRelation:
    """What registers say with the truth beside it, as a table."""
    facts, life = making.facts, making.conn.table("life")
    truth = ((true_answer(fact), fact.id) for fact in facts.facts.values())
    asked = life.project(f"*, {_columns(asked_columns(facts, day=making.day))}")
    making.conn.execute("drop table if exists answer")
    asked.project(_columns((*said_columns(facts, day=making.day), *truth))).create("answer")
    return making.conn.table("answer")


def _columns(columns: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'{expression} as "{name}"' for name, expression in columns)


def _write(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    rows.order("person").write_parquet(str(path), compression="zstd")


def _put_together(making: _Making, parts: list[Path], path: Path) -> None:
    """One file of all parts, in their order, then none of the parts."""
    if len(parts) == 1:
        parts[0].replace(path)
        return
    if path.suffix == ".parquet":
        making.conn.read_parquet([str(part) for part in parts]).write_parquet(str(path), compression="zstd")
    else:
        _append(parts, path)
    for part in parts:
        part.unlink()


def _append(parts: list[Path], path: Path) -> None:
    with path.open("wb") as whole:
        for part in parts:
            with part.open("rb") as rows:
                shutil.copyfileobj(rows, whole)
