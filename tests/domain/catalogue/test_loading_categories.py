"""Loading a list puts its categories where it has them, removes none, or changes nothing."""

from datetime import timedelta

import psycopg
import pytest

from given.checkout import CHECKOUT
from given.city import CLERK, NOW, given_catalogue
from socert.domain import audit, catalogue
from socert.domain.catalogue import LoadedCategories, NewGood, TreeRefusal, TreeRefused

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
    assert load(conn, *FIRST) == LoadedCategories(4, 0, 0, ())
    before, tree = directory(conn), catalogue.categories(conn)
    assert load(conn, *reversed(FIRST)) == LoadedCategories(0, 0, 4, ())
    assert catalogue.categories(conn) == tree
    assert directory(conn) == before
    assert len(audit.events_of(conn, subject="categories", limit=10)) == 1


def test_a_category_moves_and_is_renamed_and_keeps_its_number(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    before = catalogue.categories(conn)
    assert load(conn, *FIRST[:2], "bread,goods,Хлеб и булки,Bread", FIRST[3]) == LoadedCategories(0, 1, 3, ())
    after = catalogue.categories(conn)
    number = before.number_of("bread")
    assert after.number_of("bread") == number
    assert after.ancestors(number) == {number, after.number_of("goods")}
    assert after.categories[number].title.ru == "Хлеб и булки"


def test_two_categories_may_change_places(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    swapped = ["goods,,Товары,Goods", "bread,goods,Хлеб,Bread", "food,bread,Еда,Food", "pet,food,Животным,Pet"]
    assert load(conn, *swapped) == LoadedCategories(0, 3, 1, ())
    tree = catalogue.categories(conn)
    assert len(tree.ancestors(tree.number_of("pet"))) == 4


def test_a_category_may_move_below_a_new_one_while_others_are_left_out(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    rows = ["goods,,Товары,Goods", "bakery,flour,Пекарня,Bakery", "flour,goods,Мука,Flour", "bread,bakery,Хлеб,Bread"]
    assert load(conn, *rows) == LoadedCategories(2, 1, 1, ("food", "pet"))
    tree = catalogue.categories(conn)
    assert {tree.id_of(number) for number in tree.ancestors(tree.number_of("bread"))} == {
        "goods",
        "flour",
        "bakery",
        "bread",
    }


def test_a_category_that_is_left_out_stays_with_its_goods_and_articles(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    catalogue.load_goods(
        conn, rows=[NewGood(2, "04600610082647", "Хлебцы", "bread")], source="test", actor=CLERK, now=NOW
    )
    tree = catalogue.categories(conn)
    assert load(conn, FIRST[0], FIRST[3]) == LoadedCategories(0, 0, 2, ("bread", "food"))
    assert catalogue.categories(conn) == tree
    assert [category for _, category in catalogue.goods(conn)] == [tree.number_of("bread")]


def test_what_is_left_out_goes_along_with_what_it_lies_below(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    assert load(conn, FIRST[0], FIRST[3], "food,pet,Еда,Food") == LoadedCategories(0, 1, 2, ("bread",))
    tree = catalogue.categories(conn)
    assert tree.ancestors(tree.number_of("bread")) == {tree.number_of(one) for one in ("goods", "pet", "food", "bread")}


def test_a_list_that_pushes_what_it_leaves_out_too_deep_is_no_tree(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    chain = [f"c{depth},{f'c{depth - 1}' if depth > 1 else 'goods'},т,t" for depth in range(1, 16)]
    with pytest.raises(catalogue.UnusableTree, match="16 levels") as error:
        load(conn, FIRST[0], *chain, "food,c15,Еда,Food")
    assert error.value.code is catalogue.TreeFlaw.TOO_DEEP
    assert len(catalogue.categories(conn).categories) == 4


def test_where_a_category_lay_since_when_is_kept(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    load(conn, *FIRST[:2], "bread,food,Хлеб и булки,Bread", FIRST[3])  # a title is no place
    load(conn, *FIRST[:2], "bread,pet,Хлеб,Bread", FIRST[3])
    load(conn, *FIRST[:2], "bread,goods,Хлеб,Bread", FIRST[3])
    rows = conn.execute(
        """
        select above.id, p.since
        from category_parent as p
        join category as c on c.number = p.category
        join category as above on above.number = p.parent
        where c.id = 'bread'
        order by p.since
        """
    ).fetchall()
    tick = timedelta(microseconds=1)
    assert rows == [("food", NOW), ("pet", NOW + tick), ("goods", NOW + 2 * tick)]


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


def test_services_come_beside_goods_and_stay_when_a_list_leaves_them_out(conn: psycopg.Connection) -> None:
    load(conn, *FIRST)
    services = ["services,,Услуги,Services", "home_care,services,Уход,Care"]
    added = load(conn, *FIRST, *services)
    assert isinstance(added, LoadedCategories)
    assert added.added == 2
    left_out = load(conn, *FIRST)
    assert isinstance(left_out, LoadedCategories)
    assert left_out.missing == ("home_care", "services")
    assert catalogue.categories(conn).is_service("home_care")
    moved = load(conn, *FIRST, "services,goods,Услуги,Services")
    assert moved == TreeRefused(TreeRefusal.ROOT_CHANGES, ("goods", "services"))


@pytest.mark.parametrize("code", list(TreeRefusal))
def test_every_refusal_names_the_categories(code: TreeRefusal) -> None:
    text = TreeRefused(code, ("bread", "pet")).text
    assert "bread, pet" in text.ru
    assert "bread, pet" in text.en
