"""`socert bench`: measurements on this machine; each is a command of its own."""

import click

from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.catalogue_bench import bench as catalogue

NAMES: tuple[str, ...] = ("catalogue",)


@click.group("bench", invoke_without_command=True)
@json_option
@click.pass_context
def group(ctx: click.Context) -> None:
    """Measure on this machine."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_benches)


group.add_command(catalogue)


@group.command("list")
@json_option
def list_benches() -> None:
    """Which benches there are."""
    answer({"benches": NAMES}, lines=NAMES or ["There are no benches yet."])
