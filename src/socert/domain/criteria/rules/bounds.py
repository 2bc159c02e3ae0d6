"""How large a condition and its numbers can become: every engine counts in 64 bits, so none may pass them."""

from collections.abc import Mapping

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
    ParameterTerm,
    Sign,
    Sum,
    Term,
    Word,
)
from socert.domain.criteria.model.facts import Fact
from socert.domain.criteria.model.parameters import Parameter

_LARGEST = 2**62

_Span = tuple[int, int]


def overflows(condition: Condition, *, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> bool:
    """Whether a sum or product of a condition may pass 62 bits."""

    def large(term: Term) -> bool:
        if not isinstance(term, Sum):
            return False
        low, high = span(term, facts=facts, parameters=parameters)
        return low < -_LARGEST or high > _LARGEST or large(term.left) or large(term.right)

    match condition:
        case Holds():
            return False
        case Comparison(_, left, right):
            return large(left) or large(right)
        case OneOf(term, _):
            return large(term)
        case Not(part):
            return overflows(part, facts=facts, parameters=parameters)
        case Both(parts) | Either(parts):
            return any(overflows(part, facts=facts, parameters=parameters) for part in parts)


def nesting(condition: Condition) -> int:
    """How deep its parts and terms lie one in another."""
    match condition:
        case Holds():
            return 1
        case Comparison(_, left, right):
            return 1 + max(_nesting(left), _nesting(right))
        case OneOf(term, _):
            return 1 + _nesting(term)
        case Not(part):
            return 1 + nesting(part)
        case Both(parts) | Either(parts):
            return 1 + max(map(nesting, parts))


def span(term: Term, *, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> _Span:
    """The least and the greatest number a term can be."""
    match term:
        case Number(value):
            return value, value
        case ParameterTerm(name):
            return parameters[name].least, parameters[name].most
        case FactTerm(name):
            return facts[name].least, facts[name].most
        case Word():
            return 0, 0
        case Sum(sign, left, right):
            first = span(left, facts=facts, parameters=parameters)
            second = span(right, facts=facts, parameters=parameters)
            return _joined(sign, first, second)


def _nesting(term: Term) -> int:
    return 1 + max(_nesting(term.left), _nesting(term.right)) if isinstance(term, Sum) else 1


def _joined(sign: Sign, first: _Span, second: _Span) -> _Span:
    match sign:
        case Sign.PLUS:
            return first[0] + second[0], first[1] + second[1]
        case Sign.MINUS:
            return first[0] - second[1], first[1] - second[0]
        case Sign.TIMES:
            corners = [one * other for one in first for other in second]
            return min(corners), max(corners)
