"""A condition is told in words and numbers, in both languages, whatever it is."""

import pytest
from hypothesis import given, settings

from domain.criteria.invented import CONDITIONS, GROUND
from given.rulebook import RULEBOOK
from socert.domain import criteria
from socert.values import Language


@pytest.mark.parametrize(
    ("text", "ru", "en"),
    [
        ("resident", "«живёт в регионе»", "“lives in the region”"),
        ("not resident", "неверно, что «живёт в регионе»", "it is not so that “lives in the region”"),
        ("age >= 60", "«возраст» не меньше, чем 60\u00a0лет", "“age” is at least 60\u00a0years"),
        ("21 > age", "21\u00a0год больше, чем «возраст»", "21\u00a0years is above “age”"),
        (
            "age < p_pension_age_men",
            "«возраст» меньше, чем «пенсионный возраст мужчин» (64\u00a0года)",
            "“age” is below “pension age of men” (64\u00a0years)",
        ),
        ("veteran_kind = 'war'", "«категория ветерана» — участник Великой Отечественной войны", None),
        ("veteran_kind <> 'war'", "«категория ветерана» — не участник Великой Отечественной войны", None),
        ("disability_group in ('first', 'child')", "«группа инвалидности» — одно из: первая, ребёнок-инвалид", None),
        (
            "school_form between 1 and 2 and (resident or lives_alone)",
            "(«класс» не меньше, чем 1 и «класс» не больше, чем 2) и («живёт в регионе» или «живёт один или одна»)",
            None,
        ),
        ("(children + 1) * 2 <> 4", "(«сколько детей до 18 лет» + 1) × 2 не равно 4", None),
    ],
)
def test_a_condition_reads_like_this(text: str, ru: str, en: str | None) -> None:
    read = criteria.read_condition(text, facts=RULEBOOK.facts.facts, parameters=RULEBOOK.parameters)
    assert not isinstance(read, criteria.Flaw)
    numbers = {"pension_age_men": 64}
    assert criteria.tell(read, ground=RULEBOOK, numbers=numbers, language=Language.RU) == ru
    told = criteria.tell(read, ground=RULEBOOK, numbers=numbers, language=Language.EN)
    assert en is None or told == en


@given(CONDITIONS)
@settings(max_examples=60, deadline=None)
def test_whatever_a_condition_is_it_can_be_told(condition: criteria.Condition) -> None:
    for language in Language:
        assert criteria.tell(condition, ground=GROUND, numbers={}, language=language)
