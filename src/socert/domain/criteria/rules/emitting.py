"""Conditions as SQL: one text that DuckDB, Spark, Trino and PostgreSQL all read alike."""

from collections.abc import Callable, Mapping

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
    Sum,
    Term,
    Word,
    put_together,
)


def sql_of(condition: Condition, *, parameters: Mapping[str, int], column: Callable[[str], str] = str) -> str:
    """The SQL text of a condition with its parameters' values put in; `column` names the column of a fact."""

    def text(one: Condition) -> str:
        return sql_of(one, parameters=parameters, column=column)

    def term(one: Term) -> str:
        return _term(one, parameters, column)

    match condition:
        case Holds(fact):
            return column(fact)
        case Comparison(operator, left, right):
            return f"({term(left)} {operator.value} {term(right)})"
        case OneOf(what, values):
            return f"({term(what)} IN ({', '.join(map(term, values))}))"
        case Not(part):
            return f"(NOT {text(part)})"
        case Both(parts):
            return f"({' AND '.join(map(text, parts))})"
        case Either(parts):
            return f"({' OR '.join(map(text, parts))})"


def _term(one: Term, parameters: Mapping[str, int], column: Callable[[str], str]) -> str:
    if (number := _fixed(one, parameters)) is not None:
        return str(number)
    match one:
        case FactTerm(fact):
            return column(fact)
        case Word(value):
            return f"'{value}'"
        case Sum(sign, left, right):
            return f"({_term(left, parameters, column)} {sign.value} {_term(right, parameters, column)})"
        case ParameterTerm() | Number():
            raise AssertionError("numbers alone were worked out above")


def _fixed(one: Term, parameters: Mapping[str, int]) -> int | None:
    """What comes of numbers alone is worked out here: engines count with literals in 32 bits only."""
    match one:
        case Number(value):
            return value
        case ParameterTerm(name):
            return parameters[name]
        case Sum(sign, left, right):
            first, second = _fixed(left, parameters), _fixed(right, parameters)
            return None if first is None or second is None else put_together(sign, first, second)
        case FactTerm() | Word():
            return None
