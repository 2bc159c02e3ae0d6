"""`socert programme check` and `test` as a region's lawyer uses them."""

import shutil
from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine

PROGRAMMES = CHECKOUT / "reference" / "programmes"
FOOD = PROGRAMMES / "food-certificate.yaml"


@pytest.fixture
def food(tmp_path: Path) -> Path:
    """A copy of the food certificate with its examples, to be spoilt."""
    for path in (FOOD, PROGRAMMES / "food-certificate.examples.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path / FOOD.name


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_programme_of_the_reference_is_sound_and_leaves_nothing_to_remark(other: CommandLine) -> None:
    checked = other.ask("programme", "check", "--strict", *map(str, sorted(PROGRAMMES.glob("*.yaml"))))
    assert len(checked["files"]) >= 16
    assert checked["rulebook"]["warnings"] == checked["rulebook"]["errors"] == []
    assert not (other.home / "card.key").exists()  # nothing was made for it


def test_every_programme_of_the_reference_proves_itself(other: CommandLine) -> None:
    proved = other.ask("programme", "test")
    assert (proved["failures"], proved["mistakes"], proved["failed"]) == (0, [], [])
    assert proved["programmes"] >= 16
    assert proved["grid_rows"] > 40_000
    assert proved["engines"][0] == "interpreter"
    assert proved["engines"][1].startswith("DuckDB ")
    assert all(one["examples"] for one in proved["tried"])


@pytest.mark.parametrize(
    ("spoilt", "path", "code"),
    [
        (("children >= 1", "children / 2 >= 1"), "versions[0].decision.all[1].any[0].when", "not_allowed"),
        (("{p_alone_income_percent}", "{p_percent}"), "versions[0].decision.all[1].any[3].all[1].met", "unknown_name"),
        (("allow: [goods]", "allow: [moon]"), "versions[0].allowances[0].covers.allow[0]", "unknown_category"),
        (("point: regional ", "point: local "), "versions[0].decision", "unknown_point"),
        (("valid_from: 2026-01-01", "valid_from: 2024-01-01"), "versions[0].decision", "parameter_is_unset"),
        (("food-certificate.examples.csv", "none.examples.csv"), "examples", "examples_are_missing"),
        (("id: FAMILY", "id: family"), "versions[0].decision.all[1].any[0].id", "not_a_criterion_id"),
    ],
)
def test_a_mistake_is_told_and_fails(
    socert: CommandLine, food: Path, spoilt: tuple[str, str], path: str, code: str
) -> None:
    _spoil(food, *spoilt)
    said = socert.run("programme", "check", str(food), "--json")
    errors = said.document["files"][0]["errors"]
    assert said.code == 1
    assert (path, code) in {(one["path"], one["code"]) for one in errors}
    assert all(set(one) == {"file", "path", "line", "code", "text"} for one in errors)


def test_a_warning_fails_only_where_it_is_asked_to(socert: CommandLine, food: Path) -> None:
    _spoil(food, '"children >= 1"', '"children >= 0"')
    mild, strict = (socert.run("programme", "check", str(food), *more, "--json") for more in ((), ("--strict",)))
    codes = [one["code"] for one in mild.document["files"][0]["warnings"]]
    assert (mild.code, strict.code) == (0, 1)
    assert "criterion_is_fixed" in codes
    assert "FAMILY is always met" in socert.run("programme", "check", str(food)).out


def test_examples_that_do_not_come_out_are_told_with_their_lines(socert: CommandLine, food: Path) -> None:
    table = food.with_name("food-certificate.examples.csv")
    lines = table.read_text(encoding="utf-8").splitlines()
    _spoil(table, ";food=500;", ";food=501;")
    table.write_text(table.read_text(encoding="utf-8") + "odd;2026-11-01\n", encoding="utf-8")
    said = socert.run("programme", "test", str(food), "--engine", "duckdb", "--json")
    document = said.document
    assert said.code == 1
    assert [(one["line"], one["code"]) for one in document["mistakes"]] == [(len(lines) + 1, "bad_width")]
    table.write_text("\n".join(lines).replace(";food=500;", ";food=501;", 1) + "\n", encoding="utf-8")
    said = socert.run("programme", "test", str(food), "--engine", "duckdb", "--json")
    wrong = {(one["file"], one["line"], one["expected"], one["found"]) for one in said.document["failed"]}
    place = next(place for place, line in enumerate(lines, start=1) if ";food=500;" in line)
    assert (said.code, said.document["failures"]) == (1, len(said.document["engines"]))
    assert wrong == {(str(table), place, "entitled, food=501", "entitled, food=500")}
    assert f"line {place}" in socert.run("programme", "test", str(food), "--engine", "duckdb").out
