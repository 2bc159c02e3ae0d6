"""Which programme is meant: an id of the rulebook, a file, or what the installation has published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from socert.domain import criteria, programmes
from socert.entrypoints.cli.answering import tell
from socert.entrypoints.cli.opening import open_work
from socert.entrypoints.cli.refusing import Refused
from socert.rulebook import UnreadableProgramme, find_programme, read_programme, read_tree
from socert.values import Language

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Meant:
    """A programme, and whether it was read from what was published."""

    definition: programmes.ProgrammeDefinition
    is_published: bool


def language_option(command: _Command) -> _Command:
    """Give a command the option --lang."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice([one.value for one in Language]),
        default=Language.RU.value,
        show_default=True,
        callback=lambda _ctx, _option, value: Language(value),
        help="The language of the words.",
    )(command)


def published_option(command: _Command) -> _Command:
    """Give a command the option --published."""
    return click.option(
        "--published",
        "is_published",
        is_flag=True,
        help="As the installation has published and locked it; otherwise from its file, and no database is needed.",
    )(command)


def read_meant(
    name: str, *, reference: Path, ground: criteria.Ground, is_published: bool, has_hint: bool = True
) -> Meant:
    """The programme of a name; tells where its file is not what was published. Raises UnreadableProgramme, Refused."""
    if not is_published:
        path = find_programme(name, folder=reference)
        return Meant(read_programme(path, tree=read_tree(reference), ground=ground), is_published=False)
    beside = _file_beside(name, reference=reference, ground=ground)
    programme = name if beside is None else beside.id
    with open_work() as work:
        definition = programmes.published(work.conn, programme=programme, ground=ground)
    if definition is None:
        raise Refused(
            "programme_unknown",
            f"No programme '{programme}' is published here. See: socert programme list; without --published its file "
            "is read.",
        )
    if beside is not None:
        hint = f" What differs: socert programme diff --published {programme} {name}." if has_hint else ""
        _tell_of_changes(name, beside, definition, hint=hint)
    return Meant(definition, is_published=True)


def _file_beside(name: str, *, reference: Path, ground: criteria.Ground) -> programmes.ProgrammeDefinition | None:
    """The file of the same name, when there is a sound one."""
    try:
        return read_programme(find_programme(name, folder=reference), tree=read_tree(reference), ground=ground)
    except UnreadableProgramme:
        if Path(name).is_file():
            raise
        return None


def _tell_of_changes(
    name: str, file: programmes.ProgrammeDefinition, published: programmes.ProgrammeDefinition, *, hint: str
) -> None:
    there = {one.valid_from: programmes.version_sha256(file, one) for one in file.versions}
    for one in published.versions:
        sha256 = programmes.version_sha256(published, one)
        if there.get(one.valid_from) != sha256:
            tell(
                f"{name}: the file's version from {one.valid_from} is not the published one ({sha256[:12]}…), which is "
                f"taken.{hint}"
            )
