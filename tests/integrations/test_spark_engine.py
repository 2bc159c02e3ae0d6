"""Spark decides what DuckDB decides, row by row; it starts only as it has to be, and leaves nothing behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.criteria.invented import DAY as INVENTED_DAY
from domain.criteria.invented import GROUND, spoken
from domain.decisions.asking import RULINGS, Said, person
from given.populations import DAY, query_of, rows, rulings, write_facts
from given.regions import make
from given.rulebook import RULEBOOK
from socert.domain import decisions
from socert.integrations.duckdb_engine import DuckDbEngine
from socert.integrations.engine_faults import EngineFailed, EngineIsNotHere, EngineIsSetOtherwise
from socert.integrations.spark_engine import SparkEngine, spark_engine

DUCKDB = DuckDbEngine(512, 2)
ANSI_OFF = "spark.sql.ansi.enabled false\n"
NASTY = {
    "person": "CASE i % 3 WHEN 0 THEN -9223372036854775807 + i WHEN 1 THEN i ELSE 9223372036854775807 - i END",
    "children": "(i % 21)::UTINYINT",
    "income_per_head": "CASE WHEN i % 5 > 0 THEN (i * 977 % 10000001)::UINTEGER END",
    "income_per_head__pension": "CASE WHEN i % 7 > 0 THEN (i % 4 * 977 % 10000001)::INTEGER END",
    "lives_alone": "[true, false, NULL][1 + i % 3]",
    "lives_alone__population": "[true, false, NULL][1 + i // 3 % 3]",
    "resident": "[true, true, true, false, NULL][1 + i % 5]",
    "tax__as_of": "CASE WHEN i % 4 > 0 THEN DATE '2026-11-01' - (i % 200)::INTEGER + 5 END",
    "pension__as_of": "[DATE '0001-01-01', DATE '1582-10-10', DATE '9999-12-31', 'infinity', '2026-11-01'][1 + i % 5]",
    "disability__as_of": "DATE '2026-08-01' + (i % 95)::INTEGER",
    "odd": "{'a': [i::UBIGINT]}",
    "when": "TIMESTAMP_NS '2026-11-01 10:00:00'",
    "AGE": "'shouted'",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """A Spark that these tests share; nothing of it is left afterwards, neither files nor Java."""
    try:
        with spark_engine(memory_mib=1024, threads=2, is_for_few=True) as engine:
            yield engine
    except EngineIsNotHere:
        pytest.skip("Spark or Java is not here")
    assert not engine._spark.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(engine._spark._process.pid, 0)


@given(st.lists(RULINGS, min_size=1, max_size=4), st.lists(spoken(), max_size=12))
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spark_answers_as_duckdb_does(spark: SparkEngine, ruled: list[decisions.Ruling], said: list[Said]) -> None:
    query = decisions.population_query(ruled, facts=GROUND.facts, decided_on=INVENTED_DAY)
    people = [person(query, number, one) for number, one in enumerate(said)]
    assert spark.answer(query, people=people) == DUCKDB.answer(query, people=people)


def test_spark_decides_a_generated_region_and_nasty_people_as_duckdb_does(tmp_path: Path, spark: SparkEngine) -> None:
    ruled = rulings()
    region = make(tmp_path / "region", count=4_000).folder / "facts.parquet"
    # Spark would take such a name for a hidden file, and such folders for a pattern and a column.
    odd = tmp_path / "age=5" / "[x]{y}*? z"
    odd.mkdir(parents=True)
    nasty = write_facts(odd / "_nasty.parquet", query_of(ruled), people=2_000, **NASTY)
    for facts in (region, nasty):
        files = [odd / "duckdb.parquet", odd / "spark.parquet"]
        counts = [_decide(facts, files[0], DUCKDB), _decide(facts, files[1], spark)]
        assert isinstance(counts[1], decisions.PopulationCount), counts[1]
        assert counts[0] == counts[1]
        assert rows(files[0]) == rows(files[1])
        assert {one.name for one in odd.iterdir()} == {"_nasty.parquet", "duckdb.parquet", "spark.parquet"}


def test_what_spark_cannot_do_is_told_and_it_goes_on(tmp_path: Path, spark: SparkEngine) -> None:
    query = query_of(rulings())
    facts = write_facts(tmp_path / "f.parquet", query, age="0")
    folder = tmp_path / "file"
    folder.touch()
    with pytest.raises(EngineFailed, match="Spark"):
        spark.answer(_broken(query), people=[])
    refused = _decide(facts, folder / "d.parquet", spark)
    assert isinstance(refused, decisions.PopulationRefused)
    assert refused.code == "folder_missing"
    assert isinstance(_decide(facts, tmp_path / "d.parquet", spark), decisions.PopulationCount)


def test_spark_with_ansi_off_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark: SparkEngine) -> None:
    assert spark.name.startswith("Spark 4.")
    (tmp_path / "spark-defaults.conf").write_text(ANSI_OFF)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    with (
        pytest.raises(EngineIsSetOtherwise, match=r"spark.sql.ansi.enabled has to be true and is false"),
        spark_engine(memory_mib=1024, threads=1, is_for_few=True),
    ):
        raise AssertionError("it started")


def test_without_java_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineIsNotHere, match=r"--engine duckdb"), spark_engine(memory_mib=1024, threads=1):
        raise AssertionError("it started")


def _decide(
    facts: Path, target: Path, engine: decisions.Engine
) -> decisions.PopulationCount | decisions.PopulationRefused:
    return decisions.decide_population(
        rulings(),
        facts=RULEBOOK.facts,
        decided_on=DAY,
        people=facts,
        target=target,
        engine=engine,
        tell=lambda *_: None,
    )


def _broken(query: decisions.PopulationQuery) -> decisions.PopulationQuery:
    return decisions.PopulationQuery(
        sql="SELECT nothing FROM facts",
        inputs=query.inputs,
        outputs=query.outputs,
        facts=query.facts,
        sources=query.sources,
        counting=query.counting,
    )
