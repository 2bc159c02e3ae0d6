"""`socert` as its users run it: in a process of its own, on an installation of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from typing import Any

from click.testing import CliRunner

from given.places import own_folder
from socert.entrypoints.cli.program import program
from socert.postgres import open_server

COMMAND = (sys.executable, "-m", "socert")
SECONDS_MAX = 120
_OF_THEIR_OWN = frozenset({"backup", "bench", "demo", "init", "replay", "restore", "serve"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs commands on the installation in `home`."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """Ours without what would lead elsewhere."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOCERT_", "DEMO_"))}
        return {**kept, "SOCERT_HOME": str(self.home), "PYTHONWARNINGS": "error"}

    def run(self, *arguments: str, given: str = "", **more: str) -> Said:
        """Run `socert` with arguments, standard input and more environment."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            input=given,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_MAX,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, *arguments: str, **more: str) -> Any:
        """Run a command with --json that must succeed; gives its document."""
        said = self.run(*arguments, "--json", **more)
        assert said.code == 0, said.err
        return said.document

    @contextmanager
    def serving(self, *arguments: str, **more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
        """A running server: its base URL and its process, ended afterwards if it still runs."""
        ready = self.home / f"ready-{time.monotonic_ns()}"
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--processes", "1", "--ready-file", str(ready), *arguments],
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield _wait_for(ready, process), process
        finally:
            process.terminate()
            process.communicate(timeout=30)


class NearCommandLine(CommandLine):
    """The same without a process of its own for each command: the program starts once, not hundreds of times.

    Commands that start servers, fork or measure their own process get one all the same.
    """

    def run(self, *arguments: str, given: str = "", **more: str) -> Said:
        """Run `socert` as `main` would, between streams of its own."""
        if arguments[:1] and arguments[0] in _OF_THEIR_OWN:
            return super().run(*arguments, given=given, **more)
        others = dict.fromkeys(os.environ.keys() - self.environment.keys())
        done = CliRunner(env={**others, **self.environment, **more}).invoke(
            program, arguments, input=given, prog_name="socert"
        )
        broken = None if isinstance(done.exception, SystemExit) else done.exception
        return Said(done.exit_code, done.stdout, done.stderr + "".join(format_exception(broken) if broken else ()))


@contextmanager
def own_installation(*, is_on_disk: bool = False) -> Iterator[CommandLine]:
    """A home of its own whose server stays up meanwhile, so that each command finds it running."""
    with own_folder(is_on_disk=is_on_disk) as ground:
        home = ground / ".socert"
        with open_server(home=home, owner_url=None, application_url=None):
            yield CommandLine(home)


def _wait_for(ready: Path, process: "subprocess.Popen[str]") -> str:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        if ready.exists():
            return ready.read_text(encoding="utf-8").strip()
        time.sleep(0.02)
    process.kill()
    raise AssertionError(f"the server did not start:\n{process.communicate()[1]}")
