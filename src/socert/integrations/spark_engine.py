"""Spark decides populations: the same SQL text as DuckDB reads, worked out in parts that DuckDB puts together."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from socert.domain.decisions import PERSON, Cell, PopulationQuery, PopulationRefused, Tell
from socert.integrations.duckdb_engine import DuckDbEngine, Work, load, quoted, write_by
from socert.integrations.facts_file import TYPES, read_text, types_of
from socert.integrations.spark_process import Asked, SparkProcess, spark_process

_FACTS, _PARTS = "facts.parquet", "parts"
#: What Spark reads columns of Parquet as that DuckDB calls otherwise.
_SPARK_TYPES = {"VARCHAR": "STRING", "UINTEGER": "BIGINT", "USMALLINT": "INTEGER", "UTINYINT": "SMALLINT"}


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """Spark, with DuckDB beside it for what lies around a query: looking files over, writing one file, counting it."""

    _spark: SparkProcess
    _beside: DuckDbEngine

    @property
    def name(self) -> str:
        """Spark and its version."""
        return self._spark.name

    def answer(self, query: PopulationQuery, *, people: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
        """The answers about people given here, by rising person."""
        with tempfile.TemporaryDirectory(dir=self._spark.folder) as name, self._beside.connection() as connection:
            facts, parts = Path(name) / _FACTS, Path(name) / _PARTS
            load(connection, query, people)
            connection.execute(f"COPY facts TO {quoted(facts)} (FORMAT parquet)")
            self._spark.decide(_asked(query, types_of(facts, connection), facts, parts), tell=lambda _: None)
            return connection.execute(f"{_answers(query, parts)} ORDER BY {PERSON}").fetchall()

    def write(
        self, query: PopulationQuery, *, facts: Path, target: Path, notes: str, tell: Tell
    ) -> tuple[int, ...] | PopulationRefused:
        """Answer about everybody in a file and write the answers into another one."""
        return write_by(self._decide, self._beside, query, facts=facts, target=target, notes=notes, tell=tell)

    def _decide(self, work: Work) -> None:
        facts, parts = work.place.folder / _FACTS, work.place.folder / _PARTS
        # By a name of our own: Spark takes some names for hidden files, and some folders' names for columns.
        facts.symlink_to(work.facts.absolute())
        asked = _asked(work.query, types_of(work.facts, work.connection), facts, parts)
        self._spark.decide(asked, tell=lambda percent: work.tell("deciding", percent, 100))
        work.copy(_answers(work.query, parts), stage="writing")


@contextmanager
def spark_engine(*, memory_mib: int, threads: int, is_for_few: bool = False) -> Iterator[SparkEngine]:
    """A Spark that lasts as long as the block; half of the memory is Java's, half DuckDB's beside it.

    `is_for_few`: it is asked about a few thousand people at a time.

    Raises:
        EngineIsNotHere: Spark or Java is missing.
        EngineIsSetOtherwise: somebody's configuration makes Spark work otherwise than it has to.
        EngineFailed: it did not start.
    """
    with spark_process(memory_mib=memory_mib // 2, threads=threads, is_for_few=is_for_few) as spark:
        yield SparkEngine(spark, DuckDbEngine(max(memory_mib // 2, 128), threads))


def _asked(query: PopulationQuery, types: Mapping[str, str], facts: Path, parts: Path) -> Asked:
    # Only the columns that are needed: Spark would stumble over some types of others.
    schema = ", ".join(f"`{name}` {_SPARK_TYPES.get(types[name], types[name])}" for name in query.inputs)
    wanted = {name: TYPES[kind][0] for name, kind in query.inputs.items()}
    columns = [f"CAST(`{name}` AS {_SPARK_TYPES.get(one, one)}) AS `{name}`" for name, one in wanted.items()]
    return Asked(query.sql, schema, columns, facts, parts)


def _answers(query: PopulationQuery, parts: Path) -> str:
    return f"SELECT {', '.join(query.outputs)} FROM {read_text(parts, within='/*.parquet')}"
