"""The Makefile explains itself, each target does the set-up it needs, and CI runs what the README says."""

import os
import re
import subprocess

import pytest

from given.checkout import CHECKOUT

TARGET = re.compile(r"^([a-z]+):([^#=\n]*)(?:## (.+))?$", re.MULTILINE)
TARGETS = {
    name: (tuple(needs.split()), caption)
    for name, needs, caption in TARGET.findall((CHECKOUT / "Makefile").read_text(encoding="utf-8"))
}
PROMISED = {"setup", "demo", "test", "check", "run", "bench", "lock"}


def test_the_promised_targets_exist() -> None:
    assert set(TARGETS) >= PROMISED


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_has_one_line_of_help(name: str) -> None:
    listing = subprocess.run(
        ["make", "--no-print-directory", "-C", CHECKOUT], capture_output=True, text=True, check=True
    )
    _, caption = TARGETS[name]
    assert caption
    assert re.search(rf"^make {name} +{re.escape(caption)}$", listing.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"help", "setup", "lock"}))
def test_a_target_does_the_set_up_it_needs(name: str) -> None:
    needs, _ = TARGETS[name]
    assert "setup" in needs or all("setup" in TARGETS[need][0] for need in needs)


def test_ci_does_the_static_checks_and_then_exactly_the_readmes_test_command() -> None:
    script = CHECKOUT / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if line.startswith("make ")]
    assert commands == ["make lint types imports", "make test"]
    assert os.access(script, os.X_OK)
    assert "export CI=true" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in (CHECKOUT / "README.md").read_text(encoding="utf-8")
