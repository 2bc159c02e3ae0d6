"""`socert generate people`: one document, the same region again, refusals in words; no installation is made."""

from pathlib import Path

from click.testing import CliRunner

from given.command_line import CommandLine
from socert.entrypoints.cli.program import program


def test_people_are_invented_and_told_in_one_document(tmp_path: Path) -> None:
    socert, out = CommandLine(tmp_path / "home"), tmp_path / "region"
    asked = ("generate", "people", "--count", "40", "--seed", "9", "--date", "2026-11-01", "--region", "north")
    told = socert.ask(*asked, "--out", str(out))
    assert (told["people"], told["seed"], told["date"], told["region"], told["is_new"]) == (
        *(40, 9, "2026-11-01", "north"),
        True,
    )
    assert sum(told["answers"]["age"].values()) == 40
    assert told["not_invented"] == told["not_asked"] == []
    assert sorted(path.name for path in out.iterdir()) == sorted((*told["files"], "region.json"))
    again = socert.run(*asked, "--out", str(out))
    assert "already lay there" in again.out
    refused = socert.run("generate", "people", "--count", "41", "--out", str(out), "--json")
    assert refused.code == 1
    assert refused.document["refused"]["code"] == "folder_not_empty"
    assert not socert.home.exists()


def test_nobody_too_many_and_nameless_regions_are_bad_usage(tmp_path: Path) -> None:
    for wrong in (
        ("--count", "0"),
        ("--count", "49000001"),
        ("--count", "5", "--seed", "-1"),
        ("--count", "5", "--date", "tomorrow"),
        ("--count", "5", "--region", "../north"),
    ):
        said = CliRunner().invoke(program, ["generate", "people", *wrong, "--out", str(tmp_path / "region")])
        assert said.exit_code == 2, wrong
        assert "Usage: socert generate people" in said.output.replace("program", "socert")
    assert not (tmp_path / "region").exists()
