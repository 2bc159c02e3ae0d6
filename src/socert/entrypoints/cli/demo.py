"""`socert demo`: the food pilot, then its pages in the foreground."""

from collections.abc import Iterator

import click

from socert import wiring
from socert.entrypoints.cli.answering import tell
from socert.entrypoints.cli.opening import open_site
from socert.entrypoints.cli.replay import FOOD_PILOT_PEOPLE, play
from socert.entrypoints.cli.serve import DEFAULT_PORT
from socert.entrypoints.cli.tryout import prepare_tryout
from socert.entrypoints.replays import food_pilot
from socert.entrypoints.server import running
from socert.settings import read_settings

SEED = 1
_PORTS_TRIED = 20


@click.command("demo")
def command() -> None:
    """A pilot district lives through some weeks; then its pages, until Ctrl-C.

    DEMO_PEOPLE=N takes fewer people; DEMO_EXIT=1 ends after the run.
    """
    settings = read_settings()
    with wiring.open_server_of(settings):  # so that the server stays up between the run and the pages
        people = settings.demo_people or FOOD_PILOT_PEOPLE
        report = play(settings, food_pilot.story, people=people, seed=SEED, database=wiring.DEMO_DATABASE)
        prepare_tryout(database=wiring.DEMO_DATABASE)
        if not settings.demo_exit:
            _serve()
    if not report.holds:
        raise click.exceptions.Exit(1)


def _serve() -> None:
    with open_site(database=wiring.DEMO_DATABASE) as site:
        for port in _ports():
            try:
                running.serve(site, host="127.0.0.1", port=port, ready=_ready)
            except running.UnableToListen:
                continue
            return


def _ports() -> Iterator[int]:
    """8080, those after it, and at last any free one."""
    yield from range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED)
    yield 0


def _ready(url: str) -> None:
    tell(f"See what happened at {url} – Ctrl-C ends it.")
