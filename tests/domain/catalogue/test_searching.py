"""Goods are found by what people type: beginnings of words, ё as е, endings forgiven."""

import psycopg
import pytest

from given.city import CLERK, NOW, given_catalogue
from socert.domain import catalogue
from socert.domain.catalogue.rules.searching import begins_words, query_of, stems_of, words_asked
from socert.values import Gtin


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("  !? ", ()),
        ("Мёд «Луговой»", ("мед", "луговой")),
        ("сыр 45%", ("сыр", "45")),
        ("хлеб' | ! & :* \\", ("хлеб",)),
        ("а б в г д е ж", ("а", "б", "в", "г", "д", "е")),
    ],
)
def test_what_is_typed_becomes_words(typed: str, words: tuple[str, ...]) -> None:
    assert words_asked(typed) == words


def test_a_flood_of_letters_is_cut() -> None:
    assert [len(word) for word in words_asked("щ" * 10_000)] == [40]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("молока", "молок"),
        ("булочкою", "булочк"),
        ("чай", "чай"),
        ("сыр", "сыр"),
        ("соль", "сол"),
        ("овсяного", "овсян"),
    ],
)
def test_endings_are_forgiven_and_short_words_stay(word: str, stem: str) -> None:
    assert stems_of((word,)) == (stem,)


def test_a_query_wants_every_word_by_its_beginning() -> None:
    assert query_of(("хлеб", "бор")) == "хлеб:* & бор:*"
    assert begins_words(("хлеб", "рж"), "Хлебцы ржаные")
    assert not begins_words(("лебцы",), "Хлебцы ржаные")


def test_goods_and_sections_are_found_and_no_more_than_twenty(conn: psycopg.Connection) -> None:
    tree = given_catalogue(conn)
    rows = [
        catalogue.NewGood(place, str(Gtin.complete(f"46811{place:08}")), f"Печенье овсяное ёлочка {place}", "biscuits")
        for place in range(1, 31)
    ]
    assert catalogue.load_goods(conn, rows=rows, source="test", actor=CLERK, now=NOW).rejected == ()
    found = catalogue.search(conn, asked="овсяного печенья елочки", tree=tree)
    assert len(found.goods) == catalogue.FOUND_MAX
    assert {one.category for one in found.goods} == {tree.number_of("biscuits")}
    found = catalogue.search(conn, asked="печенье", tree=tree)
    assert [one.id for one in found.categories] == ["biscuits"]
    assert found.goods[0].name.lower().startswith("печенье"), "what begins with the word comes first"
    assert catalogue.search(conn, asked="bread", tree=tree).categories
    assert catalogue.search(conn, asked="no such thing", tree=tree) == catalogue.Search([], [])


def test_a_good_is_found_by_its_barcode(conn: psycopg.Connection) -> None:
    tree = given_catalogue(conn)
    found = catalogue.find_good(conn, gtin=Gtin.parse("4600610082647"))
    assert found is not None
    assert found.category == tree.number_of("bread")
    assert catalogue.find_good(conn, gtin=Gtin.complete("468200000000")) is None
