"""The names of the example city make plausible Russian full names."""

import re
from typing import Any

import pytest

from reference.reading import document

NAMES: dict[str, Any] = document("example/names.yaml")
ONE_NAME = r"[А-ЯЁ][а-яё]+"


def _forms(part: str, sex: str) -> list[str]:
    return [entry[sex] for entry in NAMES[part]]


@pytest.mark.parametrize("sex", ["female", "male"])
def test_there_are_at_least_sixty_given_names_and_none_twice(sex: str) -> None:
    given = NAMES["given_names"][sex]
    assert len(set(given)) == len(given) >= 60


@pytest.mark.parametrize(("part", "least"), [("surnames", 120), ("patronymics", 40)])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_there_are_enough_surnames_and_patronymics_and_none_twice(part: str, least: int, sex: str) -> None:
    forms = _forms(part, sex)
    assert len(set(forms)) == len(forms) >= least


@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_name_is_one_capitalised_russian_word(sex: str) -> None:
    names = [*NAMES["given_names"][sex], *_forms("surnames", sex), *_forms("patronymics", sex)]
    assert [name for name in names if not re.fullmatch(ONE_NAME, name)] == []


@pytest.mark.parametrize("sex", ["female", "male"])
def test_some_names_of_each_part_carry_the_letter_yo(sex: str) -> None:
    for names in (NAMES["given_names"][sex], _forms("surnames", sex), _forms("patronymics", sex)):
        assert any("ё" in name for name in names)


def test_patronymics_end_as_patronymics_do() -> None:
    assert all(name.endswith("ич") for name in _forms("patronymics", "male"))
    assert all(name.endswith(("вна", "ична")) for name in _forms("patronymics", "female"))


def test_a_surname_has_a_female_form_where_it_differs() -> None:
    for entry in NAMES["surnames"]:
        male, female = entry["male"], entry["female"]
        if male.endswith(("ов", "ев", "ёв", "ин", "ын")):
            assert female == f"{male}а"
        elif male.endswith(("ий", "ой", "ый")):
            assert female.endswith("ая")
        else:
            assert female == male
