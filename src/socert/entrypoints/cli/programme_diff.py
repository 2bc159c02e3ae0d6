"""`socert programme diff`: what changed, in words."""

from datetime import date

import click

from socert.domain import criteria, decisions, programmes
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.meaning import Meant, language_option, published_option, read_meant
from socert.entrypoints.cli.refusing import Refused
from socert.rulebook import read_rulebook
from socert.settings import read_settings
from socert.values import Language

_AT = "@"


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@published_option
@language_option
@json_option
def diff(
    old: str,
    new: str,
    is_published: bool,  # noqa: FBT001 - a flag
    language: Language,
) -> None:
    """Tell in words what changed from OLD to NEW; exits 0 whether anything did or not.

    Each is a programme's id or a programme file, and may end in @DATE: the version in force on that day alone. With
    --published OLD is what the installation has published.
    """
    reference = read_settings().rulebook
    ground = read_rulebook(reference)
    (old_name, old_day), (new_name, new_day) = _parted(old), _parted(new)
    before = read_meant(old_name, reference=reference, ground=ground, is_published=is_published)
    after = read_meant(new_name, reference=reference, ground=ground, is_published=False)
    compared = _compare(before, after, days=(old_day, new_day), ground=ground)
    document = {
        "programme": compared.programme,
        "is_unchanged": compared.is_unchanged,
        "parts": compared.parts,
    }
    answer(document, lines=decisions.lines_of_compared(compared, language=language))


def _compare(
    old: Meant, new: Meant, *, days: tuple[date | None, date | None], ground: criteria.Ground
) -> decisions.Compared:
    if days == (None, None):
        return decisions.compare(old.definition, new.definition, ground=ground)
    before, after = _version(old.definition, days[0]), _version(new.definition, days[1])
    return decisions.compare_versions((old.definition, before), (new.definition, after), ground=ground)


def _version(definition: programmes.ProgrammeDefinition, day: date | None) -> programmes.VersionDefinition:
    """The version in force on a day, the last one where no day is named."""
    found = definition.versions[-1] if day is None else decisions.version_of(definition, day=day)
    if found is None:
        raise Refused("version_unknown", f"{definition.id} has no version that began by {day}.")
    return found


def _parted(given: str) -> tuple[str, date | None]:
    name, at, day = given.rpartition(_AT)
    if not at:
        return given, None
    try:
        return name, date.fromisoformat(day)
    except ValueError as error:
        raise click.BadParameter(f"{day!r} is not a day; please write it as {name}@2026-12-31.") from error
