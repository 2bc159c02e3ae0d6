"""`socert` with all its commands."""

import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from socert.entrypoints.cli import (
    benches,
    budget,
    catalogue,
    certificates,
    clearing,
    clock,
    demo,
    doctor,
    init,
    merchant,
    migrate,
    people,
    programme,
    replay,
    serve,
    verify,
)
from socert.entrypoints.cli.refusing import Commands

_ENDED_BY_SIGTERM = 128 + signal.SIGTERM


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="socert", message="socert %(version)s")
def program() -> None:
    """Electronic social certificates, decided at the till, line by line, with reasons.

    Commands act on the installation in .socert (SOCERT_HOME moves it); one that finds none makes an example one.
    With --json a command prints exactly one JSON document on stdout and everything else on stderr.
    """


for _command in (
    init.command,
    doctor.command,
    migrate.command,
    clock.group,
    serve.command,
    programme.group,
    budget.group,
    merchant.group,
    people.group,
    certificates.group,
    catalogue.group,
    clearing.group,
    verify.command,
    replay.group,
    demo.command,
    benches.group,
):
    program.add_command(_command)


def main() -> None:
    """Run `socert` on the process's arguments.

    Exits 0 when what the command promises holds, 1 when not, 2 on bad usage.
    """
    signal.signal(signal.SIGTERM, _leave)
    try:
        program(prog_name="socert")
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    # As an exception, so that the private server's lease is given back on the way out.
    raise SystemExit(_ENDED_BY_SIGTERM)
