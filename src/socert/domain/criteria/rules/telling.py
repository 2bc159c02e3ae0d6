"""Conditions told in words and numbers, in one language: for whoever reads a rule and does not write it."""

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
    Operator,
    ParameterTerm,
    Sign,
    Sum,
    Term,
    Word,
)
from socert.domain.criteria.model.facts import FactType, Unit
from socert.domain.criteria.model.ground import Ground
from socert.domain.criteria.rules.wording import written_number
from socert.values import Language, Text

_OPERATORS: Mapping[Operator, Text] = {
    Operator.EQUAL: Text(ru="равно", en="is"),
    Operator.UNEQUAL: Text(ru="не равно", en="is not"),
    Operator.LESS: Text(ru="меньше, чем", en="is below"),
    Operator.AT_MOST: Text(ru="не больше, чем", en="is at most"),
    Operator.MORE: Text(ru="больше, чем", en="is above"),
    Operator.AT_LEAST: Text(ru="не меньше, чем", en="is at least"),
}
_OF_WORDS: Mapping[Operator, Text] = {
    Operator.EQUAL: Text(ru="—", en="is"),
    Operator.UNEQUAL: Text(ru="— не", en="is not"),
}
_SIGNS: Mapping[Sign, str] = {Sign.PLUS: "+", Sign.MINUS: "\u2212", Sign.TIMES: "×"}
_QUOTED = Text(ru="«{0}»", en="“{0}”")
_ONE_OF = Text(ru="{0} — одно из: {1}", en="{0} is one of: {1}")
_NOT = Text(ru="неверно, что {0}", en="it is not so that {0}")
_AND = Text(ru=" и ", en=" and ")
_OR = Text(ru=" или ", en=" or ")


def tell(condition: Condition, *, ground: Ground, numbers: Mapping[str, int], language: Language) -> str:
    """A condition in words. `numbers` are values of parameters to be told with them; without one only its title is."""
    return _Teller(ground, numbers, language).condition(condition)


class _Teller:
    def __init__(self, ground: Ground, numbers: Mapping[str, int], language: Language) -> None:
        self.ground = ground
        self.numbers = numbers
        self.language = language

    def condition(self, condition: Condition, *, is_inner: bool = False) -> str:
        match condition:
            case Holds(fact):
                return self.title(fact)
            case Comparison():
                return self.comparison(condition)
            case OneOf(term, values):
                listed = ", ".join(self.literal(one, beside=term) for one in values)
                return self.say(_ONE_OF, self.term(term, beside=term), listed)
            case Not(part):
                return self.say(_NOT, self.condition(part, is_inner=True))
            case Both(parts):
                return self.joined(_AND, parts, is_inner=is_inner)
            case Either(parts):
                return self.joined(_OR, parts, is_inner=is_inner)

    def joined(self, word: Text, parts: tuple[Condition, ...], *, is_inner: bool) -> str:
        text = self.say(word).join(self.condition(one, is_inner=True) for one in parts)
        return f"({text})" if is_inner else text

    def comparison(self, one: Comparison) -> str:
        is_of_words = isinstance(one.left, Word) or isinstance(one.right, Word)
        operator = (_OF_WORDS if is_of_words else _OPERATORS)[one.operator]
        left, right = self.term(one.left, beside=one.right), self.term(one.right, beside=one.left)
        return f"{left} {self.say(operator)} {right}"

    def term(self, term: Term, *, beside: Term) -> str:
        match term:
            case FactTerm(fact):
                return self.title(fact)
            case ParameterTerm(name):
                return self.parameter(name)
            case Number() | Word():
                return self.literal(term, beside=beside)
            case Sum(sign, left, right):
                return f"{self.part(left)} {_SIGNS[sign]} {self.part(right)}"

    def part(self, term: Term) -> str:
        text = self.term(term, beside=term)
        return f"({text})" if isinstance(term, Sum) else text

    def literal(self, term: Number | Word, *, beside: Term) -> str:
        """A literal, with the unit or the name that what stands beside it gives it."""
        match term:
            case Number(value):
                return written_number(value, unit=self.unit(beside), language=self.language)
            case Word(value):
                names = self.ground.facts.facts[beside.fact].names if isinstance(beside, FactTerm) else None
                return names[value].in_language(self.language) if names and value in names else value

    def unit(self, term: Term) -> Unit:
        match term:
            case FactTerm(fact, FactType.INTEGER):
                return self.ground.facts.facts[fact].unit
            case ParameterTerm(name):
                return self.ground.parameters[name].unit
            case _:
                return Unit.NONE

    def title(self, fact: str) -> str:
        return self.say(_QUOTED, self.ground.facts.facts[fact].title.in_language(self.language))

    def parameter(self, name: str) -> str:
        parameter = self.ground.parameters[name]
        title = self.say(_QUOTED, parameter.title.in_language(self.language))
        if name not in self.numbers:
            return title
        return f"{title} ({written_number(self.numbers[name], unit=parameter.unit, language=self.language)})"

    def say(self, text: Text, *values: str) -> str:
        return text.in_language(self.language).format(*values)
