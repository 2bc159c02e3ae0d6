"""The boundary grid: the values at which something changes, all of them together or every two of them."""

from itertools import combinations

import pytest

from domain.criteria.invented import GROUND, NUMBERS, condition, leaf
from domain.decisions.asking import ruling
from socert.domain.criteria import AllOf, FactValue
from socert.domain.decisions.rules.boundaries import boundaries
from socert.domain.decisions.rules.grid import grid


@pytest.mark.parametrize(
    ("text", "fact", "values"),
    [
        ("resident", "resident", (False, True)),
        ("not resident or alone", "alone", (False, True)),
        ("age >= 18", "age", (0, 17, 18, 19, 125)),
        ("age > 18", "age", (0, 17, 18, 19, 125)),
        ("age = 18", "age", (0, 17, 18, 19, 125)),
        ("age <> 0", "age", (0, 1, 2, 125)),
        ("age >= 125", "age", (0, 124, 125)),
        ("age >= 0", "age", (0, 1, 2, 125)),
        ("age >= 200", "age", (0, 125)),
        ("age between 6 and 8", "age", (0, 5, 6, 7, 8, 9, 125)),
        ("age in (3, 40)", "age", (0, 2, 3, 4, 39, 40, 41, 125)),
        ("p_minimum > income", "income", (-1000, 18_938, 18_939, 18_940, 10_000_000)),
        ("income * 100 < p_minimum * p_percent", "income", (-1000, 28_408, 28_409, 28_410, 10_000_000)),
        ("income > p_below", "income", (-1000, -8, -7, -6, 10_000_000)),
        ("100 - income - income < 3", "income", (-1000, 48, 49, 50, 10_000_000)),
        ("income < children * 100", "children", (0, 1, 2, 19, 20)),
        ("income < children * 100", "income", (-1000, -1, 0, 1, 1999, 2000, 2001, 10_000_000)),
        ("colour = 'red'", "colour", ("red", "none")),
        ("colour in ('red', 'green')", "colour", ("red", "green", "none")),
        ("colour <> 'none' and resident", "colour", ("none", "red")),
    ],
)
def test_what_is_tried_lies_beside_the_thresholds(text: str, fact: str, values: tuple[FactValue, ...]) -> None:
    assert boundaries([condition(text)], facts=GROUND.facts, numbers=NUMBERS)[fact] == values


WIDE = ruling(
    AllOf(
        tuple(
            leaf(f"L{place}", condition(text))
            for place, text in enumerate(
                ["resident", "alone", "age >= 18", "income < p_minimum", "children in (2, 5)", "colour = 'red'"]
            )
        )
    )
)


def test_a_small_grid_has_every_combination_and_unknown_among_the_values() -> None:
    names, rows = grid(WIDE, facts=GROUND.facts, rows_max=10**6)
    assert names == ("resident", "alone", "age", "income", "children", "colour")
    assert len(rows) == len(set(rows)) == 3 * 3 * 6 * 6 * 9 * 3
    assert (None,) * 6 in rows


def test_a_large_grid_keeps_to_its_limit_and_every_two_values_meet() -> None:
    _, everything = grid(WIDE, facts=GROUND.facts, rows_max=10**6)
    _, rows = grid(WIDE, facts=GROUND.facts, rows_max=500)
    assert len(rows) <= 500
    assert set(rows) <= set(everything)
    for one, other in combinations(range(6), 2):
        assert {(row[one], row[other]) for row in rows} == {(row[one], row[other]) for row in everything}
    assert grid(WIDE, facts=GROUND.facts, rows_max=500)[1] == rows
    assert len(set(rows)) > 450


def test_pairs_go_before_the_limit() -> None:
    _, rows = grid(WIDE, facts=GROUND.facts, rows_max=1)
    assert len({(row[2], row[4]) for row in rows}) == 6 * 9
    assert len(rows) < 100
