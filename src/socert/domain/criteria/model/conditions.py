"""Conditions: comparisons of facts, parameters and literals, joined by and, or, not; SQL's three values.

The same condition is weighed here for one person and written as SQL for a population; both mean what the SQL standard
says of a search condition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from socert.domain.criteria.model.facts import FactType


class Operator(StrEnum):
    """How two terms are compared."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Sign(StrEnum):
    """How two numbers are put together."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


@dataclass(frozen=True, slots=True)
class FactTerm:
    """The value of a fact."""

    fact: str
    type: FactType


@dataclass(frozen=True, slots=True)
class ParameterTerm:
    """The value of a parameter, by its id."""

    parameter: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Word:
    """One of the words a text fact may be."""

    value: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Two numbers added, subtracted or multiplied."""

    sign: Sign
    left: "Term"
    right: "Term"


Term: TypeAlias = FactTerm | ParameterTerm | Number | Word | Sum


@dataclass(frozen=True, slots=True)
class Holds:
    """A fact of yes or no."""

    fact: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms compared; unknown when one of them is."""

    operator: Operator
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    """A term is one of some literals."""

    term: Term
    values: tuple[Number | Word, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Both:
    """And: false when one part is, else unknown when one part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Or: true when one part is, else unknown when one part is."""

    parts: tuple["Condition", ...]


Condition: TypeAlias = Holds | Comparison | OneOf | Not | Both | Either


def terms(condition: Condition) -> Iterator[Term]:
    """Every term of a condition, those of sums included."""
    match condition:
        case Holds(fact):
            yield FactTerm(fact, FactType.BOOLEAN)
        case Comparison(_, left, right):
            yield from _within(left)
            yield from _within(right)
        case OneOf(term, values):
            yield from _within(term)
            yield from values
        case Not(part):
            yield from terms(part)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from terms(part)


def atoms_of(condition: Condition) -> Iterator[Holds | Comparison | OneOf]:
    """What a condition joins by and, or, not."""
    match condition:
        case Holds() | Comparison() | OneOf():
            yield condition
        case Not(part):
            yield from atoms_of(part)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from atoms_of(part)


def is_linear(condition: Condition) -> bool:
    """Whether no facts are multiplied with each other."""
    products = (one for one in terms(condition) if isinstance(one, Sum) and one.sign is Sign.TIMES)
    return not any(_has_fact(one.left) and _has_fact(one.right) for one in products)


def words_of(condition: Condition) -> tuple[str, ...]:
    """The words a condition names, each once, in their order."""
    return tuple(dict.fromkeys(one.value for one in terms(condition) if isinstance(one, Word)))


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the facts a condition looks at, each once, in their order."""
    return tuple(dict.fromkeys(one.fact for one in terms(condition) if isinstance(one, FactTerm)))


def parameters_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the parameters a condition looks at, each once, in their order."""
    return tuple(dict.fromkeys(one.parameter for one in terms(condition) if isinstance(one, ParameterTerm)))


def put_together(sign: Sign, one: int, other: int) -> int:
    """Two numbers added, subtracted or multiplied."""
    match sign:
        case Sign.PLUS:
            return one + other
        case Sign.MINUS:
            return one - other
        case Sign.TIMES:
            return one * other


def _has_fact(term: Term) -> bool:
    return any(isinstance(one, FactTerm) for one in _within(term))


def _within(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Sum):
        yield from _within(term.left)
        yield from _within(term.right)
