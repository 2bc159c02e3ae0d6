"""Which rows of goods and articles can be used; what is wrong with the others is said with a code and a sentence."""

from dataclasses import replace

import pytest

from socert.domain.catalogue import Category, CategoryTree, NewArticle, NewGood, RowFlaw
from socert.domain.catalogue.rules import sort_articles, sort_goods
from socert.values import Gtin, Text

TREE = CategoryTree.of(
    [
        Category(1, "goods", None, Text(ru="Товары", en="Goods")),
        Category(2, "bread", 1, Text(ru="Хлеб", en="Bread")),
    ]
)
BREAD = NewGood(2, Gtin.complete("460000000001").code, "Хлеб", "bread")
VODKA = NewGood(3, Gtin.complete("460000000002").code, "Водка", None)
APPLES = NewArticle("2100001", "Яблоки", "bread")
CHEESE = NewArticle("сыр-7", "Сыр весовой", None)


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        (replace(BREAD, gtin="4600000000016"), RowFlaw.GTIN_INVALID),
        (replace(BREAD, gtin="46 00"), RowFlaw.GTIN_INVALID),
        (replace(BREAD, gtin=""), RowFlaw.GTIN_INVALID),
        (replace(BREAD, gtin=Gtin.complete("210000101250").code), RowFlaw.GTIN_IS_IN_STORE),
        (replace(BREAD, gtin=VODKA.gtin), RowFlaw.NAMED_TWICE),
        (replace(BREAD, gtin=VODKA.gtin[1:]), RowFlaw.NAMED_TWICE),
        (replace(BREAD, name=""), RowFlaw.NAME_UNUSABLE),
        (replace(BREAD, name="Хлеб\0"), RowFlaw.NAME_UNUSABLE),
        (replace(BREAD, name="\ud800"), RowFlaw.NAME_UNUSABLE),
        (replace(BREAD, name="я" * 301), RowFlaw.NAME_UNUSABLE),
        (replace(BREAD, category="caviar"), RowFlaw.CATEGORY_UNKNOWN),
        (replace(BREAD, category="x" * 10_000), RowFlaw.CATEGORY_UNKNOWN),
    ],
)
def test_an_unusable_good_is_named_by_its_line(wrong: NewGood, flaw: RowFlaw) -> None:
    found = sort_goods([VODKA, replace(wrong, line=7)], tree=TREE)
    assert [good.key for good in found.usable] == [int(VODKA.gtin)]
    (rejected,) = found.rejected
    assert (rejected.line, rejected.code) == (7, flaw)
    assert len(rejected.text.ru) < 300
    assert rejected.text.en.endswith(".")


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        (replace(APPLES, article=""), RowFlaw.ARTICLE_UNUSABLE),
        (replace(APPLES, article=" 21"), RowFlaw.ARTICLE_UNUSABLE),
        (replace(APPLES, article="21\u00a0"), RowFlaw.ARTICLE_UNUSABLE),
        (replace(APPLES, article="2\t1"), RowFlaw.ARTICLE_UNUSABLE),
        (replace(APPLES, article="2" * 33), RowFlaw.ARTICLE_UNUSABLE),
        (replace(APPLES, name="\n"), RowFlaw.NAME_UNUSABLE),
        (replace(APPLES, category="caviar"), RowFlaw.CATEGORY_UNKNOWN),
        (replace(APPLES, category=""), RowFlaw.CATEGORY_UNKNOWN),
        (CHEESE, RowFlaw.NAMED_TWICE),
    ],
)
def test_an_unusable_article_is_named_by_its_place(wrong: NewArticle, flaw: RowFlaw) -> None:
    found = sort_articles([CHEESE, wrong], tree=TREE)
    assert [one.key for one in found.usable] == [CHEESE.article]
    assert [(one.line, one.code) for one in found.rejected] == [(2, flaw)]


@pytest.mark.parametrize("article", ["1", "2" * 32, "Сыр 50 %", "2100001012506"])
def test_an_article_has_1_to_32_printable_characters(article: str) -> None:
    found = sort_articles([replace(APPLES, article=article)], tree=TREE)
    assert [(one.key, one.category) for one in found.usable] == [(article, 2)]
