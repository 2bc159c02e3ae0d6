"""What a programme could do better is told, exactly and without false alarms."""

import pytest
from hypothesis import given, settings

from domain.criteria.invented import GROUND, TREES
from domain.decisions.asking import decide, known, ruling
from domain.decisions.programme import EXAMPLES, PLAIN, define, file, leaf
from socert.domain import criteria, decisions
from socert.domain.criteria import Leaf
from socert.domain.decisions.rules.boundaries import boundaries
from socert.domain.decisions.rules.grid import grid
from socert.domain.decisions.rules.lints import _is_decisive
from socert.domain.decisions.rules.reaching import clusters_of, truth_by


def _remarks(*leaves: str, examples: str | None = None) -> list[str]:
    found = decisions.remarks_on(define(file(", ".join(leaves))), ground=GROUND, examples=examples)
    return [f"{one.code} {one.text.en.split()[0]}" for one in found]


@pytest.mark.parametrize(
    ("leaves", "remarks"),
    [
        ([leaf("A", "resident"), leaf("B", "age >= 18")], []),
        ([leaf("A", "age >= 0")], ["criterion_is_fixed A"]),
        ([leaf("A", "resident"), leaf("B", "children > 20")], ["criterion_is_fixed B", "criterion_never_decides A"]),
        ([leaf("A", "p_minimum > 5 or resident")], ["criterion_is_fixed A"]),
        ([leaf("A", "age >= 60"), leaf("B", "age >= 55")], ["criterion_never_decides B"]),
        ([leaf("A", "age >= 55"), leaf("B", "age < 60")], []),
        ([f"{{any: [{leaf('A', 'age >= 60')}, {leaf('B', 'age >= 55')}]}}"], ["criterion_never_decides A"]),
        (
            [f"{{any: [{leaf('A', 'age >= 60')}, {leaf('B', 'age < 60')}]}}", leaf("C", "resident")],
            ["criterion_never_decides A", "criterion_never_decides B", "needless_question It"],
        ),
        (
            [f"{{any: [{leaf('A', 'resident')}, {{all: [{leaf('B', 'resident')}, {leaf('C', 'age > 9')}]}}]}}"],
            ["criterion_never_decides B", "criterion_never_decides C"],
        ),
        (
            [f"{{not: {leaf('A', 'resident')}}}", leaf("B", "colour = 'red'"), leaf("C", "colour <> 'green'")],
            ["criterion_never_decides C"],
        ),
        ([leaf("A", "income < children * 100 and income > children * 200")], []),  # cannot be said exactly
    ],
)
def test_criteria_that_never_matter_are_told(leaves: list[str], remarks: list[str]) -> None:
    told = [one for one in _remarks(*leaves) if "ALONE" not in one]
    # The north adds a criterion of its own; what holds there as well is told once.
    assert sorted(dict.fromkeys(told)) == sorted(remarks)


def test_many_criteria_words_and_columns_of_no_use_are_told() -> None:
    many = [leaf(f"L{place}", f"age <> {place}") for place in range(39)]
    more = [leaf(f"M{place}", f"children <> {place}") for place in range(13)]
    assert "many_criteria There" in _remarks(*many, f"{{all: [{', '.join(more)}]}}")
    told = leaf("A", "resident").replace("en: A}", 'en: "at {age}"}', 1)
    assert _remarks(told, examples=EXAMPLES) == [
        "fact_told_but_unused A:",
        "unused_column The",
        "unused_column The",
    ]
    assert _remarks(leaf("A", "age > 1")) == []
    assert decisions.remarks_on(define(PLAIN), ground=GROUND, examples=EXAMPLES) == ()


def test_parameters_nobody_needs_are_told() -> None:
    assert [one.text.en for one in decisions.unused_parameters([define(PLAIN)], ground=GROUND)] == [
        "No programme and no region needs the parameter 'below'."
    ]


@given(TREES)
@settings(max_examples=60, deadline=None)
def test_a_leaf_said_to_decide_nothing_can_be_left_out(root: criteria.Node) -> None:
    one = ruling(root)
    clusters = clusters_of(one, facts=GROUND.facts)
    if clusters is None:
        return
    names, rows = grid(one, facts=GROUND.facts, rows_max=300)
    people = [dict(zip(names, row, strict=True)) for row in rows if None not in row]
    trees = [decide(one, known(person)).tree for person in people]
    for each in one.leaves:
        if not _is_decisive(each, root, clusters):
            answers = [(tree.truth, _without(root, tree, each, is_met=met)) for met in (True, False) for tree in trees]
            half = len(answers) // 2
            assert any(all(got is wanted for got, wanted in part) for part in (answers[:half], answers[half:]))


def _without(root: criteria.Node, tree: criteria.Weighed, each: Leaf, *, is_met: bool) -> criteria.Truth:
    truths = {one.node.id: one.truth for one in _all(tree) if isinstance(one.node, Leaf)}
    return truth_by(root, {**truths, each.id: is_met})


def _all(tree: criteria.Weighed) -> list[criteria.Weighed]:
    return [tree, *(below for child in tree.children for below in _all(child))]


def test_configuration_is_looked_at_for_every_region_on_the_first_day() -> None:
    early = define(file(leaf("A", "income < p_minimum * p_percent"), since="2025-07-01"))
    assert [one.code for one in decisions.mistakes_of_configuration(early, ground=GROUND)] == ["parameter_is_unset"]
    early = define(file(leaf("A", "income < p_minimum"), since="2024-07-01"))
    told = decisions.mistakes_of_configuration(early, ground=GROUND)
    assert [("north" in one.text.en, "2024-07-01" in one.text.en) for one in told] == [(False, True), (True, True)]
    pointless = define(file(leaf("A", "resident")).replace("point: regional", "point: elsewhere"))
    assert [one.code for one in decisions.mistakes_of_configuration(pointless, ground=GROUND)] == ["unknown_point"]
    taken = define(file(leaf("ALONE", "alone")))
    assert [one.code for one in decisions.mistakes_of_configuration(taken, ground=GROUND)] == ["repeated"]
    assert decisions.mistakes_of_configuration(define(PLAIN), ground=GROUND) == ()
    assert [one.code for _, one in decisions.additions_to_nothing(GROUND, programme_ids={"other"})] == [
        "unknown_programme"
    ]
    assert list(decisions.additions_to_nothing(GROUND, programme_ids={"food"})) == []
    assert boundaries([], facts=GROUND.facts, numbers={}) == {}
