"""Trees of criteria in a file: their limits, and every mistake with its path, line and code."""

import pytest

from domain.criteria.invented import GROUND
from domain.decisions.programme import define, file, leaf
from domain.programmes.files import tree
from socert.domain import criteria, programmes

A, B = leaf("A", "resident"), leaf("B", "alone")


def _mistakes(*nodes: str) -> list[tuple[str, str]]:
    text = file(", ".join(nodes))
    found = programmes.check(text=text, tree=tree(), ground=GROUND)
    assert isinstance(found, tuple), "it is sound"
    assert {one.line for one in found} <= {9, 10}
    return [(one.path.removeprefix("versions[0].decision."), one.code) for one in found]


def _deep(levels: int, *, join: str = "not: ") -> str:
    return f"{{{join}" * levels + A + "}" * levels


def test_a_tree_may_be_eight_deep_and_no_deeper() -> None:
    assert len(list(criteria.nodes(_tree(_deep(6))))) == 8
    path = "all[0]" + ".not" * 7
    assert _mistakes(_deep(7)) == [(path, "tree_too_deep")]


def test_a_hostile_depth_is_refused_before_it_is_looked_at() -> None:
    text = file(_deep(400))
    found = programmes.check(text=text, tree=tree(), ground=GROUND)
    assert isinstance(found, tuple)
    assert [one.code for one in found] == ["too_deep"]


def test_a_tree_has_at_most_sixty_two_criteria() -> None:
    groups = [
        f"{{any: [{', '.join(leaf(f'L{group}_{place}', 'resident') for place in range(31))}]}}" for group in range(2)
    ]
    assert len(criteria.leaves(_tree(*groups))) == criteria.LEAVES_MAX
    assert _mistakes(*groups, A) == [("versions[0].decision", "too_many_criteria")]


@pytest.mark.parametrize(
    ("nodes", "mistakes"),
    [
        ([A, A], [("versions[0].decision", "repeated")]),
        (["{all: [], any: []}"], [("all[0]", "several_joins")]),
        (["{any: []}"], [("all[0].any", "not_a_list")]),
        ([f"{{any: [{A}], note: x}}"], [("all[0].note", "unknown_field")]),
        ([f"{{not: {A}, point: here}}"], [("all[0].point", "unknown_field")]),
        ([f"{{any: [{A}], point: Here}}"], [("all[0].point", "not_an_id")]),
        ([f"{{any: [{A}], title: {{ru: да}}}}"], [("all[0].title.en", "missing")]),
        (["{not: [x]}"], [("all[0].not", "not_a_mapping")]),
        (["x"], [("all[0]", "not_a_mapping")]),
        ([A.replace("id: A", "id: a-b")], [("all[0].id", "not_a_criterion_id")]),
        ([A.replace('when: "resident"', 'when: "age"')], [("all[0].when", "not_yes_or_no")]),
        ([A.replace('when: "resident"', "when: [resident]")], [("all[0].when", "not_a_text")]),
        ([A.replace("ru: да", 'ru: "{many}"')], [("all[0].met", "unknown_name")]),
        ([A.replace("ru: да", 'ru: "{p_many}"')], [("all[0].met", "unknown_name")]),
        ([A.replace("ru: да", 'ru: "{minimum}"')], [("all[0].met", "unknown_name")]),  # a parameter needs its p_
        ([A.replace("met:", "mett:", 1)], [("all[0].mett", "unknown_field"), ("all[0].met", "missing")]),
        (
            [leaf("C", "age / 2 > 1"), leaf("D", "age = 1.5")],
            [("all[0].when", "not_allowed"), ("all[1].when", "not_whole")],
        ),
    ],
)
def test_a_mistake_in_a_tree_is_told_with_its_path(nodes: list[str], mistakes: list[tuple[str, str]]) -> None:
    assert _mistakes(*nodes) == mistakes


def test_leaves_stand_in_reading_order() -> None:
    nodes = (B, f"{{any: [{leaf('Z', 'age > 1')}, {{not: {A}}}]}}", leaf("Y", "age > 2"))
    assert [one.id for one in criteria.leaves(_tree(*nodes))] == ["B", "Z", "A", "Y"]


def _tree(*nodes: str) -> criteria.Node:
    root = define(file(", ".join(nodes))).versions[0].criteria
    assert root is not None
    return root
