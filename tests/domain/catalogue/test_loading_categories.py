"""Loading a list makes the tree that of the list, or changes nothing."""

import psycopg
import pytest

from given.checkout import CHECKOUT
from given.city import BULLFINCH, CLERK, NOW, given_catalogue, given_shop
from socert.domain import audit, catalogue
from socert.domain.catalogue import LoadedCategories, NewArticle, NewGood, TreeRefusal, TreeRefused

FIRST = ["goods,,Товары,Goods", "food,goods,Еда,Food", "bread,food,Хлеб,Bread", "pet,goods,Животным,Pet"]


def load(conn: psycopg.Connection, *rows: str) -> LoadedCategories | TreeRefused:
    categories = catalogue.read_categories(["id,parent,title_ru,title_en", *rows])
    return catalogue.load_categories(conn, rows=categories, actor=CLERK, now=NOW)


def directory(conn: psycopg.Connection) -> int:
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    return int(row[0])


def test_the_reference_tree_is_loaded(conn: psycopg.Connection) -> None:
    tree = given_catalogue(conn)
    lines = (CHECKOUT / "reference" / "categories.csv").read_text(encoding="utf-8").splitlines()
    assert len(tree.categories) == len(lines) - 1
    assert {tree.id_of(number) for number in tree.ancestors(tree.number_of("spirits"))} == {
        "spirits",
        "alcohol",
        "goods",
    }


def test_the_same_list_again_changes_nothing(conn: psycopg.Connection) -> None:
    assert load(conn, *FIRST) == LoadedCategories(4, 0, 0, 0)
    before, tree = directory(conn), catalogue.categories(conn)
    assert load(conn, *reversed(FIRST)) == LoadedCategories(0, 0, 4, 0)
    assert catalogue.categories(conn) == tree
    assert directory(conn) == before
    assert len(audit.events_of(conn, subject="categories", limit=10)) == 1


def test_a_category_moves_and_is_renamed_and_keeps_its_number(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    before = catalogue.categories(conn)
    assert load(conn, *FIRST[:2], "bread,goods,Хлеб и булки,Bread", FIRST[3]) == LoadedCategories(0, 1, 3, 0)
    after = catalogue.categories(conn)
    number = before.number_of("bread")
    assert after.number_of("bread") == number
    assert after.ancestors(number) == {number, after.number_of("goods")}
    assert after.categories[number].title.ru == "Хлеб и булки"


def test_two_categories_may_change_places(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    swapped = ["goods,,Товары,Goods", "bread,goods,Хлеб,Bread", "food,bread,Еда,Food", "pet,food,Животным,Pet"]
    assert load(conn, *swapped) == LoadedCategories(0, 3, 1, 0)
    tree = catalogue.categories(conn)
    assert len(tree.ancestors(tree.number_of("pet"))) == 4


def test_a_category_may_move_below_a_new_one_while_another_goes(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    rows = ["goods,,Товары,Goods", "bakery,flour,Пекарня,Bakery", "flour,goods,Мука,Flour", "bread,bakery,Хлеб,Bread"]
    assert load(conn, *rows) == LoadedCategories(2, 1, 1, 2)
    tree = catalogue.categories(conn)
    assert {tree.id_of(number) for number in tree.ancestors(tree.number_of("bread"))} == {
        "goods",
        "flour",
        "bakery",
        "bread",
    }


def test_a_category_with_goods_is_not_removed(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    good = NewGood(2, "04600610082647", "Хлебцы", "bread")
    catalogue.load_goods(conn, rows=[good], source="test", actor=CLERK, now=NOW)
    tree = catalogue.categories(conn)
    refused = load(conn, *FIRST[:2], "toys,goods,Игрушки,Toys")
    assert refused == TreeRefused(TreeRefusal.CATEGORIES_IN_USE, ("bread",))
    assert catalogue.categories(conn) == tree


def test_a_category_with_articles_is_not_removed(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    merchant = given_shop(conn, BULLFINCH).merchant.id
    articles = [NewArticle("1", "Корм", "pet")]
    catalogue.hand_in_articles(conn, merchant=merchant, articles=articles, dry_run=False, actor=CLERK, now=NOW)
    assert load(conn, *FIRST[:3]) == TreeRefused(TreeRefusal.CATEGORIES_IN_USE, ("pet",))


@pytest.mark.parametrize(
    "rows",
    [
        ["all,,Всё,All", "goods,all,Товары,Goods", *FIRST[1:]],
        ["food,,Еда,Food", "bread,food,Хлеб,Bread"],
    ],
)
def test_the_root_stays(conn: psycopg.Connection, rows: list[str]) -> None:
    load(conn, *FIRST)
    assert load(conn, *rows) == TreeRefused(TreeRefusal.ROOT_CHANGES, ("goods",))
    assert len(catalogue.categories(conn).categories) == 4


@pytest.mark.parametrize("code", list(TreeRefusal))
def test_every_refusal_names_the_categories(code: TreeRefusal) -> None:
    text = TreeRefused(code, ("bread", "pet")).text
    assert "bread, pet" in text.ru
    assert "bread, pet" in text.en
