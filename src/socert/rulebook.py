"""The region's rulebook: facts, parameters and regions, read from the folder they lie in."""

from pathlib import Path

from socert.domain import criteria

FACTS, PARAMETERS, REGIONS = "facts.yaml", "parameters.yaml", "regions"


class UnreadableRulebook(Exception):
    """Nothing can be decided: a file of the rulebook is missing or has mistakes."""


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


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRulebook(f"{path} cannot be read: {error}. Please put the file there.") from error
