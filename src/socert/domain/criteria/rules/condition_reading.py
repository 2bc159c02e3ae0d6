"""From the text of a condition to a condition: SQLGlot parses, everything off the whitelist is refused with words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import sqlglot
from sqlglot import exp

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
    Sign,
    Sum,
    Term,
    Word,
)
from socert.domain.criteria.model.facts import WHOLE_MAX, Fact, FactType
from socert.domain.criteria.model.parameters import PREFIX, Parameter
from socert.domain.criteria.rules.bounds import nesting, overflows
from socert.values import Text

TEXT_LENGTH_MAX = 1000
#: How deep terms and conditions may lie one in another; engines and parsers have limits of their own far above.
NESTING_MAX = 30

_COMPARED: Mapping[type[exp.Expr], Operator] = {
    exp.EQ: Operator.EQUAL,
    exp.NEQ: Operator.UNEQUAL,
    exp.LT: Operator.LESS,
    exp.LTE: Operator.AT_MOST,
    exp.GT: Operator.MORE,
    exp.GTE: Operator.AT_LEAST,
}
_SIGNS: Mapping[type[exp.Expr], Sign] = {exp.Add: Sign.PLUS, exp.Sub: Sign.MINUS, exp.Mul: Sign.TIMES}
_WHOLE = re.compile(r"0|[1-9][0-9]{0,12}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
#: Signs and words a condition has none of; the parser would read some of them as something harmless.
_STRANGE = re.compile(
    r"--|!=|==|\*\*|[^A-Za-z0-9_'(),.=<>+\-* \t\r\n]|,\s*\)|\b[0-9]+_\w*|\bsymmetric\b|\bnull\b|\bis\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text is no condition: a stable code and words."""

    code: str
    text: Text


class _Refused(Exception):
    def __init__(self, code: str, *, ru: str, en: str) -> None:
        super().__init__(en)
        self.flaw = Flaw(code, Text(ru=ru, en=en))


def read_condition(text: str, *, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> Condition | Flaw:
    """A condition over known facts and parameters, or why the text is none."""
    try:
        condition = _Reading(facts, parameters).condition(_parsed(text))
    except _Refused as refused:
        return refused.flaw
    except RecursionError:
        return _too_deep()
    if nesting(condition) > NESTING_MAX:
        return _too_deep()
    if overflows(condition, facts=facts, parameters=parameters):
        return Flaw(
            "too_large",
            Text(
                ru="Произведение или сумма может стать слишком большой. Пожалуйста, сузьте границы сведений.",
                en="A product or sum may become too large; please narrow the bounds of the facts.",
            ),
        )
    return condition


def _parsed(text: str) -> exp.Expr:
    if len(text) > TEXT_LENGTH_MAX:
        raise _Refused(
            "condition_too_long",
            ru=f"Условие длиннее {TEXT_LENGTH_MAX} знаков. Пожалуйста, разделите его на несколько.",
            en=f"The condition is longer than {TEXT_LENGTH_MAX} characters; please divide it into several.",
        )
    if strange := _STRANGE.search(text):
        raise _not_allowed(strange.group())
    try:
        return sqlglot.parse_one(text, into=exp.Condition, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise _Refused(
            "not_a_condition",
            ru="Это не читается как условие. Пожалуйста, проверьте скобки, кавычки и слова and, or, not.",
            en="This cannot be read as a condition; please check brackets, quotes and the words and, or, not.",
        ) from error


class _Reading:
    def __init__(self, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> None:
        self.facts = facts
        self.parameters = parameters

    def condition(self, node: exp.Expr) -> Condition:
        if (operator := _COMPARED.get(type(node))) is not None:
            return self._comparison(operator, node)
        return self._joined(node) or self._tested(node)

    def _joined(self, node: exp.Expr) -> Condition | None:
        match node:
            case exp.Paren():
                return self.condition(node.this)
            case exp.Not():
                return Not(self.condition(node.this))
            case exp.And():
                return Both(tuple(self.condition(one) for one in _chain(node)))
            case exp.Or():
                return Either(tuple(self.condition(one) for one in _chain(node)))
            case _:
                return None

    def _tested(self, node: exp.Expr) -> Condition:
        match node:
            case exp.Between():
                return self._between(node)
            case exp.In():
                return self._one_of(node)
            case exp.Column():
                return self._holds(node)
            case _:
                raise _not_allowed(_sql(node))

    def _holds(self, node: exp.Column) -> Condition:
        term = self._named(node)
        if isinstance(term, FactTerm) and term.type is FactType.BOOLEAN:
            return Holds(term.fact)
        raise _Refused(
            "not_yes_or_no",
            ru=f"«{node.name}» — не да и не нет. Пожалуйста, сравните с чем-нибудь, например {node.name} >= 1.",
            en=f"'{node.name}' is neither yes nor no; please compare it with something, such as {node.name} >= 1.",
        )

    def _comparison(self, operator: Operator, node: exp.Expr) -> Condition:
        left, right = self._term(node.this), self._term(node.expression)
        self._fit(left, right, is_ordered=operator not in {Operator.EQUAL, Operator.UNEQUAL})
        return Comparison(operator, left, right)

    def _between(self, node: exp.Between) -> Condition:
        term = self._term(node.this)
        low, high = self._term(node.args["low"]), self._term(node.args["high"])
        for bound in (low, high):
            self._fit(term, bound, is_ordered=True)
        return Both((Comparison(Operator.AT_LEAST, term, low), Comparison(Operator.AT_MOST, term, high)))

    def _one_of(self, node: exp.In) -> Condition:
        given = node.args.get("expressions") or []
        if not given or any(node.args.get(other) for other in ("query", "unnest", "field")):
            raise _not_allowed(_sql(node))
        term = self._term(node.this)
        values = []
        for one in given:
            value = self._term(one)
            if not isinstance(value, Number | Word):
                raise _not_allowed(_sql(one))
            self._fit(term, value, is_ordered=False)
            values.append(value)
        return OneOf(term, tuple(values))

    def _term(self, node: exp.Expr) -> Term:
        if (sign := _SIGNS.get(type(node))) is not None:
            return Sum(sign, self._number(node.this), self._number(node.expression))
        match node:
            case exp.Paren():
                return self._term(node.this)
            case exp.Column():
                return self._named(node)
            case exp.Literal():
                return _literal(node)
            case exp.Neg():
                return Sum(Sign.MINUS, Number(0), self._number(node.this))
            case _:
                raise _not_allowed(_sql(node))

    def _number(self, node: exp.Expr) -> Term:
        term = self._term(node)
        if isinstance(term, Word) or (isinstance(term, FactTerm) and term.type is not FactType.INTEGER):
            raise _Refused(
                "not_a_number",
                ru=f"«{_sql(node)}» — не число, складывать и умножать его нельзя.",
                en=f"'{_sql(node)}' is no number; it cannot be added or multiplied.",
            )
        return term

    def _named(self, node: exp.Column) -> Term:
        name = node.name
        if node.args.get("table") or not _NAME.fullmatch(name):
            raise _not_allowed(_sql(node))
        if name.startswith(PREFIX):
            if name.removeprefix(PREFIX) not in self.parameters:
                known = [PREFIX + one for one in self.parameters]
                raise _unknown(name, known=known, ru="параметра", en="parameter", file="parameters.yaml")
            return ParameterTerm(name.removeprefix(PREFIX))
        if name not in self.facts:
            raise _unknown(name, known=list(self.facts), ru="сведения", en="fact", file="facts.yaml")
        return FactTerm(name, self.facts[name].type)

    def _fit(self, left: Term, right: Term, *, is_ordered: bool) -> None:
        if {_kind(left), _kind(right)} == {FactType.INTEGER}:
            return
        for text, word in ((left, right), (right, left)):
            if isinstance(text, FactTerm) and text.type is FactType.TEXT and isinstance(word, Word) and not is_ordered:
                self._know(text.fact, word.value)
                return
        raise _Refused(
            "cannot_be_compared",
            ru="Так сравнить нельзя: числа сравниваются с числами, слова — только через =, <> и in, "
            "а да и нет не сравниваются вовсе: пишется «resident» или «not resident».",
            en="This cannot be compared: numbers go with numbers, words only with =, <> and in, "
            "and yes or no is not compared at all: write 'resident' or 'not resident'.",
        )

    def _know(self, fact: str, word: str) -> None:
        names = self.facts[fact].names or {}
        if word not in names:
            raise _Refused(
                "unknown_word",
                ru=f"У «{fact}» нет слова «{word}». Возможные: {', '.join(names)}.",
                en=f"'{fact}' has no word '{word}'. It may be: {', '.join(names)}.",
            )


def _chain(node: exp.And | exp.Or) -> list[exp.Expr]:
    """What `a and b and c` joins, without going deeper for each; brackets stay."""
    parts: list[exp.Expr] = []
    left: exp.Expr = node
    while isinstance(left, type(node)):
        parts.append(left.expression)
        left = left.this
    return [left, *reversed(parts)]


def _sql(node: exp.Expr) -> str:
    return node.sql(unsupported_level=sqlglot.ErrorLevel.IGNORE)


def _literal(node: exp.Literal) -> Term:
    if node.is_string:
        return Word(str(node.this))
    if _WHOLE.fullmatch(node.this) and int(node.this) <= WHOLE_MAX:
        return Number(int(node.this))
    raise _Refused(
        "not_whole",
        ru=f"«{node.this}» — не целое число до {WHOLE_MAX}. Доли пишутся умножением: a * 2 < b * 3.",
        en=f"'{node.this}' is no whole number up to {WHOLE_MAX}. Fractions are written by multiplying: a * 2 < b * 3.",
    )


def _kind(term: Term) -> FactType:
    match term:
        case FactTerm():
            return term.type
        case Word():
            return FactType.TEXT
        case _:
            return FactType.INTEGER


def _not_allowed(what: str) -> _Refused:
    return _Refused(
        "not_allowed",
        ru=f"«{what}» в условиях не принимается. Возможны сведения, параметры p_…, целые числа и слова, "
        "= <> < <= > >=, and, or, not, in, between, + - * и скобки.",
        en=f"'{what}' is not accepted in conditions. They have facts, parameters p_…, whole numbers and words, "
        "= <> < <= > >=, and, or, not, in, between, + - * and brackets.",
    )


def _unknown(name: str, *, known: list[str], ru: str, en: str, file: str) -> _Refused:
    close = get_close_matches(name, known, n=1)
    hint_ru = f" Возможно, имелось в виду «{close[0]}»." if close else ""
    hint_en = f" Did you mean '{close[0]}'?" if close else ""
    return _Refused(
        "unknown_name",
        ru=f"Нет такого {ru}: «{name}».{hint_ru} Пожалуйста, исправьте имя или опишите его в {file} свода правил.",
        en=f"There is no such {en}: '{name}'.{hint_en} Please correct the name or describe it "
        f"in {file} of the rulebook.",
    )


def _too_deep() -> Flaw:
    return Flaw(
        "too_deep",
        Text(
            ru="В условии слишком много скобок одна в другой. Пожалуйста, упростите его.",
            en="The condition has too many brackets one in another; please simplify it.",
        ),
    )
