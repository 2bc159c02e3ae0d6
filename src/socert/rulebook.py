"""The region's rulebook: facts, parameters, regions and programmes, read from the folder they lie in; no database."""

from pathlib import Path

from socert.domain import catalogue, criteria, programmes

FACTS, PARAMETERS, REGIONS, PROGRAMMES, CATEGORIES = (
    *("facts.yaml", "parameters.yaml", "regions"),
    *("programmes", "categories.csv"),
)


class UnreadableRulebook(Exception):
    """Nothing can be decided: a file of the rulebook is missing or has mistakes."""


class UnreadableProgramme(Exception):
    """A programme's file is missing or has mistakes."""


def read_rulebook(folder: Path) -> criteria.Ground:
    """Facts, parameters and every region of a folder. Raises UnreadableRulebook with all mistakes, a line each."""
    regions = {f"{REGIONS}/{path.name}": _text(path) for path in sorted((folder / REGIONS).glob("*.yaml"))}
    found = criteria.read_ground(
        facts=(FACTS, _text(folder / FACTS)), parameters=(PARAMETERS, _text(folder / PARAMETERS)), regions=regions
    )
    if isinstance(found, criteria.Ground):
        return found
    raise UnreadableRulebook(
        "\n".join(f"{folder / name}: {mistake}" for name, mistakes in found.items() for mistake in mistakes)
    )


def read_tree(folder: Path) -> catalogue.CategoryTree:
    """The categories that ship with the rulebook. Raises UnreadableRulebook when there are none."""
    lines = _text(folder / CATEGORIES).splitlines(keepends=True)
    return catalogue.tree_of(catalogue.read_categories(lines))


def programme_files(folder: Path) -> list[Path]:
    """Every programme of the rulebook, by name."""
    return sorted((folder / PROGRAMMES).glob("*.yaml"))


def find_programme(name: str, *, folder: Path) -> Path:
    """The file of a programme: a path as it is, or an id of the rulebook. Raises UnreadableProgramme."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        return path
    known = [one.stem for one in programme_files(folder)]
    if name in known:
        return folder / PROGRAMMES / f"{name}.yaml"
    raise UnreadableProgramme(f"There is no programme '{name}'. Known: {', '.join(known)}; a path to a file works too.")


def read_programme(
    path: Path, *, tree: catalogue.CategoryTree, ground: criteria.Ground
) -> programmes.ProgrammeDefinition:
    """A programme's definition from its file. Raises UnreadableProgramme with all mistakes, a line each."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableProgramme(f"{_why_unreadable(path, error)} Please name another.") from error
    found = programmes.check(text=text, tree=tree, ground=ground)
    if isinstance(found, tuple):
        raise UnreadableProgramme("\n".join(f"{path}: {mistake}" for mistake in found))
    return found


def examples_file(path: Path, definition: programmes.ProgrammeDefinition) -> Path | None:
    """Where the examples of a programme lie, beside its file; None when it names none."""
    return None if definition.examples is None else path.parent / Path(definition.examples).name


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sentence = (
            f"{_why_unreadable(path, error)} Please put it there, or name the rulebook's folder in SOCERT_REFERENCE."
        )
        raise UnreadableRulebook(f"{_why_unreadable(path, error)} {hint}") from error


def _why_unreadable(path: Path, error: OSError | UnicodeDecodeError) -> str:
    match error:
        case FileNotFoundError():
            return f"There is no file {path}."
        case UnicodeDecodeError():
            return f"{path} is not in UTF-8."
        case OSError():
            return f"{path} cannot be read: {error.strerror}."
