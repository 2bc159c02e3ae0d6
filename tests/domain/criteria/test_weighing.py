"""Three values as SQL has them, and the reasons that follow: what is missing, what failed."""

import pytest

from domain.criteria.invented import NUMBERS, condition, leaf
from socert.domain import criteria
from socert.domain.criteria import AllOf, AnyOf, Known, Node, NotOf, Truth

RESIDENT, ALONE, OLD = (leaf(name, condition(name.lower())) for name in ("RESIDENT", "ALONE", "AGE > 60"))
Y, N, U = True, False, None


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [(Y, Y, Y, Y), (Y, N, N, Y), (N, N, N, N), (Y, U, U, Y), (N, U, N, U), (U, U, U, U)],
)
def test_unknown_is_neither_yes_nor_no(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    for pair in ((one, other), (other, one)):
        known: Known = dict(zip(("resident", "alone"), pair, strict=True))
        assert _truth("resident and alone", known) is both
        assert _truth("resident or alone", known) is either
    assert _truth("not resident", {"resident": one}) is {Y: N, N: Y, U: U}[one]


@pytest.mark.parametrize(
    ("text", "known", "truth"),
    [
        ("age between 18 and 20", {"age": 18}, Y),
        ("age between 18 and 20", {"age": 21}, N),
        ("age between 18 and 20", {}, U),
        ("age between 18 and 20 + children", {"age": 17}, N),  # false already, whatever the children
        ("age not between 18 and 20 + children", {"age": 17}, Y),
        ("age in (1, 2)", {"age": 3}, N),
        ("age not in (1, 2)", {}, U),
        ("colour <> 'red'", {"colour": "green"}, Y),
        ("colour <> 'red'", {"colour": None}, U),
        ("age * 0 = 0", {}, U),  # SQL multiplies NULL to NULL
        ("age = age", {}, U),
        ("income * 100 < p_minimum * p_percent", {"income": 28_408}, Y),
        ("income * 100 < p_minimum * p_percent", {"income": 28_409}, N),
        ("- income > p_below", {"income": 6}, Y),
        ("1 = 1", {}, Y),
    ],
)
def test_a_condition_is_weighed_as_sql_does(text: str, known: Known, truth: Truth) -> None:
    assert _truth(text, known) is truth


@pytest.mark.parametrize(
    ("root", "known", "missing", "failed"),
    [
        (AllOf((RESIDENT, ALONE)), {"resident": N}, [], ["RESIDENT"]),  # nobody is asked more
        (AllOf((RESIDENT, ALONE)), {"resident": N, "alone": N}, [], ["RESIDENT", "ALONE"]),
        (AllOf((RESIDENT, ALONE)), {"resident": Y}, ["ALONE"], []),
        (AnyOf((RESIDENT, ALONE)), {"resident": N}, ["ALONE"], []),
        (AnyOf((RESIDENT, ALONE)), {"resident": Y}, [], []),
        (AnyOf((RESIDENT, AllOf((ALONE, OLD)))), {"alone": N}, ["RESIDENT"], []),  # the second way is closed
        (NotOf(RESIDENT), {"resident": Y}, [], ["RESIDENT"]),
        (NotOf(RESIDENT), {}, ["RESIDENT"], []),
        (NotOf(AllOf((RESIDENT, NotOf(ALONE)))), {"resident": Y, "alone": N}, [], ["RESIDENT", "ALONE"]),
        (NotOf(AnyOf((RESIDENT, ALONE))), {"resident": Y, "alone": N}, [], ["RESIDENT"]),
        (AllOf((NotOf(RESIDENT), ALONE)), {"resident": Y, "alone": Y}, [], ["RESIDENT"]),
    ],
)
def test_reasons_are_what_the_decision_hangs_on(
    root: Node, known: Known, missing: list[str], failed: list[str]
) -> None:
    weighed = criteria.weigh(root, known=known, parameters=NUMBERS)
    assert [one.id for one in criteria.missing_leaves(weighed)] == missing
    assert [one.id for one in criteria.failed_leaves(weighed)] == failed


def _truth(text: str, known: Known) -> Truth:
    return criteria.truth_of(condition(text), known=known, parameters=NUMBERS)
