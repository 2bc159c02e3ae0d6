"""What `socert programme check` finds in files: faults with their lines, and what could be better."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from socert import rulebook
from socert.domain import criteria, decisions, files, programmes
from socert.domain.files import Entry, Mistake
from socert.values import Text

#: Files of the rulebook that are no programmes, by the first word of their format.
GROUND_KINDS = ("facts", "parameters", "region")
_FORMAT = re.compile(r"^format:[ \t]*[\"']?socert\.(facts|parameters|region)/", re.MULTILINE)
_STEP = re.compile(r"[^.\[\]]+")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with what is wrong, each mistake with the file it is in, and what could be better.

    `what` it is called where it is sound; `programme` is None for files that are no programme.
    """

    path: Path
    programme: str | None
    errors: tuple[tuple[Path, Mistake], ...]
    warnings: tuple[decisions.Remark, ...] = ()
    what: str = ""


def kind_of(text: str) -> str | None:
    """One of GROUND_KINDS when a file says it is one; everything else is read as a programme."""
    found = _FORMAT.search(text)
    return found[1] if found else None


def check_ground_file(path: Path, text: str, kind: str, *, folder: Path) -> Checked:
    """Check facts, parameters or a region as what they are; a region against the rulebook of `folder`.

    Raises UnreadableRulebook when a region stands on facts or parameters with mistakes.
    """
    if kind == "region":
        return _check_region(path, text, folder=folder)
    read = criteria.read_facts(text) if kind == "facts" else criteria.read_parameters(text)
    wrong = tuple((path, one) for one in read) if isinstance(read, tuple) else ()
    return Checked(path, None, wrong, what=kind)


def misnamed(path: Path, named: str) -> tuple[decisions.Remark, ...]:
    """A remark when a file is not named as what stands in it."""
    if path.stem == named:
        return ()
    text = Text(
        ru=f"Внутри написано «{named}», а файл называется {path.name}. Пожалуйста, назовите его {named}.yaml.",
        en=f"It says '{named}' inside and the file is named {path.name}; please name it {named}.yaml.",
    )
    return (decisions.Remark("file_is_named_otherwise", text),)


def without_examples(definition: programmes.ProgrammeDefinition) -> tuple[decisions.Remark, ...]:
    """A remark when a programme that decides has no table of examples."""
    if definition.examples is not None or all(one.criteria is None for one in definition.versions):
        return ()
    text = Text(
        ru="У программы нет примеров. Пожалуйста, напишите их и назовите таблицу в examples.",
        en="The programme has no examples; please write some and name their table in 'examples'.",
    )
    return (decisions.Remark("no_examples", text),)


def with_line(mistake: Mistake, text: str) -> Mistake:
    """A mistake with the line its path stands in, where the file has that path."""
    entry: object = files.read(text)
    for step in _STEP.findall(mistake.path):
        value = entry.value if isinstance(entry, Entry) else None
        if isinstance(value, dict):
            entry = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            entry = value[int(step)]
        else:
            return mistake
    return replace(mistake, line=entry.line) if isinstance(entry, Entry) else mistake


def _check_region(path: Path, text: str, *, folder: Path) -> Checked:
    ground = rulebook.read_rulebook(folder, has_regions=False)
    vocabulary = criteria.Vocabulary(ground.facts.facts, ground.parameters)
    region = criteria.read_region(text, file=path.name, vocabulary=vocabulary)
    if isinstance(region, tuple):
        return Checked(path, None, tuple((path, one) for one in region), what="region")
    wrong = _against_programmes(region, ground, folder)
    errors = tuple((path, with_line(one, text)) for one in wrong)
    return Checked(path, None, errors, misnamed(path, region.id), what=f"region {region.id}")


def _against_programmes(region: criteria.Region, ground: criteria.Ground, folder: Path) -> Sequence[Mistake]:
    """What a region adds that the rulebook's programmes have no place for."""
    tree, own = rulebook.read_tree(folder), replace(ground, regions={region.id: region})
    sound = [rulebook.read_programme(path, tree=tree, ground=ground) for path in rulebook.programme_files(folder)]
    found = [one for _, one in decisions.additions_to_nothing(own, programme_ids={one.id for one in sound})]
    for definition in sound:
        common = decisions.mistakes_of_configuration(definition, ground=ground)
        for one in decisions.mistakes_of_configuration(definition, ground=own):
            if one not in common:
                place = next(i for i, added in enumerate(region.additions) if added.programme == definition.id)
                found.append(replace(one, path=f"criteria[{place}]"))
    return found
