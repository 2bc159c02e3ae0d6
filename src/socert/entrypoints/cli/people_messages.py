"""`socert people messages`: what was sent to people; an example shows it."""

import click

from socert.domain import installation, messages
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.moments import shown
from socert.entrypoints.cli.opening import database_option, open_work


@click.command("messages")
@click.option(
    "--rows", type=click.IntRange(1, 1_000), default=20, show_default=True, help="How many, the newest first."
)
@database_option
@json_option
def command(rows: int, database: str | None) -> None:
    """What was sent to people and what became of it. Phones and texts are shown by an example installation only."""
    with open_work(database=database) as work:
        is_example = work.site.installation.kind is installation.Kind.EXAMPLE
        # What is over may still be readable here for a moment, until a server forgets it.
        found = [(one, is_example and one.expires_at > work.now) for one in messages.recent(work.conn, limit=rows)]
        zone = work.site.installation.zone
    document = [
        {
            "id": one.id,
            "at": one.made_at,
            "until": one.expires_at,
            "status": one.status.name.lower(),
            "tries": one.tries,
            "phone": one.phone if is_shown else None,
            "text": one.body if is_shown else None,
        }
        for one, is_shown in found
    ]
    drawn = [
        (shown(one.made_at, zone=zone), one.status.name.lower(), *((one.phone, one.body) if is_shown else (None, None)))
        for one, is_shown in found
    ]
    lines = [table(("at", "status", "phone", "text"), drawn)] if drawn else ["No messages."]
    answer({"messages": document}, lines=lines)
