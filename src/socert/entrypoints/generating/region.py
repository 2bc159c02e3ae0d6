"""A whole invented region, household by household: written in parts so that memory stays bounded, then put together."""

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb

from socert.entrypoints.generating.asked import Questions
from socert.entrypoints.generating.counting import count_answers
from socert.entrypoints.generating.registers import asked_columns, said_columns, true_answer, true_columns
from socert.entrypoints.replays.example import Names

#: СНИЛС from 950 000 001 on: numbers this high have not been given to anybody, and replays take those below.
SNILS_FIRST = 950_000_000
CARD_PREFIX = "2200777"
COUNT_MAX = 49_000_000
CARD_SHARE = 0.85

_HOUSEHOLDS_A_PART = 100_000
_MEMORY = "2GiB"
_DISTRICTS = tuple(
    f"{name} район (пример)"
    for name in ("Берёзовский", "Ключевой", "Луговой", "Озёрный", "Полевой", "Речной", "Северный", "Яблоневый")
)


class NobodyGenerates(Exception):
    """Facts that nothing here can draw."""

    def __init__(self, facts: Iterable[str]) -> None:
        names = ", ".join(facts)
        super().__init__(
            f"Nothing draws these facts of facts.yaml: {names}. Please give each a column in generating/lives.sql."
        )


@dataclass(frozen=True, slots=True)
class Order:
    """Which people to invent: so many, from a seed, as they are on a day, the last on which registers were asked."""

    count: int
    seed: int
    day: date


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: people, households, and people by fact and what its answer is worth."""

    people: int
    households: int
    answers: Counter[tuple[str, str]]


def write_people(
    order: Order,
    *,
    questions: Questions,
    names: Names,
    folder: Path,
    progress: Callable[[str, int, int], None],
) -> Made:
    """Write `truth.parquet`, `facts.parquet` and `people.csv` into a folder; the same order gives the same rows.

    Raises:
        NobodyGenerates: a fact has no column of that name.
        OSError, duckdb.Error: the folder cannot be written or its disk is full.
    """
    with _workshop(folder) as work, _connected(work) as conn:
        made, parts = Made(0, 0, Counter()), 0
        while made.people < order.count:
            made = _write_part(conn, order, made, questions=questions, names=names, work=work, number=parts)
            parts += 1
            progress("people", made.people, order.count)
        for done, name in enumerate(("truth", "facts"), start=1):
            _put_together(conn, [work / f"{name}-{part}.parquet" for part in range(parts)], folder / f"{name}.parquet")
            progress("files", done, 3)
        _join([work / f"people-{part}.csv" for part in range(parts)], folder / "people.csv")
        progress("files", 3, 3)
    return made


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as work:
        yield Path(work)


@contextmanager
def _connected(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(work / "spill")}) as conn:
        conn.execute(_script("macros"))
        yield conn


def _script(name: str) -> str:
    return (files("socert.entrypoints.generating") / f"{name}.sql").read_text(encoding="utf-8")


def _write_part(
    conn: duckdb.DuckDBPyConnection,
    order: Order,
    made: Made,
    *,
    questions: Questions,
    names: Names,
    work: Path,
    number: int,
) -> Made:
    """The next households: as many as a part holds, or as few as could be all that is missing."""
    after = made.households + min(_HOUSEHOLDS_A_PART, order.count - made.people)
    bounds = {"first_household": made.households, "after_household": after, "people_before": made.people}
    conn.execute(_script("households"), bounds | {"seed": order.seed, "count": order.count})
    conn.execute(_script("members"))
    conn.execute(_script("lives"), {"date": order.day})
    _name(conn, order, names)
    answers = _answers(conn, questions, day=f"date '{order.day.isoformat()}'")
    _write(conn.table("life").project(_columns(true_columns(questions))), work / f"truth-{number}.parquet")
    _write(
        answers.project(f"* exclude ({', '.join(map(true_answer, questions.facts))})"), work / f"facts-{number}.parquet"
    )
    conn.table("named").order("person").write_csv(
        str(work / f"people-{number}.csv"), sep=";", header=number == 0, date_format="%Y-%m-%d", encoding="utf-8"
    )
    counted = count_answers(answers, questions, day=f"date '{order.day.isoformat()}'")
    people, households = conn.table("life").aggregate("count(*), count(distinct household)").fetchall()[0]
    return Made(made.people + people, made.households + households, made.answers + counted)


def _name(conn: duckdb.DuckDBPyConnection, order: Order, names: Names) -> None:
    lists = {
        "surnames_female": [name.female for name in names.surnames],
        "surnames_male": [name.male for name in names.surnames],
        "names_female": list(names.female),
        "names_male": list(names.male),
        "patronymics_female": [name.female for name in names.patronymics],
        "patronymics_male": [name.male for name in names.patronymics],
        "districts": list(_DISTRICTS),
    }
    plain = {"date": order.day, "snils_first": SNILS_FIRST, "card_prefix": CARD_PREFIX, "card_share": CARD_SHARE}
    conn.execute(_script("persons"), plain | lists)


def _answers(conn: duckdb.DuckDBPyConnection, questions: Questions, *, day: str) -> duckdb.DuckDBPyRelation:
    """What registers say with the truth beside it, as a table."""
    life = conn.table("life")
    if missing := [fact.id for fact in questions.facts if fact.id not in life.columns]:
        raise NobodyGenerates(missing)
    asked = life.project(f"*, {_columns(asked_columns(questions, day=day))}")
    truth = ((true_answer(fact), fact.id) for fact in questions.facts)
    said = asked.project(_columns((*said_columns(questions, day=day), *truth)))
    conn.execute("drop table if exists answer")
    said.to_table("answer")
    return conn.table("answer")


def _columns(columns: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'{expression} as "{name}"' for name, expression in columns)


def _write(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    rows.order("person").write_parquet(str(path), compression="zstd")


def _put_together(conn: duckdb.DuckDBPyConnection, parts: list[Path], path: Path) -> None:
    if len(parts) == 1:
        parts[0].replace(path)
        return
    conn.read_parquet([str(part) for part in parts]).write_parquet(str(path), compression="zstd")
    for part in parts:
        part.unlink()


def _join(parts: list[Path], path: Path) -> None:
    first, *rest = parts
    with first.open("ab") as whole:
        for part in rest:
            with part.open("rb") as rows:
                shutil.copyfileobj(rows, whole)
            part.unlink()
    first.replace(path)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
