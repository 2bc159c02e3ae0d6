"""Values are said with their unit in the right plural, and a number stays on one line with what it counts."""

import pytest

from socert.domain.criteria import Unit, fill_in, written_number, written_value
from socert.values import Language, Text

COUNTED = {
    Unit.YEARS: ("год", "года", "лет", "year", "years"),
    Unit.MONTHS: ("месяц", "месяца", "месяцев", "month", "months"),
    Unit.DAYS: ("день", "дня", "дней", "day", "days"),
    Unit.HOURS: ("час", "часа", "часов", "hour", "hours"),
    Unit.PEOPLE: ("человек", "человека", "человек", "person", "people"),
    Unit.CHILDREN: ("ребёнок", "ребёнка", "детей", "child", "children"),
}
#: Which of the three Russian forms a number takes.
FORMS = {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 101: 0, 111: 2, 112: 2, 121: 0}


@pytest.mark.parametrize("unit", COUNTED, ids=str)
def test_a_count_is_followed_by_the_right_form(unit: Unit) -> None:
    *russian, one, many = COUNTED[unit]
    said = {number: written_number(number, unit=unit, language=Language.RU) for number in FORMS}
    assert said == {number: f"{number}\u00a0{russian[form]}" for number, form in FORMS.items()}
    english = {number: written_number(number, unit=unit, language=Language.EN) for number in FORMS}
    assert english == {number: f"{number}\u00a0{one if number == 1 else many}" for number in FORMS}


@pytest.mark.parametrize(
    ("unit", "number", "ru", "en"),
    [
        (Unit.ROUBLES, 18_939, "18\u00a0939\u00a0₽", "RUB\u00a018,939"),
        (Unit.ROUBLES, -1_000, "\u22121\u00a0000\u00a0₽", "RUB\u00a0\u22121,000"),
        (Unit.PERCENT, 150, "150\u00a0%", "150%"),
        (Unit.NONE, 1_000_000, "1\u00a0000\u00a0000", "1,000,000"),
        (Unit.YEARS, -21, "\u221221\u00a0год", "\u221221\u00a0years"),
    ],
)
def test_sums_shares_and_what_lies_below_zero(unit: Unit, number: int, ru: str, en: str) -> None:
    assert written_number(number, unit=unit, language=Language.RU) == ru
    assert written_number(number, unit=unit, language=Language.EN) == en


def test_yes_and_no_are_words_and_words_have_names() -> None:
    name = Text(ru="первая", en="first")
    said = [
        [
            written_value(value, unit=Unit.NONE, name=name, language=language)
            for value in (True, False, "first", 1, None)
        ]
        for language in Language
    ]
    assert said == [["да", "нет", "первая", "1", "неизвестно"], ["yes", "no", "first", "1", "not known"]]


def test_what_has_no_value_is_said_to_be_unknown_and_braces_in_values_are_left_alone() -> None:
    assert fill_in("{a} {b} {c", values={"a": "{b}"}, language=Language.EN) == "{b} not known {c"
