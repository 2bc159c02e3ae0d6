"""Suggestions come from counted words: the same goods give the same answer, and nothing known gives none."""

import gzip

import pytest

from given.imports import REFERENCE, given_suggester, given_tree
from socert.domain.catalogue import Suggester, count_words, read_words

GOODS = [*[(f"Сыр твёрдый {number}", "cheese") for number in range(40)], *[("Творог мягкий", "dairy")] * 40]


def test_a_name_gets_the_category_its_words_were_counted_in() -> None:
    suggester = Suggester.of(count_words(GOODS))
    claim = suggester.suggest("Сыр Тильзитер твердый")
    assert claim is not None
    assert (claim.category, claim.words[0]) == ("cheese", "тверды")


def test_unknown_words_suggest_nothing() -> None:
    assert Suggester.of(count_words(GOODS)).suggest("Мотыга 12345") is None
    assert Suggester.of([]).suggest("Сыр") is None


def test_the_same_goods_give_the_same_counts() -> None:
    assert list(count_words(GOODS)) == list(count_words(reversed(GOODS)))


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Кефир Домик в деревне 1% 1л", "dairy"),
        ("Носки мужские чёрные р.29", "clothing"),
        ("Тетрадь 48л клетка", "stationery"),
        ("Паззл 500 элементов", "toys"),
        ("Корм для кошек с курицей 85г", "pet"),
    ],
)
def test_what_we_ship_knows_common_goods(name: str, category: str) -> None:
    claim = given_suggester().suggest(name)
    assert claim is not None
    assert claim.category == category


def test_what_we_ship_names_only_our_categories() -> None:
    content = gzip.decompress((REFERENCE / "models" / "goods-words.csv.gz").read_bytes())
    tree = given_tree()
    assert all(tree.knows(category) for category in read_words(content).categories)
