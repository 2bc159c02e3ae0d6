"""OpenFisca lives in an environment of its own, made once; its rule decides what the programme's file says."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from given.checkout import CHECKOUT
from given.regions import DAY, REFERENCE, make

RULE = CHECKOUT / "benchmarks" / "openfisca_rule.py"
PYTHON = CHECKOUT / ".venv-openfisca" / "bin" / "python"
STAND_IN = """#!/bin/sh
case "$*" in
    "-m venv"*) mkdir -p .venv-openfisca/bin && cp "$0" .venv-openfisca/bin/python && echo venv >>did ;;
    *"pip install"*--require-hashes*) echo packages >>did; exit {pip} ;;
    *openfisca_core*) exit 0 ;;
esac
"""
#: The same rule with missing as no, none and nothing, over the columns OpenFisca is given.
IN_SQL = """
    coalesce(resident, false) and not coalesce(in_care_home, false) and (
        coalesce(children, 0) >= 1
        or coalesce(disability_group, 'none') <> 'none'
        or coalesce(veteran_kind, 'none') <> 'none'
        or coalesce(lives_alone, lives_alone__population, false)
            and coalesce(income_per_head, income_per_head__pension, 0) * 100 < 24680 * 150
        or coalesce(income_per_head, income_per_head__pension, 0) < 24680 and coalesce(income_reason_is_valid, false)
    )
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    (folder / "tools").mkdir(parents=True)
    for name in ("tools/openfisca", "requirements-openfisca.txt"):
        shutil.copy(CHECKOUT / name, folder / name)
    return folder


def test_the_environment_is_made_once_and_again_when_its_lock_changes(checkout: Path) -> None:
    first, second = _make(checkout), _make(checkout)
    assert first.stdout == second.stdout == f"{checkout}/.venv-openfisca/bin/python\n"
    assert _did(checkout) == ["venv", "packages"]
    with (checkout / "requirements-openfisca.txt").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    _make(checkout)
    assert _did(checkout) == ["venv", "packages"] * 2


def test_without_network_it_says_so_and_tries_again_next_time(checkout: Path) -> None:
    failed = _make(checkout, pip=1, expected=1)
    assert "It needs the network once; without it leave the comparison out." in failed.stderr
    assert failed.stdout == ""
    _make(checkout)
    assert _did(checkout) == ["venv", "packages"] * 2


def test_without_a_set_up_it_names_it(checkout: Path) -> None:
    told = subprocess.run([checkout / "tools" / "openfisca"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "make setup" in told.stderr


@pytest.mark.skipif(not PYTHON.exists(), reason="tools/openfisca was not run here")
def test_the_rule_decides_as_the_same_conditions_in_sql(tmp_path: Path) -> None:
    region = make(tmp_path / "region", count=20_000)
    answers = tmp_path / "answers.parquet"
    told = json.loads(_rule(region.folder / "facts.parquet", region="north", out=answers).stdout)
    assert told["people"] == 20_000
    assert told["criteria"] == 9
    assert told["best_seconds"] == min(told["seconds"])
    assert 0 < told["best_calculate_seconds"] < told["best_coded_seconds"]
    ours = dict(region.ask(f"select person, {IN_SQL} from facts"))
    theirs: dict[Any, Any] = dict(duckdb.read_parquet(str(answers)).fetchall())
    assert theirs == ours
    assert sum(theirs.values()) == told["granted"]
    assert json.loads(_rule(region.folder / "facts.parquet", region="river").stdout)["criteria"] == 8
    refused = _rule(region.folder / "facts.parquet", region="moon", expected=1)
    assert "moon.yaml" in refused.stderr


def _rule(
    facts: Path, *, region: str, out: Path | None = None, expected: int = 0
) -> "subprocess.CompletedProcess[str]":
    named = {"--facts": facts, "--region": region, "--date": DAY, "--parameters": REFERENCE / "parameters.yaml"}
    options = [str(word) for option in named.items() for word in option] + ([] if out is None else ["--out", str(out)])
    told = subprocess.run(
        [PYTHON, RULE, *options, "--runs", "1", "--json"], capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == expected, told.stderr
    return told


def _make(checkout: Path, *, pip: int = 0, expected: int = 0) -> "subprocess.CompletedProcess[str]":
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(STAND_IN.format(pip=pip), encoding="utf-8")
    python.chmod(0o755)
    environment = {"HOME": os.environ.get("HOME", "/"), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(
        [checkout / "tools" / "openfisca"], env=environment, capture_output=True, text=True, check=False, timeout=20
    )
    assert told.returncode == expected, told.stderr
    return told


def _did(checkout: Path) -> list[str]:
    return (checkout / "did").read_text(encoding="utf-8").split()
