"""The README's way of a real pilot, and its cases with reasons, run as they stand there."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine, own_installation

SECONDS_MAX = 180
SECTION = "## The way of a real pilot"
REASONS = "## Who is entitled, and why"


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """A folder where the README's relative paths lead to this checkout, and `.socert` does not."""
    for name in (".venv", "reference"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    return tmp_path


def test_every_line_of_the_pilot_works_as_it_is_written(ground: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this system")
    with own_installation() as command_line:
        (ground / ".socert").symlink_to(command_line.home)
        done = _run(_pilot(), folder=ground, command_line=command_line)
        assert done.returncode == 0, done.stdout + done.stderr
        assert '"outcome":"approved"' in done.stdout
        assert re.search(r"The books hold: \d+ checks, [\d,]+ rows\.", done.stdout)
        assert "RUB 2,440.10 returned" in done.stdout
        (claim,) = command_line.ask("clearing", "list")["periods"][0]["claims"]
        assert (claim["number"], claim["status"], claim["reference"]) == ("1-0000000995", "paid", "payment order 1")
        assert (command_line.home / "till.key").stat().st_mode & 0o777 == 0o600


def test_every_case_is_explained_as_the_readme_shows(ground: Path) -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition(REASONS)[2].partition("\n## ")[0]
    cases = re.findall(r"```sh\n(.*?)```\n```\n(.*?)```", text, flags=re.DOTALL)
    assert len(cases) == 3
    for command, shown in cases:
        done = _run(
            f"alias socert=.venv/bin/socert\n{command}", folder=ground, command_line=CommandLine(ground / ".socert")
        )
        assert (done.returncode, done.stdout) == (0, shown), done.stderr


def _pilot() -> str:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    block = text.partition(SECTION)[2].partition("```sh\n")[2].partition("```")[0]
    assert block.startswith("alias socert=")
    return block.replace("8080", str(_free_port()))


def _run(block: str, *, folder: Path, command_line: CommandLine) -> "subprocess.CompletedProcess[str]":
    # From standard input, so that each line is read when the one before it is done, as at a prompt.
    script = f"set -e\nshopt -s expand_aliases\ntrap 'kill %1 2>/dev/null || true' EXIT\n{block}\nwait || true\n"
    return subprocess.run(
        ["bash"],
        input=script,
        cwd=folder,
        env=command_line.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
