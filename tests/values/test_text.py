"""Text exists in both languages or not at all."""

import pytest

from socert.values import IncompleteText, Language, Text


def test_a_text_speaks_both_languages() -> None:
    bread = Text(ru="Хлеб", en="Bread")
    assert bread.in_language(Language.RU) == "Хлеб"
    assert bread.in_language(Language.EN) == "Bread"
    assert bread.as_dict() == {"ru": "Хлеб", "en": "Bread"}


@pytest.mark.parametrize(("ru", "en", "missing"), [("", "Bread", "ru"), ("Хлеб", "", "en"), ("Хлеб", " \n", "en")])
def test_a_text_in_one_language_is_refused(ru: str, en: str, missing: str) -> None:
    with pytest.raises(IncompleteText, match=f"'{missing}'"):
        Text(ru=ru, en=en)
