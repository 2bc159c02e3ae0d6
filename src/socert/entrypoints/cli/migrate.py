"""`socert migrate`: bring a database up to date."""

import click

from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.opening import database_option, open_site


@click.command("migrate")
@database_option
@json_option
def command(database: str | None) -> None:
    """Bring the database up to date. Every other command does so on its way as well."""
    with open_site(database=database) as site:  # which migrates
        answer({"database": site.database}, lines=[f"{site.database} is up to date."])
