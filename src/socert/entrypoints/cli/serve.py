"""`socert serve`: the HTTP server in the foreground."""

import os
from pathlib import Path

import click

from socert import outside
from socert.domain import installation
from socert.entrypoints.cli.answering import tell
from socert.entrypoints.cli.opening import database_option, open_site
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.server import crew, running
from socert.settings import read_settings

DEFAULT_PORT = 8080
PORT_MAX = 65_535
PROCESSES_MAX = 64
PROCESSES_OF_ITS_OWN = 4


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, PORT_MAX),
    default=DEFAULT_PORT,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, PROCESSES_MAX),
    default=None,
    help=f"How many processes share the port; without it one a processor, up to {PROCESSES_OF_ITS_OWN}.",
)
@database_option
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the base URL into this file once the server answers.",
)
def command(host: str, port: int, processes: int | None, database: str | None, ready_file: Path | None) -> None:
    """Serve the API and the pages until Ctrl-C or SIGTERM."""
    if ready_file is not None:
        ready_file.unlink(missing_ok=True)  # an earlier server's address leads nowhere

    def ready(url: str) -> None:
        tell(f"Serving at {url} – Ctrl-C ends it.")
        if ready_file is not None:
            write_whole(ready_file, text=f"{url}\n")

    with open_site(database=database) as site:
        try:
            settings = read_settings()
            sender = outside.make_sender(settings)
            if sender is None and site.installation.kind is installation.Kind.LIVE:
                tell("No codes are sent: set SOCERT_MESSAGE_COMMAND or SOCERT_MESSAGE_FOLDER if programmes want them.")
            running.serve(
                site,
                host=host,
                port=port,
                ready=ready,
                sender=sender,
                limits=settings.limits,
                entrances=outside.make_entrances(settings),
                processes=processes or min(len(os.sched_getaffinity(0)), PROCESSES_OF_ITS_OWN),
            )
        except running.UnableToListen as error:
            raise Refused("unable_to_listen", str(error)) from error
        except crew.UnableToKeepServing as error:
            raise Refused("unable_to_keep_serving", str(error)) from error
    tell("Ended.")


def write_whole(path: Path, *, text: str, mode: int = 0o644) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.touch(mode)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
