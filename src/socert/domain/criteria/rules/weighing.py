"""Weigh criteria for one person in Kleene's three values: True, False and None for unknown.

A small interpreter in plain Python. It decides single cases and is the oracle every engine is compared with.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from socert.domain.criteria.model.conditions import (
    Both,
    Comparison,
    Condition,
    Either,
    FactTerm,
    Holds,
    Not,
    Number,
    OneOf,
    Operator,
    ParameterTerm,
    Sum,
    Term,
    Word,
    facts_of,
    put_together,
)
from socert.domain.criteria.model.facts import FactValue
from socert.domain.criteria.model.trees import AllOf, AnyOf, Leaf, Node, NotOf

Truth: TypeAlias = bool | None
#: What is known of a person: a fact that is absent or None is unknown.
Known: TypeAlias = Mapping[str, FactValue | None]

_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A node of a tree with its truth, and its children likewise."""

    node: Node
    truth: Truth
    children: tuple["Weighed", ...] = ()


def weigh(root: Node, *, known: Known, parameters: Mapping[str, int]) -> Weighed:
    """The truth of every node of a tree."""
    match root:
        case Leaf():
            return Weighed(root, truth_of(root.condition, known=known, parameters=parameters))
        case AllOf():
            children = tuple(weigh(one, known=known, parameters=parameters) for one in root.children)
            return Weighed(root, all_of(one.truth for one in children), children)
        case AnyOf():
            children = tuple(weigh(one, known=known, parameters=parameters) for one in root.children)
            return Weighed(root, any_of(one.truth for one in children), children)
        case NotOf():
            child = weigh(root.child, known=known, parameters=parameters)
            return Weighed(root, not_of(child.truth), (child,))


def truth_of(condition: Condition, *, known: Known, parameters: Mapping[str, int]) -> Truth:
    """The truth of a condition."""
    match condition:
        case Holds(fact):
            value = known.get(fact)
            return None if value is None else bool(value)
        case Comparison(compared, left, right):
            one, other = _value(left, known, parameters), _value(right, known, parameters)
            return None if one is None or other is None else _COMPARE[compared](one, other)
        case OneOf(term, values):
            value = _value(term, known, parameters)
            return None if value is None else any(value == one.value for one in values)
        case Not(part):
            return not_of(truth_of(part, known=known, parameters=parameters))
        case Both(parts):
            return all_of(truth_of(part, known=known, parameters=parameters) for part in parts)
        case Either(parts):
            return any_of(truth_of(part, known=known, parameters=parameters) for part in parts)


def all_of(truths: Iterable[Truth]) -> Truth:
    """And of three values: false when one is, else unknown when one is."""
    result: Truth = True
    for one in truths:
        if one is False:
            return False
        if one is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Or of three values: true when one is, else unknown when one is."""
    result: Truth = False
    for one in truths:
        if one:
            return True
        if one is None:
            result = None
    return result


def not_of(truth: Truth) -> Truth:
    """Not of three values."""
    return None if truth is None else not truth


def missing_leaves(root: Weighed) -> tuple[Leaf, ...]:
    """The missing set: unknown leaves reached from an unknown root through unknown nodes only; what to ask for."""
    if root.truth is not None:
        return ()
    if isinstance(root.node, Leaf):
        return (root.node,)
    return tuple(leaf for child in root.children for leaf in missing_leaves(child))


def failed_leaves(root: Weighed, *, against: bool = False) -> tuple[Leaf, ...]:
    """The failed set: leaves reached from a false root through nodes that are false (true under a not)."""
    if root.truth is not against:
        return ()
    if isinstance(root.node, Leaf):
        return (root.node,)
    wanted = not against if isinstance(root.node, NotOf) else against
    return tuple(leaf for child in root.children for leaf in failed_leaves(child, against=wanted))


def lacking_facts(condition: Condition, *, known: Known, parameters: Mapping[str, int]) -> tuple[str, ...]:
    """The facts an unknown condition lacks: those unknown in parts that are unknown themselves, each once."""
    if truth_of(condition, known=known, parameters=parameters) is not None:
        return ()
    match condition:
        case Not(part):
            return lacking_facts(part, known=known, parameters=parameters)
        case Both(parts) | Either(parts):
            found = (fact for part in parts for fact in lacking_facts(part, known=known, parameters=parameters))
            return tuple(dict.fromkeys(found))
        case _:
            return tuple(fact for fact in facts_of(condition) if known.get(fact) is None)


def gaps_of(atom: Condition, *, known: Known, parameters: Mapping[str, int]) -> tuple[int, ...]:
    """How far the numbers a comparison compares lie apart, left minus right: one, or one for each of a list.

    Empty where nothing is compared, or where words are, or while a number is unknown.
    """
    match atom:
        case Comparison(_, left, right):
            pairs = [(left, right)]
        case OneOf(term, values):
            pairs = [(term, one) for one in values]
        case _:
            pairs = []
    found = [(_value(one, known, parameters), _value(other, known, parameters)) for one, other in pairs]
    return tuple(one - other for one, other in found if isinstance(one, int) and isinstance(other, int))


def _value(term: Term, known: Known, parameters: Mapping[str, int]) -> Any:
    match term:
        case FactTerm(fact):
            return known.get(fact)
        case ParameterTerm(name):
            return parameters[name]
        case Number(value) | Word(value):
            return value
        case Sum(sign, left, right):
            one, other = _value(left, known, parameters), _value(right, known, parameters)
            return None if one is None or other is None else put_together(sign, one, other)
