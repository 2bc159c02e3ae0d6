"""What was decided of one person, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from socert.domain.criteria import Leaf, Settled, Weighed
from socert.domain.decisions.model.ruling import Ruling


class Outcome(StrEnum):
    """What is decided; the values are stable."""

    ENTITLED = "entitled"
    NOT_ENTITLED = "not_entitled"
    NEEDS_EVIDENCE = "needs_evidence"


@dataclass(frozen=True, slots=True)
class Amount:
    """What an allowance comes to: kopecks and units, None while a fact is lacking; `lacking` names such facts."""

    allowance: str
    kopecks: int | None
    units: int | None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with its reasons.

    `missing` are the criteria to ask evidence for, `failed` those it was refused by. `needs_review`: a caseworker looks
    before a refusal goes out, since a fact it rests on has no authoritative source.
    """

    ruling: Ruling
    outcome: Outcome
    tree: Weighed
    missing: tuple[Leaf, ...]
    failed: tuple[Leaf, ...]
    amounts: tuple[Amount, ...]
    needs_review: bool
    settled: Mapping[str, Settled]
    decided_on: date
