"""Invented regions for tests: made from the checkout's own file of facts."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from given.checkout import CHECKOUT
from socert.domain import criteria
from socert.entrypoints import generating
from socert.entrypoints.replays.example import Names, read_example

DAY = date(2026, 11, 1)
REFERENCE = CHECKOUT / "reference"
FACTS_TEXT = (REFERENCE / "facts.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class MadeRegion:
    """A region in a folder."""

    folder: Path
    told: generating.Region

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """SQL over `truth`, `facts` and `people`."""
        with duckdb.connect() as conn:
            for name in ("truth", "facts"):
                conn.read_parquet(str(self.folder / f"{name}.parquet")).create_view(name)
            conn.execute(f"create view people as from read_csv('{self.folder}/people.csv', all_varchar = true)")
            return conn.execute(sql).fetchall()

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Everybody in `truth` or `facts`."""
        rows = duckdb.read_parquet(str(self.folder / f"{name}.parquet"))
        return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]


@cache
def facts_of(text: str = FACTS_TEXT) -> criteria.Facts:
    """The facts of a file."""
    parameters = (REFERENCE / "parameters.yaml").read_text(encoding="utf-8")
    ground = criteria.read_ground(facts=("facts", text), parameters=("parameters", parameters), regions={})
    assert isinstance(ground, criteria.Ground), ground
    return ground.facts


@cache
def names() -> Names:
    """What invented people are called."""
    return read_example(REFERENCE, place="district", random=Random(1)).names  # noqa: S311 - invented names


def write(
    folder: Path, *, count: int, seed: int = 1, facts_text: str = FACTS_TEXT
) -> generating.Written | generating.Refusal:
    """Have a region written."""
    recipe = generating.recipe(generating.Order(count, seed, DAY), region="north", facts_text=facts_text)
    return generating.write_region(
        recipe, facts=facts_of(facts_text), names=names(), folder=folder, progress=lambda *_: None
    )


def make(folder: Path, *, count: int, seed: int = 1) -> MadeRegion:
    """A region that was not there."""
    done = write(folder, count=count, seed=seed)
    assert isinstance(done, generating.Written), done
    assert done.is_new
    return MadeRegion(folder, done.region)
