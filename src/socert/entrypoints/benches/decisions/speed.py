"""How fast decisions are: one case, a population in memory and from file to file, and what they cost as it grows."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from socert.domain import decisions
from socert.domain.criteria import Facts, Statement
from socert.domain.decisions import Ruling

CASES = 2_000
RUNS = 5


@dataclass(frozen=True, slots=True)
class Population:
    """Seconds for so many people, the best of several runs: in memory with all processors or one, and file to file."""

    people: int
    seconds: float
    seconds_one_thread: float
    file_seconds: float

    @property
    def seconds_per_million(self) -> float:
        """What a million people would take at this rate."""
        return round(self.seconds * 1_000_000 / self.people, 4)


def measure_population(ruling: Ruling, *, facts: Facts, path: Path, out: Path, day: date, threads: int) -> Population:
    """Decide everybody of a file: outcome, both masks, review, amounts.

    In memory from columns as the file has them to a table; from file to file as `socert decide population` does it,
    without the start of a process.
    """
    query = decisions.population_query([ruling], facts=facts, decided_on=day)
    with duckdb.connect() as conn:
        conn.execute(f"CREATE TABLE facts AS SELECT {', '.join(query.inputs)} FROM '{path}'")
        people = conn.execute("SELECT count(*) FROM facts").fetchall()[0][0]
        seconds = {}
        for count in (1, threads):
            conn.execute(f"SET threads = {count}")
            seconds[count] = min(
                _timed(conn, f"CREATE OR REPLACE TEMP TABLE decided AS {query.sql}") for _ in range(RUNS)
            )
        copied = _copied(query.sql, source=path, target=out)
        file_seconds = min(_timed(conn, copied) for _ in range(RUNS))
    return Population(people, round(seconds[threads], 4), round(seconds[1], 4), round(file_seconds, 4))


def measure_one_case(ruling: Ruling, *, facts: Facts, path: Path, day: date) -> float:
    """Milliseconds one case takes in plain Python, facts settled and reasons found: the median of many people."""
    cases = _cases(ruling, facts=facts, path=path)
    taken = []
    for statements in cases:
        begun = time.perf_counter()
        settled = decisions.settle_all(statements, ruling=ruling, facts=facts, decided_on=day)
        decisions.decide(ruling, settled=settled, facts=facts, decided_on=day)
        taken.append(time.perf_counter() - begun)
    return round(statistics.median(taken) * 1000, 4)


def _copied(query: str, *, source: Path, target: Path) -> str:
    return f"COPY (WITH facts AS (SELECT * FROM '{source}') {query}) TO '{target}' (FORMAT parquet)"


def _timed(conn: duckdb.DuckDBPyConnection, text: str) -> float:
    begun = time.perf_counter()
    conn.execute(text)
    return time.perf_counter() - begun


def _cases(ruling: Ruling, *, facts: Facts, path: Path) -> Sequence[dict[str, list[Statement]]]:
    used = [facts.facts[name] for name in ruling.facts]
    with duckdb.connect() as conn:
        found = conn.execute(f"SELECT * FROM '{path}' USING SAMPLE {CASES} ROWS (reservoir, 1)")
        names = [one[0] for one in found.description or ()]
        people = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [
        {
            fact.id: [
                Statement(source, person[column], person[f"{source}{decisions.AS_OF}"])
                for source, column in zip(fact.sources, decisions.columns_of(fact), strict=True)
            ]
            for fact in used
        }
        for person in people
    ]
