"""Nobody can be told: whatever is subtracted from whatever, at least five people stand behind what is left."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.domain.monitoring.model.demand import PEOPLE_MIN, Bought, Cell, Figures, Line, Total
from socert.domain.monitoring.rules.hiding import Counted, CountedList, hide, protect, protect_list

#: Who bought what where: person, category, outlet; a kopeck each.
PURCHASES = st.lists(st.tuples(st.integers(1, 14), st.sampled_from([None, 1, 2, 3]), st.integers(1, 3)), max_size=90)
Purchases = list[tuple[int, int | None, int]]


def _count(purchases: Purchases) -> tuple[Counted, dict[Cell, set[int]]]:
    cells: dict[Cell, set[int]] = defaultdict(set)
    kinds: dict[int | None, set[int]] = defaultdict(set)
    for person, category, outlet in purchases:
        cells[category, outlet, "d"].add(person)
        kinds[category].add(person)
    together: dict[int | str | None, int] = {
        kind: len(set[int]().union(*(who for cell, who in cells.items() if cell[0] == kind and len(who) < PEOPLE_MIN)))
        for kind in kinds
    }
    together[""] = len(set[int]().union(*(who for who in kinds.values() if len(who) < PEOPLE_MIN)))
    figures = {
        cell: Figures(sum(1 for one in purchases if _cell(one) == cell), len(who), len(who))
        for cell, who in cells.items()
    }
    of_kinds = {
        kind: Figures(sum(one.kopecks for cell, one in figures.items() if cell[0] == kind), 0, len(who))
        for kind, who in kinds.items()
    }
    total = Total(Figures(len(purchases), 0, len({one[0] for one in purchases})))
    return Counted(total, of_kinds, figures, together), cells


def _cell(one: tuple[int, int | None, int]) -> Cell:
    return one[1], one[2], "d"


@given(PURCHASES)
def test_what_is_left_after_any_subtraction_stands_for_five_people(purchases: Purchases) -> None:
    counted, cells = _count(purchases)
    shown = protect(counted)
    assert all(one.people >= PEOPLE_MIN for one in [*shown.cells.values(), *shown.categories.values()])
    for kind in shown.categories:
        left = [who for cell, who in cells.items() if cell[0] == kind and cell in shown.hidden_cells]
        assert not left or len(set.union(*left)) >= PEOPLE_MIN
    left = [who for cell, who in cells.items() if cell[0] in shown.hidden_categories]
    assert not left or not shown.categories or len(set.union(*left)) >= PEOPLE_MIN


@given(PURCHASES)
def test_what_is_shown_and_what_is_hidden_sum_to_the_total(purchases: Purchases) -> None:
    counted, _ = _count(purchases)
    shown: Bought = protect(counted)
    kopecks = sum(one.kopecks for one in shown.cells.values()) + sum(one.kopecks for one in shown.rests.values())
    assert kopecks == shown.total.bought.kopecks == len(purchases)
    assert sum(one.cells for one in shown.rests.values()) == len(shown.hidden_cells)
    assert shown.cells.keys().isdisjoint(shown.hidden_cells)


@pytest.mark.parametrize(
    ("people", "together", "hidden"),
    [
        ({}, 0, set()),
        ({"a": 5, "b": 9}, 0, set()),
        ({"a": 4, "b": 9, "c": 6}, 4, {"a", "c"}),
        ({"a": 4, "b": 3, "c": 6}, 7, {"a", "b"}),
        ({"a": 4, "b": 3, "c": 6}, 4, {"a", "b", "c"}),
        ({"a": 4}, 4, {"a"}),
        ({"a": 0, "b": 5}, 0, {"a", "b"}),
    ],
)
def test_the_smallest_of_the_others_hides_with_few(people: dict[str, int], together: int, hidden: set[str]) -> None:
    assert hide(people, together=together) == hidden


def test_a_list_of_too_few_people_has_no_total() -> None:
    line = Line("reason", ("a",), 9, 900, 4)
    listed = protect_list(CountedList(line, {"reason": line}, (line,), {"reason": 4}, 4))
    assert (listed.count, listed.kopecks, listed.people, listed.lines, listed.hidden) == (None, None, None, (), 1)


def test_lines_and_reasons_that_hide_stand_together() -> None:
    lines = (
        Line("denied", ("beer",), 10, 1_000, 8),
        Line("denied", ("wine",), 4, 400, 3),
        Line("denied", ("gin",), 3, 300, 3),
        Line("spent", ("bread",), 2, 200, 2),
    )
    parts = {"denied": Line("denied", None, 17, 1_700, 11), "spent": Line("spent", None, 2, 200, 2)}
    total = Line("", None, 19, 1_900, 12)
    listed = protect_list(CountedList(total, parts, lines, {"denied": 6, "spent": 2}, 2))
    # One reason would be had by subtracting the other: both hide.
    assert listed.lines == (Line("", None, 19, 1_900, None),)
    assert (listed.count, listed.hidden) == (19, 4)
    alone = protect_list(CountedList(parts["denied"], {"denied": parts["denied"]}, lines[:3], {"denied": 6}, 0))
    assert alone.lines == (lines[0], Line("denied", None, 7, 700, None))
