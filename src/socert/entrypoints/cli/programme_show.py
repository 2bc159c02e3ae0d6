"""`socert programme show`: a programme as a resident reads it."""

from datetime import UTC, date, datetime

import click

from socert.domain import decisions
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.meaning import language_option, published_option, read_meant
from socert.entrypoints.cli.moments import Day
from socert.rulebook import read_rulebook
from socert.settings import read_settings
from socert.values import Language


@click.command("show")
@click.argument("programme", metavar="P")
@click.option("--region", metavar="ID", help="With a region's own numbers and criteria; otherwise the common ones.")
@click.option("--date", "day", type=Day(), help="As it is on that day; otherwise today, or its first day.")
@published_option
@language_option
@json_option
def show(
    programme: str,
    region: str | None,
    day: date | None,
    is_published: bool,  # noqa: FBT001 - a flag
    language: Language,
) -> None:
    """Tell what a programme gives, to whom, with which numbers, and which papers may be asked for.

    P is a programme's id, or a programme file.
    """
    reference = read_settings().rulebook
    ground = read_rulebook(reference)
    meant = read_meant(programme, reference=reference, ground=ground, is_published=is_published)
    first = meant.definition.versions[0].valid_from
    asked = day or max(datetime.now(tz=UTC).astimezone().date(), first)
    shown = decisions.show(meant.definition, day=asked, region=region, ground=ground, language=language)
    document = {"programme": meant.definition.id, "day": asked, "region": region, "language": language, "shown": shown}
    answer(document, lines=decisions.lines_of_shown(shown))
