"""`socert decide one`: a case from a file or standard input, decided without a database or by what is published."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.decisions.cases import ASKED, GRANTED, REFUSED
from given.checkout import CHECKOUT
from given.command_line import CommandLine, NearCommandLine, Said
from socert.domain import decisions
from socert.values import Language

FOOD = CHECKOUT / "reference" / "programmes" / "food-certificate.yaml"
PLACED = ("decide", "one", "--programme", "food-certificate", "--facts", "-", "--decided-on", "2026-11-01")


@pytest.fixture
def bare(tmp_path: Path) -> CommandLine:
    """`socert` where there is no installation, no server and no database."""
    return NearCommandLine(tmp_path / ".socert")


def decide(command_line: CommandLine, facts: Mapping[str, Any] | str, *more: str) -> Said:
    given = facts if isinstance(facts, str) else json.dumps({"region": "north", "facts": facts})
    return command_line.run(*PLACED, *more, given=given)


@pytest.mark.parametrize(
    ("facts", "outcome", "first"),
    [
        (GRANTED, "entitled", "Food certificate: you are entitled to it."),
        (REFUSED, "not_entitled", "Food certificate: you are not entitled to it now."),
        (ASKED, "needs_evidence", "Food certificate: this cannot be decided yet, something has to be known first."),
    ],
)
def test_a_case_is_decided_without_a_database_and_its_record_says_the_same_words(
    bare: CommandLine, facts: Mapping[str, Any], outcome: str, first: str
) -> None:
    said, told = decide(bare, facts, "--json"), decide(bare, facts, "--lang", "en")
    assert (said.code, told.code) == (0, 0)
    record = msgspec.json.decode(said.out, type=decisions.DecisionRecord)
    assert (record.outcome, record.region and record.region.id, record.is_published) == (outcome, "north", False)
    words = decisions.lines_of(decisions.explain(record, language=Language.EN))
    assert told.out.splitlines() == list(words)
    assert words[0] == first
    assert not bare.home.exists()


def test_options_go_before_what_the_case_says(bare: CommandLine, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"date": "2026-03-01", "region": "north", "facts": GRANTED}), encoding="utf-8")
    arguments = ("decide", "one", "--programme", str(FOOD), "--facts", str(case), "--decided-on", "2026-11-01")
    own = bare.ask(*arguments)
    assert (own["day"], own["region"]["id"], own["decided_on"]) == ("2026-03-01", "north", "2026-11-01")
    asked = bare.ask(*arguments, "--date", "2026-05-01", "--region", "steppe")
    assert (asked["day"], asked["region"]["id"]) == ("2026-05-01", "steppe")


@pytest.mark.parametrize(
    ("facts", "more", "code", "told"),
    [
        ('{"facts": {"age": NaN}}', (), "case_has_mistakes", "standard input: facts.age: A whole number from 0 to 125"),
        ('{"facts": []}', (), "case_has_mistakes", "facts: Fields belong here; please write them"),
        ('{"facts": {"age": 1e400}}', (), "case_has_mistakes", "facts.age"),
        ("[" * 100_000, (), "case_has_mistakes", "levels of nesting"),
        ('{"facts": {"resident": 1, "resident": 2}}', (), "case_has_mistakes", "stands twice"),
        ('{"facts": {}}', ("--region", "nowhere"), "region_is_unknown", "north"),
        ('{"facts": {}}', ("--date", "2025-12-31"), "nothing_decides", "2025-12-31"),
        ('{"facts": {}}', ("--programme", "food"), "unreadable_programme", "food-certificate"),
        ('{"facts": {}}', ("--programme", str(CHECKOUT / "README.md")), "unreadable_programme", "README.md"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    bare: CommandLine, facts: str, more: tuple[str, ...], code: str, told: str
) -> None:
    said = decide(bare, facts, *more, "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == code
    assert told in said.document["refused"]["sentence"]


@pytest.mark.parametrize("facts", [str(CHECKOUT), "no-such-file.json"])
def test_a_folder_or_a_missing_file_is_bad_usage(bare: CommandLine, facts: str) -> None:
    said = bare.run("decide", "one", "--programme", "food-certificate", "--facts", facts, "--json")
    assert (said.code, said.document["refused"]["code"]) == (2, "bad_usage")


def test_a_file_in_another_encoding_is_refused(bare: CommandLine, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_bytes('{"facts": {"возраст": 1}}'.encode("cp1251"))
    said = bare.run("decide", "one", "--programme", "food-certificate", "--facts", str(case), "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, "case_has_mistakes")
    assert "UTF-8" in said.document["refused"]["sentence"]


def test_the_published_version_decides_and_a_file_that_differs_is_told_so(socert: CommandLine, tmp_path: Path) -> None:
    assert socert.run("programme", "publish", str(FOOD)).code == 0
    by_id = decide(socert, GRANTED, "--published", "--json")
    assert (by_id.code, by_id.err) == (0, "")
    assert by_id.document["is_published"]
    by_file = decide(socert, GRANTED, "--json")
    assert {**by_file.document, "is_published": True} == by_id.document
    other = tmp_path / "other.yaml"
    other.write_text(FOOD.read_text(encoding="utf-8").replace("children >= 1", "children >= 3"), encoding="utf-8")
    beside = decide(socert, GRANTED, "--programme", str(other), "--published", "--json")
    assert (beside.code, beside.document) == (0, by_id.document)
    assert "the file's version from 2026-01-01 is not the published one" in beside.err
    assert by_id.document["sha256"][:12] in beside.err
    hint = f"socert programme diff --published food-certificate {other}"
    assert hint in beside.err
    refused = socert.run("programme", "publish", str(other), "--json")
    assert refused.document["refused"]["sentence"].endswith(hint)
    assert "programme diff" not in socert.run("programme", "diff", "--published", str(other), str(other)).err
    changed = socert.ask("programme", "diff", "--published", str(other), str(other))
    assert [one["code"] for part in changed["parts"] for one in part["changes"]] == ["criterion_when"]


def test_what_was_never_published_is_refused(socert: CommandLine, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(FOOD.read_text(encoding="utf-8").replace("id: food-certificate", "id: mine"), encoding="utf-8")
    for name in (str(mine), "nothing"):
        said = decide(socert, GRANTED, "--programme", name, "--published", "--json")
        assert (said.code, said.document["refused"]["code"]) == (1, "programme_unknown")
