"""`socert decide one`: one case, decided and explained."""

import sys
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import click

from socert.domain import criteria, decisions
from socert.domain.files import FILE_BYTES_MAX
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.meaning import Meant, language_option, published_option, read_meant
from socert.entrypoints.cli.moments import Day
from socert.entrypoints.cli.refusing import Refused
from socert.rulebook import read_rulebook
from socert.settings import read_settings
from socert.values import Language

_STANDARD_INPUT = "-"
ENGINE = f"socert {version('socert')}"


@click.command("one")
@click.option("--programme", required=True, metavar="P", help="A programme's id, or a programme file.")
@click.option(
    "--facts",
    required=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help='JSON: {"date", "region", "facts": {name: value}}; - reads standard input. README.md says more.',
)
@click.option("--date", "day", type=Day(), help="The day of the legal event; otherwise the case's, else --decided-on.")
@click.option("--decided-on", type=Day(), help="The day the facts are looked at; otherwise today.")
@click.option("--region", metavar="ID", help="A region of the rulebook; otherwise the case's, else common rules.")
@published_option
@language_option
@json_option
def one(  # noqa: PLR0917 - click passes options by name
    programme: str,
    facts: str,
    day: date | None,
    decided_on: date | None,
    region: str | None,
    is_published: bool,  # noqa: FBT001 - a flag
    language: Language,
) -> None:
    """Decide one case and say why: what is met, what is not, what has to be known first.

    Exits 0 whatever the decision is, 1 when nothing could be decided.
    """
    reference = read_settings().rulebook
    ground = read_rulebook(reference)
    today = decided_on or datetime.now(tz=UTC).astimezone().date()
    case = _read(facts, ground=ground, decided_on=today)
    meant = read_meant(programme, reference=reference, ground=ground, is_published=is_published)
    record = _decide(meant, case, ground, day=day or case.day or today, region=region or case.region, today=today)
    answer(record, lines=decisions.lines_of(decisions.explain(record, language=language)))


def _read(name: str, *, ground: criteria.Ground, decided_on: date) -> decisions.Case:
    # One byte more than is taken is enough to know that there is too much, however much there is.
    if name == _STANDARD_INPUT:
        document = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                document = file.read(FILE_BYTES_MAX + 1)
        except OSError as error:
            raise Refused("file_unreadable", f"{name} cannot be read: {error.strerror}.") from error
    case = decisions.read_case(document, ground=ground, decided_on=decided_on)
    if isinstance(case, tuple):
        raise Refused("case_has_mistakes", "\n".join(f"{name}: {mistake}" for mistake in case))
    return case


def _decide(
    meant: Meant, case: decisions.Case, ground: criteria.Ground, *, day: date, region: str | None, today: date
) -> decisions.DecisionRecord:
    ruling = decisions.ruling_of(meant.definition, day=day, region=region, ground=ground)
    settled = decisions.settle_all(case.statements, ruling=ruling, facts=ground.facts, decided_on=today)
    decided = decisions.decide(ruling, settled=settled, facts=ground.facts, decided_on=today)
    return decisions.record_of(
        decided, statements=case.statements, ground=ground, is_published=meant.is_published, engine=ENGINE
    )
