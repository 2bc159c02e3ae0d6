"""Populations for tests: what decides in the reference, and files of facts good and bad."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from given.rulebook import REFERENCE, RULEBOOK
from socert import rulebook
from socert.domain import decisions

DAY = date(2026, 11, 1)
REGION = "north"
TYPES = {"whole number": "BIGINT", "yes or no": "BOOLEAN", "text": "VARCHAR", "day": "DATE"}


@cache
def rulings(*names: str) -> tuple[decisions.Ruling, ...]:
    """What decides under some programmes of the reference; under all when none is named."""
    tree = rulebook.read_tree(REFERENCE)
    paths = [rulebook.find_programme(name, folder=REFERENCE) for name in names] or rulebook.programme_files(REFERENCE)
    read = [rulebook.read_programme(path, tree=tree, ground=RULEBOOK) for path in paths]
    return tuple(decisions.ruling_of(one, day=DAY, region=REGION, ground=RULEBOOK) for one in read)


def query_of(ruled: tuple[decisions.Ruling, ...]) -> decisions.PopulationQuery:
    """The query that decides."""
    return decisions.population_query(ruled, facts=RULEBOOK.facts, decided_on=DAY)


def write_facts(
    path: Path,
    query: decisions.PopulationQuery,
    *,
    people: int = 3,
    without: str = "",
    options: str = "",
    **texts: str,
) -> Path:
    """A file of facts: everybody was asked on the day, and nothing but what `texts` say in SQL was answered.

    A text may use `i`, which counts the people from 0 on; `without` is a column to be left out.
    """
    given: Mapping[str, str] = {
        "person": "i",
        **{f"{one.removesuffix('__as_of')}__as_of": _ASKED for one in query.sources},
    }
    columns = [
        f'({texts.get(name, given.get(name, f"NULL::{TYPES[kind]}"))}) AS "{name}"'
        for name, kind in query.inputs.items()
        if name != without
    ]
    columns += [f'({text}) AS "{name}"' for name, text in texts.items() if name not in query.inputs]
    with duckdb.connect() as connection:
        select = f"SELECT {', '.join(columns)} FROM range({people}) AS t (i)"
        connection.execute(f"COPY ({select}) TO '{_quoted(path)}' (FORMAT parquet{options})")
    return path


def rows(path: Path, *, order: str = "person") -> list[tuple[object, ...]]:
    """Everybody in a file, in order."""
    with duckdb.connect() as connection:
        return connection.execute(f"FROM '{_quoted(path)}' ORDER BY {order}").fetchall()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


_ASKED = f"DATE '{DAY}'"
