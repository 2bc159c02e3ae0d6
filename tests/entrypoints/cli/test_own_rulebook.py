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
