"""Which facts there are and which registers answer for them: what `reference/facts.yaml` says, as far as it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TYPES = {"boolean": "boolean", "integer": "bigint", "text": "varchar"}


@dataclass(frozen=True, slots=True)
class Source:
    """A register; its answers count for `fresh_days`; whoever is not in a complete one is surely not."""

    id: str
    fresh_days: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about a person, asked of one or two registers.

    `absence` is what a complete first register's silence says, None where it says nothing. `least` and `most` bound an
    integer, `values` close a text.
    """

    id: str
    type: str
    sources: Sequence[Source]
    absence: bool | int | str | None
    least: int = 0
    most: int = 0
    unit: str = "none"
    values: Sequence[str] = ()

    @property
    def column_type(self) -> str:
        """The type of its column."""
        return TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Questions:
    """All facts and registers, in the order of the file."""

    sources: Sequence[Source]
    facts: Sequence[Fact]


def read_questions(path: Path) -> Questions:
    """The facts and sources of a file that was checked before."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    sources = {one["id"]: Source(one["id"], one["fresh_days"], one["complete"]) for one in told["sources"]}
    return Questions(list(sources.values()), [_fact(one, sources) for one in told["facts"]])


def _fact(one: dict[str, Any], sources: dict[str, Source]) -> Fact:
    return Fact(
        id=one["id"],
        type=one["type"],
        sources=[sources[name] for name in one["sources"]],
        absence=None if one["absence"] == "unknown" else one["absence"],
        least=one.get("least", 0),
        most=one.get("most", 0),
        unit=one.get("unit", "none"),
        values=one.get("values", ()),
    )
