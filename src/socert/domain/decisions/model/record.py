"""The record of one decision: everything it rests on, so that its words can be said from it later, in any language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from socert.domain.criteria import FactValue, Standing, Unit
from socert.domain.decisions.model.decided import Outcome
from socert.values import Text

FORMAT: Literal["socert.decision/1"] = "socert.decision/1"


class Status(StrEnum):
    """How a criterion or a group of them stands; the values are stable."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class NodeKind(StrEnum):
    """A criterion, or how a group joins its members."""

    LEAF = "leaf"
    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node of the tree. A leaf has its id, condition, facts, words for how it stands, and where they come from.

    `words` still hold {fact} and {p_parameter}; `lacking` are the facts whose evidence would settle an unknown leaf.
    """

    kind: NodeKind
    status: Status
    id: str | None = None
    when: str | None = None
    facts: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    words: Text | None = None
    basis: Text | None = None
    title: Text | None = None
    children: tuple["NodeRecord", ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What one source said of a fact (None: nothing), and the day it was asked (None: it was not)."""

    source: str
    source_title: Text
    value: FactValue | None
    value_name: Text | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact as it was taken: its value when known, from which source and day, or why it is unknown.

    `said` is everything that was heard of it; `evidence` names the papers that prove it.
    """

    fact: str
    title: Text
    unit: Unit
    standing: Standing
    value: FactValue | None
    value_name: Text | None
    source: str | None
    as_of: date | None
    is_by_silence: bool
    said: tuple[Said, ...]
    evidence: Text


@dataclass(frozen=True, slots=True)
class ParameterRecord:
    """A number that was compared with: since when it holds, where it is written, and whose it is (None: common)."""

    parameter: str
    title: Text
    unit: Unit
    value: int
    from_day: date
    source: Text
    region: str | None


@dataclass(frozen=True, slots=True)
class AmountRecord:
    """What an allowance comes to; None while a fact is lacking. `kopecks` is what is set aside for it."""

    allowance: str
    title: Text
    kind: str
    kopecks: int | None
    units: int | None
    unit: str | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """The region decided in."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision. `day` is the day of the legal event, `decided_on` the day the facts were looked at.

    `sha256` is the hash of the version that decided; `is_published` says whether it was read from what was published
    and locked, or from a file. `needed` are the facts whose evidence would settle it: those that the missing criteria
    and the amounts still unknown lack; none unless it needs evidence.
    """

    format: Literal["socert.decision/1"]
    programme: str
    title: Text
    valid_from: date
    sha256: str
    is_published: bool
    legal_basis: Text | None
    day: date
    decided_on: date
    region: RegionRecord | None
    outcome: Outcome
    needs_review: bool
    tree: NodeRecord
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    needed: tuple[str, ...]
    amounts: tuple[AmountRecord, ...]
    facts: tuple[FactRecord, ...]
    parameters: tuple[ParameterRecord, ...]
    engine: str
