"""`socert doctor`: what was found, which versions, what is wrong and how to mend it; nothing is changed."""

from collections.abc import Sequence

import click
import psycopg

from socert import wiring
from socert.domain import installation
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.moments import shown
from socert.entrypoints.cli.showing import site_lines
from socert.postgres import DatabaseServer, Finding, UnableToUseDatabase, examine, examine_machine
from socert.settings import Settings, read_settings

#: Complaints one can live with for a while; all others end with exit 1.
_MILD = frozenset({"free disk space", "migrations", "jit"})


@click.command("doctor")
@json_option
def command() -> None:
    """Say what is here, which versions, and how to mend what is wrong; exit 1 when something must be mended.

    Nothing is made and nothing is changed.
    """
    findings = _findings(read_settings())
    serious = [one for one in findings if one.complaint is not None and one.name not in _MILD]
    answer(
        {"is_well": not serious, "findings": [_document(one) for one in findings]},
        lines=[line for one in findings for line in _lines(one)],
    )
    if serious:
        raise click.exceptions.Exit(1)


def _findings(settings: Settings) -> list[Finding]:
    try:
        with wiring.look_at_server_of(settings) as server:
            return [*_examined(server, settings)]
    except UnableToUseDatabase as error:
        return [
            *examine_machine(home=settings.home, data=None),
            Finding(name="server", value="cannot be used", complaint=str(error), remedy=_server_remedy(settings)),
        ]


def _server_remedy(settings: Settings) -> str:
    if settings.owner_url is None:
        return "When it is mended, ask again: socert doctor. The private server's own words stand in its postgres.log."
    return "When it is mended, or SOCERT_DATABASE_URL leads to another server, ask again: socert doctor."


def _examined(server: DatabaseServer | None, settings: Settings) -> Sequence[Finding]:
    if server is None:
        return [*examine_machine(home=settings.home, data=None), _nothing_yet()]
    try:
        site = wiring.look_at_site(server, settings)
        if site is None:
            return [*examine_machine(home=settings.home, data=server.data_dir), _nothing_yet()]
        about = _about(site)
    except wiring.UnableToServe as error:
        remedy = f"SOCERT_CARD_KEY is stronger than the file {settings.home / 'card.key'}; then: socert doctor."
        about = [Finding(name="kind", value="unusable", complaint=str(error), remedy=remedy)]
    except psycopg.Error:
        about = []  # said by the examination, which asks the same database
    examined = examine(
        server=server,
        database=wiring.main_database(server),
        home=settings.home,
        history_tables=wiring.HISTORY_TABLES,
    )
    return [*examined, *about]


def _nothing_yet() -> Finding:
    value = "none made yet: socert init makes one (with --live a live one), any other command an example one"
    return Finding(name="kind", value=value)


def _about(site: wiring.Site) -> list[Finding]:
    with site.transaction() as conn:
        now = shown(site.now(conn), zone=site.installation.zone)
    moves = site.installation.kind is installation.Kind.EXAMPLE
    return [
        Finding(name="kind", value=site_lines(site)[0]),
        Finding(name="clock", value=f"{now}, {'an example: it can be moved' if moves else 'real time'}"),
    ]


def _document(one: Finding) -> dict[str, str | bool | None]:
    return {
        "name": one.name,
        "value": one.value,
        "is_well": one.complaint is None,
        "complaint": one.complaint,
        "remedy": one.remedy,
    }


def _lines(one: Finding) -> list[str]:
    if one.complaint is None:
        return [f"ok   {one.name}: {one.value}"]
    mark = "note" if one.name in _MILD else "BAD "
    return [f"{mark} {one.name}: {one.value}", f"     {one.complaint}", f"     {one.remedy}"]
