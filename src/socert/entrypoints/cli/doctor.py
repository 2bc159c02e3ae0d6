"""`socert doctor`: what was found, which versions, what is wrong and how to mend it."""

from collections.abc import Sequence

import click

from socert import wiring
from socert.domain import installation
from socert.entrypoints.cli.answering import answer, json_option, tell
from socert.entrypoints.cli.moments import shown
from socert.entrypoints.cli.showing import site_lines
from socert.postgres import DatabaseServer, Finding, examine
from socert.settings import Settings, read_settings

#: Complaints one can live with for a while; all others end with exit 1.
_MILD = frozenset({"free disk space", "migrations"})


@click.command("doctor")
@json_option
def command() -> None:
    """Say what is here, which versions, and how to mend what is wrong; exit 1 when something must be mended."""
    settings = read_settings()
    with wiring.open_server_of(settings) as server:
        site = _site_findings(settings)
        findings = [*_examined(server, settings), *site]
    serious = [one for one in findings if one.complaint is not None and one.name not in _MILD]
    answer(
        {"is_well": not serious, "findings": [_document(one) for one in findings]},
        lines=[line for one in findings for line in _lines(one)],
    )
    if serious:
        raise click.exceptions.Exit(1)


def _examined(server: DatabaseServer, settings: Settings) -> Sequence[Finding]:
    return examine(
        server=server,
        database=wiring.main_database(server),
        home=settings.home,
        history_tables=wiring.HISTORY_TABLES,
    )


def _site_findings(settings: Settings) -> list[Finding]:
    """What the installation says of itself; a broken one complains and does not stop the others."""
    try:
        with wiring.open_site(settings, database=None, tell=tell) as site, site.transaction() as conn:
            now = shown(site.now(conn), zone=site.installation.zone)
            moves = site.installation.kind is installation.Kind.EXAMPLE
            return [
                Finding(name="kind", value=site_lines(site)[0]),
                Finding(name="clock", value=f"{now}, {'an example: it can be moved' if moves else 'real time'}"),
            ]
    except wiring.UnableToServe as error:
        return [Finding(name="kind", value="unusable", complaint=str(error), remedy="As the sentence says.")]


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
