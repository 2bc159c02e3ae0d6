"""A region's own rulebook: a folder of its own, facts of its own, files checked as what they are; no database."""

import shutil
from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine, Said

HEATING = """
  - id: heating
    type: boolean
    title: {ru: "печное отопление", en: "stove heating"}
    sources: [stoves]
    absence: unknown
    evidence: {ru: "справка", en: "a statement"}
"""
STOVES = """
  - {id: stoves, title: {ru: "реестр печей", en: "register of stoves"}, fresh_days: 30, complete: false,
     authoritative: true}
"""
REGION = """format: socert.region/1
region: far-south
title: {ru: "Юг", en: "South"}
criteria:
  - programme: none
    point: regional
    add: [&]
  - programme: food-certificate
    point: nowhere
    add: [&]
""".replace(
    "&",
    '{id: HOME, when: resident, met: {ru: "да", en: "yes"}, not_met: {ru: "нет", en: "no"}, '
    'unknown: {ru: "неясно", en: "unclear"}}',
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the rulebook with a fact and a register of the region's own, and one programme."""
    folder = tmp_path / "rulebook"
    (folder / "programmes").mkdir(parents=True)
    for name in ("facts.yaml", "parameters.yaml", "categories.csv"):
        shutil.copy(CHECKOUT / "reference" / name, folder)
    shutil.copytree(CHECKOUT / "reference" / "regions", folder / "regions")
    for path in (CHECKOUT / "reference" / "programmes").glob("food-certificate.*"):
        shutil.copy(path, folder / "programmes")
    spoil(folder / "facts.yaml", "facts:\n", f"{STOVES}facts:\n")
    with (folder / "facts.yaml").open("a", encoding="utf-8") as facts:
        facts.write(HEATING)
    return folder


@pytest.fixture
def socert(tmp_path: Path) -> CommandLine:
    """Commands without an installation."""
    return CommandLine(tmp_path / "home")


def spoil(path: Path, old: str, new: str) -> None:
    """Write something else into a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(socert: CommandLine, own: Path, *words: str) -> Said:
    """A command on the region's own rulebook."""
    return socert.run(*words, SOCERT_REFERENCE=str(own))


def test_people_are_invented_with_nothing_for_facts_of_the_regions_own(socert: CommandLine, own: Path) -> None:
    said = run(socert, own, "generate", "people", "--count", "20", "--out", str(own / "people"), "--json")
    assert (said.document["not_invented"], said.document["not_asked"]) == (["heating"], ["stoves"])
    assert "Nothing is invented for heating; everybody's is unknown.\n" in said.err
    assert "the register stoves" in said.err


def test_the_rulebook_of_the_folder_is_read_and_what_it_lacks_is_named(socert: CommandLine, own: Path) -> None:
    food = own / "programmes" / "food-certificate.yaml"
    spoil(food, "children >= 1", "heeting and children >= 1")
    told = run(socert, own, "programme", "check", str(food)).out
    assert "Did you mean 'heating'? Please correct the name or describe it in facts.yaml of the rulebook." in told
    (own / "categories.csv").unlink()
    said = run(socert, own, "programme", "check", str(food), "--json")
    assert said.document["refused"]["code"] == "unreadable_rulebook"
    assert f"There is no file {own / 'categories.csv'}." in said.err


def test_files_of_the_rulebook_are_checked_as_what_they_are(socert: CommandLine, own: Path) -> None:
    given = [own / "facts.yaml", own / "parameters.yaml", *sorted((own / "regions").glob("*.yaml"))]
    shutil.copytree(CHECKOUT / "reference" / "programmes", own / "programmes", dirs_exist_ok=True)
    said = run(socert, own, "programme", "check", "--strict", *map(str, given))
    assert said.code == 0, said
    assert "facts.yaml: facts are sound" in said.out
    spoil(own / "facts.yaml", "type: boolean", "type: bool")
    spoil(own / "parameters.yaml", "    least: ", "    leest: ")
    wrong = run(socert, own, "programme", "check", *map(str, given[:2]), "--json").document["files"]
    assert [{one["code"] for one in file["errors"]} for file in wrong] == [
        {"not_a_choice"},
        {"missing", "unknown_field"},
    ]
    assert len(wrong[0]["errors"]) == 1  # and nothing about values whose bounds nobody knows
    assert len(wrong[1]["errors"]) == 2


def test_a_region_is_checked_against_the_rulebook_with_file_and_line(socert: CommandLine, own: Path) -> None:
    path = own / "regions" / "south.yaml"
    path.write_text(REGION, encoding="utf-8")
    said = run(socert, own, "programme", "check", str(path), "--json")
    (file,) = said.document["files"]
    assert [(one["path"], one["line"], one["code"]) for one in file["errors"]] == [
        ("criteria[0].programme", 5, "unknown_programme"),
        ("criteria[1]", 8, "unknown_point"),
    ]
    assert [one["code"] for one in file["warnings"]] == ["file_is_named_otherwise"]
    food = run(socert, own, "programme", "check", "food-certificate")
    assert f"{path}: line 5: criteria[0].programme: There is no programme 'none'" in food.out


def test_a_programme_named_otherwise_and_without_examples_is_a_warning(socert: CommandLine, own: Path) -> None:
    other = own / "other.yaml"
    shutil.copy(own / "programmes" / "food-certificate.yaml", other)
    spoil(other, "examples: food-certificate.examples.csv", "")
    (file,) = run(socert, own, "programme", "check", str(other), "--json").document["files"]
    spoil(other, "amount: ", "amount: {first_hit: [{when: resident, value: 1}, {when: resident, value: 2}]} #")
    (spoilt,) = run(socert, own, "programme", "check", str(other), "--json").document["files"]
    assert [(one["code"], one["path"][-9:]) for one in spoilt["errors"]] == [("missing", "otherwise")]
    assert {"file_is_named_otherwise", "no_examples"} <= {one["code"] for one in file["warnings"]}
    said = run(socert, own, "programme", "test", "food-certificate", "--engine", "duckdb")
    assert said.out.startswith("1 programme, ")
    assert "There is no file none.yaml." in run(socert, own, "programme", "test", "none.yaml").err
