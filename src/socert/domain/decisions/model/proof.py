"""How a programme proves itself: examples a lawyer can read, cases at its boundaries, and what did not come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from socert.domain.criteria import FactValue, Statement
from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.ruling import Ruling
from socert.values import Text

#: What registers say about one person, by fact.
Said: TypeAlias = Mapping[str, Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Example:
    """A row of an examples table: what is known of somebody, and what has to come out.

    `missing` and `failed` are ids of leaves in their order; `amounts` are roubles in kopecks or units, by allowance.
    """

    line: int
    name: str
    ruling: Ruling
    known: Mapping[str, FactValue]
    outcome: Outcome
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One person decided on by every executor: `place` is the ruling's among those proved together."""

    place: int
    said: Said
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What did not come out, and by which executor; `file` and `line` of an example, None for a case of the grid."""

    file: str | None
    line: int | None
    case: str
    region: str | None
    day: date
    engine: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a programme could do better; it decides all the same."""

    code: str
    text: Text
