"""`socert decide population` as its users run it; it needs no installation."""

from pathlib import Path

import pytest

from given.command_line import CommandLine
from given.populations import DAY, query_of, rows, rulings, write_facts

DAYS = ("--date", str(DAY), "--decided-on", str(DAY))


@pytest.fixture
def nowhere(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "no-installation")


def test_all_programmes_decide_everybody_and_what_came_of_it_is_told(nowhere: CommandLine, tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "f.parquet", query_of(rulings()), people=50, resident="i % 2 = 0", children="1")
    words = ["decide", "population", "--facts", str(facts), "--region", "north", "--memory", "512", "--threads", "1"]
    out = tmp_path / "d.parquet"
    said = nowhere.ask(*words, "--programme", "all", "--out", str(out), *DAYS)
    assert (said["people"], said["region"], said["date"], said["file"]) == (50, "north", str(DAY), str(out))
    assert said["engine"].startswith("DuckDB ")
    assert len(said["programmes"]) == len(rulings())
    (food,) = [one for one in said["programmes"] if one["programme"] == "food-certificate"]
    assert food == {
        "programme": "food-certificate",
        "entitled": 0,
        "not_entitled": 25,
        "needs_evidence": 25,
        "review": 0,
        "amounts_kopecks": {"food": 0},
    }
    assert len(rows(out)) == 50
    told = nowhere.run(*words, "--programme", "discount", "--programme", "food-certificate", "--out", str(out), *DAYS)
    assert told.code == 0
    assert "50 people under 2 programmes" in told.out
    assert not nowhere.home.exists()


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("region_is_unknown", ["--programme", "discount", "--region", "nowhere"], ["nowhere", "north"]),
        ("unreadable_programme", ["--programme", "nothing"], ["'nothing'", "food-certificate"]),
        ("nothing_decides", ["--programme", "discount", "--date", "1999-01-01"], ["discount", "1999-01-01"]),
        ("nothing_decides", ["--programme", "all", "--date", "1999-01-01"], ["1999-01-01"]),
        ("programme_repeated", ["--programme", "discount", "--programme", "PATH"], ["discount"]),
    ],
)
def test_what_cannot_be_decided_is_told(
    nowhere: CommandLine, tmp_path: Path, code: str, words: list[str], said: list[str]
) -> None:
    facts = write_facts(tmp_path / "f.parquet", query_of(rulings("discount")), people=1)
    path = Path("reference/programmes/discount.yaml").absolute()
    words = [str(path) if word == "PATH" else word for word in words]
    out = tmp_path / "d.parquet"
    told = nowhere.run("decide", "population", *words, "--facts", str(facts), "--out", str(out), "--json")
    assert told.code == 1
    assert told.document["refused"]["code"] == code
    assert [one for one in said if one not in told.document["refused"]["sentence"]] == []
    assert not out.exists()
