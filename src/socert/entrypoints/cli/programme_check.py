"""`socert programme check`: everything that is wrong with programme files, and what could be better."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from socert.domain import catalogue, criteria, decisions, programmes
from socert.domain.files import Mistake
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.opening import ReadableFile, open_work, read_text
from socert.rulebook import examples_file, programme_files, read_rulebook, read_tree
from socert.settings import Settings, read_settings
from socert.values import Language
from socert.wiring import kept_card_key

#: Mistakes that an installation's own tree of categories may answer.
_OF_CATEGORIES = frozenset({"unknown_category", "a_service", "not_a_service"})
_Found = programmes.ProgrammeDefinition | tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with what is wrong, each mistake with the file it is in, and what could be better."""

    path: Path
    programme: str | None
    errors: tuple[tuple[Path, Mistake], ...]
    warnings: tuple[decisions.Remark, ...] = ()


@click.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=ReadableFile)
@click.option("--strict", "is_strict", is_flag=True, help="Let warnings fail as well.")
@json_option
def check(files: tuple[Path, ...], is_strict: bool) -> None:  # noqa: FBT001 - a flag
    """Tell everything that is wrong with programme files, and what could be better; nothing is published.

    Categories are those of the rulebook; where an installation has more, those count as well. Exits 1 when anything is
    wrong; warnings fail with --strict only.
    """
    settings = read_settings()
    ground = read_rulebook(settings.rulebook)
    found = _read(files, settings, ground)
    checked = [_check(path, one, ground) for path, one in found.items()]
    around = _check_rulebook(found, settings, ground)
    everything = (*checked, around)
    answer(
        {"files": [_document(one) for one in checked], "rulebook": _document(around)},
        lines=[line for one in everything for line in _lines(one, is_rulebook=one is around)],
    )
    if any(one.errors or (is_strict and one.warnings) for one in everything):
        raise click.exceptions.Exit(1)


def mistakes_as_document(mistakes: Iterable[tuple[Path, Mistake]]) -> list[dict[str, Any]]:
    """Mistakes with the file each is in."""
    return [
        {"file": str(path), "path": one.path, "line": one.line, "code": one.code, "text": one.text.as_dict()}
        for path, one in mistakes
    ]


def _read(files: Sequence[Path], settings: Settings, ground: criteria.Ground) -> Mapping[Path, _Found]:
    texts = {path: read_text(path) for path in files}
    tree = read_tree(settings.rulebook)
    found = {path: programmes.check(text=text, tree=tree, ground=ground) for path, text in texts.items()}
    codes = {mistake.code for one in found.values() if isinstance(one, tuple) for mistake in one}
    if codes & _OF_CATEGORIES and kept_card_key(settings) is not None:
        with open_work() as work:
            tree = catalogue.categories(work.conn)
        found = {path: programmes.check(text=text, tree=tree, ground=ground) for path, text in texts.items()}
    return found


def _check(path: Path, found: _Found, ground: criteria.Ground) -> Checked:
    if isinstance(found, tuple):
        return Checked(path, None, tuple((path, one) for one in found))
    errors = [(path, one) for one in decisions.mistakes_of_configuration(found, ground=ground)]
    table = examples_file(path, found)
    text = read_text(table) if table is not None and table.is_file() else None
    if table is not None and text is None:
        errors.append((path, decisions.examples_are_missing(str(table))))
    if text is not None and table is not None and not errors:
        read = decisions.read_examples(text, definition=found, ground=ground)
        errors += [(table, one) for one in read if isinstance(one, Mistake)]
    warnings = () if errors else decisions.remarks_on(found, ground=ground, examples=text)
    return Checked(path, found.id, tuple(errors), warnings)


def _check_rulebook(found: Mapping[Path, _Found], settings: Settings, ground: criteria.Ground) -> Checked:
    """What no single programme is to blame for: regions' additions to nothing, parameters nobody needs."""
    given = {path.resolve(): one for path, one in found.items()}
    tree = read_tree(settings.rulebook)
    rest = [path for path in programme_files(settings.rulebook) if path.resolve() not in given]
    read = [*given.values(), *(programmes.check(text=read_text(path), tree=tree, ground=ground) for path in rest)]
    sound = [one for one in read if isinstance(one, programmes.ProgrammeDefinition)]
    if len(sound) < len(read):
        return Checked(settings.rulebook, None, ())
    wrong = decisions.additions_to_nothing(ground, programme_ids={one.id for one in sound})
    return Checked(
        settings.rulebook,
        None,
        tuple((settings.rulebook, one) for one in wrong),
        decisions.unused_parameters(sound, ground=ground),
    )


def _document(one: Checked) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "programme": one.programme,
        "errors": mistakes_as_document(one.errors),
        "warnings": [{"code": remark.code, "text": remark.text.as_dict()} for remark in one.warnings],
    }


def _lines(one: Checked, *, is_rulebook: bool) -> list[str]:
    lines = [f"{path}: {mistake}" for path, mistake in one.errors]
    lines += [f"{one.path}: warning: {remark.text.in_language(Language.EN)}" for remark in one.warnings]
    if not one.errors and not is_rulebook:
        lines.append(f"{one.path}: programme {one.programme} is sound")
    return lines
