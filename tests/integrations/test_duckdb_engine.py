"""DuckDB decides files of facts: whole or not at all, within its memory, and what cannot be used is told before."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from given.disks import small_disk
from given.populations import DAY, query_of, rows, rulings, write_facts
from given.rulebook import RULEBOOK
from given.waiting import wait_until
from socert.domain import decisions
from socert.integrations.duckdb_engine import DuckDbEngine

ENGINE = DuckDbEngine(512, 2)
FOOD = rulings("food-certificate")
QUERY = query_of(FOOD)
HUGE = 40_000_000


def decide(
    facts: Path, target: Path, *, ruled: tuple[decisions.Ruling, ...] = FOOD, engine: DuckDbEngine = ENGINE
) -> decisions.PopulationCount | decisions.PopulationRefused:
    return decisions.decide_population(
        ruled,
        facts=RULEBOOK.facts,
        decided_on=DAY,
        people=facts,
        target=target,
        engine=engine,
        tell=lambda *_: None,
    )


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """Where decisions should go; nothing may be left beside it."""
    folder = tmp_path / "out [1]*"
    folder.mkdir()
    yield folder / "de'cisions.parquet"
    assert {one.name for one in folder.iterdir()} <= {"de'cisions.parquet"}


def test_a_file_is_decided_with_reasons_amounts_and_what_decided(tmp_path: Path, target: Path) -> None:
    facts = write_facts(
        tmp_path / "_a=1 [x]?.parquet",
        QUERY,
        resident="i < 2",
        children="CASE i WHEN 0 THEN 2 END::UTINYINT",
        in_care_home="CASE i WHEN 0 THEN false END",
        notes="'left alone'",
        odd="{'a': [1.5]}",
    )
    target.write_text("what was there before")
    done = decide(facts, target)
    assert isinstance(done, decisions.PopulationCount), done
    assert done.people == 3
    assert done.programmes == (decisions.ProgrammeCount("food-certificate", 1, 1, 1, 0, {"food": 50_000}),)
    leaves = [leaf.id for leaf in FOOD[0].leaves]
    bit = {name: 1 << place for place, name in enumerate(leaves)}
    unknown = sum(bit[one] for one in leaves if one not in {"RESIDENT", "FAMILY", "DISABLED", "VETERAN"})
    assert rows(target) == [
        (0, "entitled", 0, 0, False, 50_000),
        (1, "needs_evidence", unknown, 0, False, None),
        (2, "not_entitled", 0, bit["RESIDENT"], False, None),
    ]
    with duckdb.connect() as connection:
        ((notes,),) = connection.execute(
            "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'socert'", [str(target)]
        ).fetchall()
    said = json.loads(notes)
    assert (said["date"], said["decided_on"], said["region"]) == (str(DAY), str(DAY), "north")
    assert said["engine"] == ENGINE.name
    assert said["programmes"][0]["leaves"] == leaves
    assert said["programmes"][0]["sha256"] == FOOD[0].sha256
    assert said["programmes"][0]["parameters"]["subsistence_min"]["value"] == 24_680
    assert target.stat().st_mode & 0o077 == 0


def test_nobody_is_a_population_too(tmp_path: Path, target: Path) -> None:
    done = decide(write_facts(tmp_path / "f.parquet", query_of(rulings()), people=0), target, ruled=rulings())
    assert isinstance(done, decisions.PopulationCount)
    assert (done.people, {one.entitled for one in done.programmes}, rows(target)) == (0, {0}, [])


@pytest.mark.parametrize(
    ("code", "said", "columns"),
    [
        ("columns_missing", ["'age' (age)"], {"without": "age"}),
        ("columns_missing", ["'tax__as_of' (the day asked: tax service)"], {"without": "tax__as_of"}),
        ("columns_missing", ["'person'"], {"without": "person"}),
        ("columns_missing", ["'age'"], {"without": "age", "AGE": "1"}),
        ("column_type", ["'age'", "a whole number", "DOUBLE"], {"age": "1.5::DOUBLE"}),
        ("column_type", ["'resident'", "yes or no", "VARCHAR"], {"resident": "'yes'"}),
        ("column_type", ["'tax__as_of'", "a day", "TIMESTAMP"], {"tax__as_of": "TIMESTAMP '2026-11-01 10:00:00'"}),
        ("column_type", ["'person'", "VARCHAR"], {"person": "'7'"}),
        ("person_repeated", ["twice: 2"], {"person": "i // 2", "people": 4}),
        ("person_missing", ["without a person: 1"], {"person": "nullif(i, 1)"}),
        ("value_impossible", ["'age' (age)", ": 2;", "0 to 125"], {"age": "125 + i"}),
        ("value_impossible", ["'disability_group'", ": 3;", "first, second"], {"disability_group": "'First'"}),
        ("value_impossible", ["'income_per_head__pension'", ": 3;"], {"income_per_head__pension": "-1"}),
    ],
)
def test_facts_that_cannot_be_used_are_told_before_anything_is_written(
    tmp_path: Path, target: Path, code: str, said: list[str], columns: dict[str, str]
) -> None:
    ruled = rulings("food-certificate", "active-longevity")
    target.write_text("before")
    done = decide(write_facts(tmp_path / "f.parquet", query_of(ruled), **columns), target, ruled=ruled)  # type: ignore[arg-type]
    assert isinstance(done, decisions.PopulationRefused), done
    assert done.code == code
    assert [one for one in said if one not in done.text.en] == []
    assert target.read_text() == "before"


def test_several_faults_are_told_together(tmp_path: Path, target: Path) -> None:
    done = decide(write_facts(tmp_path / "f.parquet", QUERY, without="children", resident="1"), target)
    assert isinstance(done, decisions.PopulationRefused)
    assert "'children'" in done.text.en
    assert "'resident'" in done.text.en


@pytest.mark.parametrize("content", [b"", b"person;age\n1;2\n", b"PAR1" + b"\0" * 60 + b"PAR1"], ids=len)
def test_what_is_no_parquet_is_told(tmp_path: Path, target: Path, content: bytes) -> None:
    facts = tmp_path / "f.parquet"
    facts.write_bytes(content)
    done = decide(facts, target)
    assert isinstance(done, decisions.PopulationRefused)
    assert done.code == "facts_unreadable"


def test_a_damaged_page_is_told_and_writes_nothing(tmp_path: Path, target: Path) -> None:
    facts = write_facts(tmp_path / "f.parquet", QUERY, people=50_000, options=", COMPRESSION uncompressed")
    content = bytearray(facts.read_bytes())
    content[4:400] = b"\xff" * 396
    facts.write_bytes(content)
    done = decide(facts, target)
    assert isinstance(done, decisions.PopulationRefused)
    assert not target.exists()


def test_where_decisions_cannot_go_is_told(tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "f.parquet", QUERY)
    before = facts.read_bytes()
    (tmp_path / "link.parquet").symlink_to(facts)
    codes = [
        getattr(decide(facts, where), "code", None)
        for where in (tmp_path / "no" / "d.parquet", tmp_path, facts, tmp_path / "link.parquet", Path("/dev/null"))
    ]
    assert codes == ["folder_missing", "not_a_file", "same_file", "same_file", "not_a_file"]
    assert facts.read_bytes() == before


def test_the_same_programme_twice_is_told(tmp_path: Path, target: Path) -> None:
    done = decide(write_facts(tmp_path / "f.parquet", QUERY), target, ruled=FOOD * 2)
    assert isinstance(done, decisions.PopulationRefused)
    assert done.code == "programme_repeated"


def test_more_people_than_memory_holds_are_decided_within_it(tmp_path: Path, target: Path) -> None:
    person = "(hash(i) >> 2)::BIGINT"
    facts = write_facts(tmp_path / "f.parquet", QUERY, people=3_000_000, person=person, resident="true")
    done = decide(facts, target, engine=DuckDbEngine(48, 1))
    assert isinstance(done, decisions.PopulationCount), done
    assert (done.people, done.programmes[0].needs_evidence) == (3_000_000, 3_000_000)


def test_too_little_memory_is_told(tmp_path: Path, target: Path) -> None:
    facts = write_facts(tmp_path / "f.parquet", query_of(rulings()), people=100_000)
    done = decide(facts, target, ruled=rulings(), engine=DuckDbEngine(4, 1))
    assert isinstance(done, decisions.PopulationRefused)
    assert done.code == "memory_too_small"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "f.parquet", QUERY, people=2_000_000, person="(hash(i) >> 2)::BIGINT")
    with small_disk(tmp_path / "disk", megabytes=4) as disk:
        (disk / "d.parquet").write_text("before")
        done = decide(facts, disk / "d.parquet")
        assert isinstance(done, decisions.PopulationRefused), done
        assert done.code == "not_written"
        assert [one.name for one in disk.iterdir()] == ["d.parquet"]
        assert (disk / "d.parquet").read_text() == "before"


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_no_half_file(tmp_path: Path, ended_by: signal.Signals) -> None:
    facts = write_facts(tmp_path / "f.parquet", query_of(rulings()), people=600_000)
    target, work = tmp_path / "d.parquet", tmp_path / ".d.parquet.work"
    target.write_text("before")
    run = _started(facts, target)
    wait_until((work / "draft").exists)
    meanwhile = decide(facts, target)
    run.send_signal(ended_by)
    assert isinstance(meanwhile, decisions.PopulationRefused)
    assert meanwhile.code == "being_written"
    assert run.wait(timeout=60) != 0
    assert target.read_text() == "before"
    assert work.exists() == (ended_by is signal.SIGKILL)
    assert isinstance(decide(facts, target), decisions.PopulationCount)
    assert not work.exists()


def test_rows_given_here_are_answered_in_order() -> None:
    people = [_person(number, **known) for number, known in ((2, {}), (1, {"resident": False}))]
    assert [row[:4] for row in ENGINE.answer(QUERY, people=people)] == [
        (1, "not_entitled", 0, 1),
        (2, "not_entitled", 0, 1),
    ]
    assert ENGINE.answer(QUERY, people=[]) == []


def _person(number: int, **known: decisions.Cell) -> list[decisions.Cell]:
    asked: dict[str, decisions.Cell] = {name: date(2026, 10, 30) for name in QUERY.sources}
    return [({"person": number} | asked | known).get(name) for name in QUERY.inputs]


def _started(facts: Path, target: Path) -> "subprocess.Popen[bytes]":
    words = [
        "decide",
        "population",
        "--programme",
        "all",
        "--facts",
        str(facts),
        "--out",
        str(target),
        "--threads",
        "1",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "socert", *words, "--region", "north", "--date", str(DAY)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
