"""`socert decide …`: one case with its reasons, or a whole population."""

import click

from socert.entrypoints.cli.decide_one import one
from socert.entrypoints.cli.decide_population import population


@click.group("decide")
def group() -> None:
    """Who is entitled, who is not, and what has to be asked first."""


group.add_command(one)
group.add_command(population)
