"""The categories are one tree, and whoever hands in something else is told the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.domain.catalogue import Category, CategoryTree, TreeFlaw, UnknownCategory, UnusableTree, read_categories
from socert.values import Text

HEADER = "id,parent,title_ru,title_en"
TITLE = Text(ru="что-то", en="something")


def category(number: int, name: str, parent: int | None) -> Category:
    return Category(number, name, parent, TITLE)


TREE = CategoryTree.of(
    [
        category(1, "goods", None),
        category(5, "food", 1),
        category(3, "bread", 5),
        category(4, "alcohol", 1),
    ]
)


@pytest.mark.parametrize(
    ("number", "ancestors", "descendants"),
    [(1, {1}, {1, 3, 4, 5}), (5, {1, 5}, {3, 5}), (3, {1, 3, 5}, {3}), (4, {1, 4}, {4})],
)
def test_a_category_knows_what_lies_above_and_below(number: int, ancestors: set[int], descendants: set[int]) -> None:
    assert TREE.ancestors(number) == ancestors
    assert TREE.descendants(number) == descendants


def test_numbers_and_ids_belong_together() -> None:
    assert TREE.number_of("bread") == 3
    assert TREE.id_of(3) == "bread"
    assert TREE.knows("bread")
    assert not TREE.knows("caviar")


def test_what_is_not_in_the_tree_is_a_broken_assumption() -> None:
    with pytest.raises(UnknownCategory, match="caviar"):
        TREE.number_of("caviar")
    for question in (TREE.id_of, TREE.ancestors, TREE.descendants):
        with pytest.raises(UnknownCategory, match="99"):
            question(99)


def test_no_categories_are_an_empty_tree() -> None:
    assert CategoryTree.of([]).categories == {}


@pytest.mark.parametrize(
    ("rows", "flaw", "line"),
    [
        (["goods,,т,t", "food,goods,т,t", "food,goods,т,t"], TreeFlaw.NAMED_TWICE, 4),
        (["goods,,т,t", "food,,т,t"], TreeFlaw.TWO_ROOTS, 3),
        (["goods,,т,t", "services,,у,s", "food,,т,t"], TreeFlaw.TWO_ROOTS, 4),
        (["services,,у,s", "home_care,services,ж,h"], TreeFlaw.NO_ROOT, 2),
        (["goods,,т,t", "bread,food,т,t"], TreeFlaw.PARENT_UNKNOWN, 3),
        (["food,food,т,t"], TreeFlaw.NO_ROOT, 2),
        (["goods,,т,t", "food,food,т,t"], TreeFlaw.CYCLE, 3),
        (["goods,,т,t", "tea,goods,т,t", "a,b,т,t", "b,c,т,t", "c,a,т,t"], TreeFlaw.CYCLE, 4),
        (["goods,,т,t", *(f"c{n},{f'c{n - 1}' if n else 'goods'},т,t" for n in range(17))], TreeFlaw.TOO_DEEP, 19),
    ],
)
def test_what_is_no_tree_is_refused_with_its_line(rows: list[str], flaw: TreeFlaw, line: int) -> None:
    with pytest.raises(UnusableTree) as raised:
        read_categories([HEADER, *rows])
    assert (raised.value.code, raised.value.line) == (flaw, line)
    assert f"Line {line}" in str(raised.value)
    assert f"Строка {line}" in raised.value.text.ru


def test_a_chain_too_deep_from_below_is_refused_too() -> None:
    rows = [f"c{n},{f'c{n - 1}' if n else 'goods'},т,t" for n in range(17)]
    with pytest.raises(UnusableTree) as raised:
        read_categories([HEADER, *reversed(rows), "goods,,т,t"])
    assert raised.value.code is TreeFlaw.TOO_DEEP


def test_more_categories_than_a_tree_may_have_are_refused() -> None:
    with pytest.raises(UnusableTree) as raised:
        read_categories([HEADER, "goods,,т,t", *(f"c{n},goods,т,t" for n in range(10_000))])
    assert (raised.value.code, raised.value.line) == (TreeFlaw.TOO_MANY, 10_002)


def test_a_parent_may_stand_below_its_children() -> None:
    rows = read_categories([HEADER, "bread,food,Хлеб,Bread", "food,goods,Еда,Food", "goods,,Товары,Goods"])
    assert [(row.line, row.id, row.parent) for row in rows] == [
        (2, "bread", "food"),
        (3, "food", "goods"),
        (4, "goods", None),
    ]


@pytest.mark.parametrize(
    "categories",
    [
        [category(1, "goods", None), category(2, "food", 9)],
        [category(1, "goods", None), category(2, "food", None)],
        [category(1, "goods", None), category(2, "food", 3), category(3, "bread", 2)],
    ],
)
def test_kept_categories_that_are_no_tree_are_a_broken_assumption(categories: list[Category]) -> None:
    with pytest.raises(UnusableTree):
        CategoryTree.of(categories)


@given(st.lists(st.integers(0, 1_000_000), max_size=40))
def test_above_and_below_are_two_views_of_the_same(choices: list[int]) -> None:
    """Each category hangs under a random earlier one, unless that would be too deep."""
    categories = [category(0, "c0", None)]
    depth = {0: 0}
    for number, choice in enumerate(choices, start=1):
        parent = choice % number
        parent = parent if depth[parent] < 16 else 0
        depth[number] = depth[parent] + 1
        categories.append(category(number, f"c{number}", parent))
    tree = CategoryTree.of(categories)
    for one, below_root in depth.items():
        assert len(tree.ancestors(one)) == below_root + 1
        assert all(one in tree.descendants(above) for above in tree.ancestors(one))
        assert all(one in tree.ancestors(below) for below in tree.descendants(one))
