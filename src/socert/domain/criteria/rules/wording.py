"""How values are said to people: numbers with their unit in the right plural, yes and no, words by their names."""

import re
from collections.abc import Mapping

from socert.domain.criteria.model.facts import Fact, FactValue, Unit
from socert.values import Counted, Language, Text, written_count

#: What stands in words for a value that nobody knows.
NOT_KNOWN = Text(ru="неизвестно", en="not known")

_NO_BREAK_SPACE = "\u00a0"
_YES, _NO = Text(ru="да", en="yes"), Text(ru="нет", en="no")
#: A number that takes the form of many in both languages.
_MANY = 5
_PLACE = re.compile(r"\{([^{}]*)\}")
_COUNTED: Mapping[Unit, Counted] = {
    Unit.YEARS: Counted(ru=("год", "года", "лет"), en=("year", "years")),
    Unit.MONTHS: Counted(ru=("месяц", "месяца", "месяцев"), en=("month", "months")),
    Unit.DAYS: Counted(ru=("день", "дня", "дней"), en=("day", "days")),
    Unit.HOURS: Counted(ru=("час", "часа", "часов"), en=("hour", "hours")),
    Unit.PEOPLE: Counted(ru=("человек", "человека", "человек"), en=("person", "people")),
    Unit.CHILDREN: Counted(ru=("ребёнок", "ребёнка", "детей"), en=("child", "children")),
}


def written_number(number: int, *, unit: Unit, language: Language) -> str:
    """A number with its unit, kept on one line: 18 939 ₽, 21 ребёнок; RUB 18,939, 21 children."""
    count = written_count(number, language)
    match unit:
        case Unit.NONE:
            return count
        case Unit.ROUBLES:
            return f"{count}{_NO_BREAK_SPACE}₽" if language is Language.RU else f"RUB{_NO_BREAK_SPACE}{count}"
        case Unit.PERCENT:
            return f"{count}{_NO_BREAK_SPACE}%" if language is Language.RU else f"{count}%"
        case _:
            return f"{count}{_NO_BREAK_SPACE}{_COUNTED[unit].in_language(language, count=abs(number))}"


def written_gap(*, unit: Unit, language: Language) -> str:
    """What stands for a number that differs from person to person: … ₽, … детей."""
    return written_number(_MANY, unit=unit, language=language).replace(str(_MANY), "…")


def written_value(value: FactValue | None, *, unit: Unit, name: Text | None, language: Language) -> str:
    """A value; `name` is what a word is called. What is unknown is said so."""
    match value:
        case None:
            return NOT_KNOWN.in_language(language)
        case bool():
            return (_YES if value else _NO).in_language(language)
        case int():
            return written_number(value, unit=unit, language=language)
        case str():
            return value if name is None else name.in_language(language)


def name_of_value(fact: Fact, value: FactValue | None) -> Text | None:
    """What people call a value of a text fact."""
    return fact.names.get(value) if fact.names and isinstance(value, str) else None


def fill_in(words: str, *, values: Mapping[str, str], language: Language) -> str:
    """Words with what stands in braces said; what has no value is said to be unknown."""
    return _PLACE.sub(lambda found: values.get(found[1], NOT_KNOWN.in_language(language)), words)
