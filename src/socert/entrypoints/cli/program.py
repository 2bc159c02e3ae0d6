"""`socert` with all its commands."""

import signal
from collections.abc import Mapping
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from socert.entrypoints.cli.refusing import Commands

_ENDED_BY_SIGTERM = 128 + signal.SIGTERM

#: Each command's file in this folder and its name there. Loaded when asked for: most need neither server nor replays.
_PLACES: Mapping[str, tuple[str, str]] = {
    "bench": ("benches", "group"),
    "budget": ("budget", "group"),
    "backup": ("backup", "command"),
    "catalogue": ("catalogue", "group"),
    "certificates": ("certificates", "group"),
    "checkpoint": ("checkpoint", "command"),
    "clearing": ("clearing", "group"),
    "clock": ("clock", "group"),
    "decide": ("decide", "group"),
    "demo": ("demo", "command"),
    "doctor": ("doctor", "command"),
    "generate": ("generate", "group"),
    "init": ("init", "command"),
    "merchant": ("merchant", "group"),
    "migrate": ("migrate", "command"),
    "people": ("people", "group"),
    "programme": ("programme", "group"),
    "quote": ("quote", "command"),
    "replay": ("replay", "group"),
    "report": ("report", "group"),
    "restore": ("restore", "command"),
    "serve": ("serve", "command"),
    "staff": ("staff", "group"),
    "verify": ("verify", "command"),
}


class Program(Commands):
    """Finds commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names."""
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """A command, or None when there is none of that name."""
        if cmd_name not in _PLACES:
            return None
        file, name = _PLACES[cmd_name]
        command: click.Command = getattr(import_module(f"socert.entrypoints.cli.{file}"), name)
        return command


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="socert", message="socert %(version)s")
def program() -> None:
    """Electronic social certificates, decided at the till, line by line, with reasons.

    Commands act on the installation in .socert (SOCERT_HOME moves it); one that finds none makes an example one.
    With --json a command prints exactly one JSON document on stdout and everything else on stderr.
    """


def main() -> None:
    """Run `socert` on the process's arguments.

    Exits 0 when what the command promises holds, 1 when not, 2 on bad usage.
    """
    signal.signal(signal.SIGTERM, _leave)
    program(prog_name="socert")


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    # As an exception, so that the private server's lease is given back on the way out.
    raise SystemExit(_ENDED_BY_SIGTERM)
