"""The bench of decisions counts against the truth and times what it says, for few people here."""

from pathlib import Path
from typing import Any

import pytest

from given.command_line import CommandLine
from given.rulebook import REFERENCE, RULEBOOK
from socert import rulebook
from socert.domain import programmes
from socert.entrypoints.benches.decisions import many

PEOPLE = 3_000


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("bench")
    options = ("--people", str(PEOPLE), "--no-openfisca", "--out", str(home / "out"))
    found: dict[str, Any] = CommandLine(home / "home").ask("bench", "decisions", *options)
    (page,) = (home / "out").glob("decisions-*.md")
    assert "unjustified refusals | 0 |" in page.read_text(encoding="utf-8")
    return found


def test_nobody_is_refused_or_granted_against_the_truth_but_where_a_fresh_register_was_wrong(
    report: dict[str, Any],
) -> None:
    assert (report["unjustified_refusals"], report["unjustified_grants"]) == (0, 0)
    assert report["register_errors"] > 0
    assert report["asked"] > 0


def test_taking_the_unknown_for_no_refuses_people_the_truth_entitles(report: dict[str, Any]) -> None:
    naive = report["two_values"]
    assert naive["unjustified_refusals"] > 0
    assert naive["asked"] == 0


def test_every_decision_is_counted_once(report: dict[str, Any]) -> None:
    for counts in (report["three_values"], report["two_values"]):
        assert counts["decisions"] == PEOPLE * report["programmes"]
        assert counts["entitled"] + counts["not_entitled"] + counts["asked"] == counts["decisions"]


def test_it_times_one_case_populations_and_the_command(report: dict[str, Any]) -> None:
    assert [one["people"] for one in report["growth"]] == [PEOPLE // 10, PEOPLE]
    assert [one["programmes"] for one in report["from_file_to_file"]] == [1, report["programmes"]]
    assert min(report["one_case_ms"], report["seconds_per_million"], report["peak_mib"]) > 0
    assert (report["ratios"], report["openfisca"]) == ({}, None)


def test_ninety_four_programmes_are_sound_and_differ(tmp_path: Path) -> None:
    tree = rulebook.read_tree(REFERENCE)

    def is_sound(text: str) -> bool:
        return not isinstance(programmes.check(text=text, tree=tree, ground=RULEBOOK), tuple)

    paths = many.write_programmes(rulebook.programme_files(REFERENCE), folder=tmp_path, is_sound=is_sound)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert len(set(paths)) == many.COUNT
    assert all(map(is_sound, texts))
    conditions = {tuple(line.strip() for line in text.splitlines() if "when:" in line) for text in texts}
    assert len(conditions) > len(rulebook.programme_files(REFERENCE)) * 2
