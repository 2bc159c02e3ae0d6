"""`socert decide …`: one case with its reasons, or a whole population."""

import click


@click.group("decide")
def group() -> None:
    """Who is entitled, who is not, and what has to be asked first."""
