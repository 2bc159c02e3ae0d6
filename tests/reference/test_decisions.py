"""The reference programmes decide as their examples say, and the examples leave no criterion untried."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from given.rulebook import RULEBOOK
from reference.examples import PROGRAMMES, decided, definition, examples
from reference.reading import REFERENCE
from socert.domain.criteria import (
    PREFIX,
    AllOf,
    AnyOf,
    Condition,
    FactType,
    Leaf,
    Node,
    NotOf,
    Truth,
    facts_of,
    leaves,
    names_in_words,
    nodes,
    parameters_of,
    truth_of,
)
from socert.domain.decisions import Example, Outcome

TRUTHS: tuple[Truth, ...] = (True, False, None)
#: Decisions that compare with no number somebody decided, and so are the same in every region and on every day.
WITHOUT_NUMBERS = {"palliative-care", "veterans-durables"}
every_programme = pytest.mark.parametrize("programme", PROGRAMMES)


def root_of(programme: str) -> Node:
    (version,) = definition(programme).versions
    assert version.criteria is not None
    return version.criteria


def conditions_of_amounts(programme: str) -> tuple[Condition, ...]:
    return tuple(condition for rule in examples(programme)[0].ruling.amounts for condition in rule.conditions)


def found(condition: Condition, example: Example) -> Truth:
    return truth_of(condition, known=example.known, parameters=example.ruling.numbers)


def outcome(node: Node, truths: Mapping[str, Truth]) -> Truth:
    """The truth of a tree whose leaves have these truths; written here once more, on purpose."""
    match node:
        case Leaf():
            return truths[node.id]
        case NotOf():
            truth = outcome(node.child, truths)
            return None if truth is None else not truth
        case AllOf() | AnyOf():
            strong = isinstance(node, AnyOf)
            values = [outcome(one, truths) for one in node.children]
            return strong if strong in values else None if None in values else not strong


def decisive(example: Example) -> Iterator[tuple[str, Truth]]:
    """The leaves that alone decide this example: were one of them otherwise, the outcome would be."""
    root = example.ruling.root
    truths = {leaf.id: found(leaf.condition, example) for leaf in leaves(root)}
    for name, truth in truths.items():
        others = [outcome(root, {**truths, name: other}) for other in TRUTHS if other is not truth]
        if any(other is not outcome(root, truths) for other in others):
            yield name, truth


@every_programme
def test_every_example_is_decided_as_it_was_written(programme: str) -> None:
    for example in examples(programme):
        got = decided(example)
        counted = {rule.allowance for rule in got.ruling.amounts if rule.has_units}
        amounts = {one.allowance: one.units if one.allowance in counted else one.kopecks for one in got.amounts}
        assert (example.outcome, example.missing, example.failed, dict(example.amounts)) == (
            got.outcome,
            tuple(leaf.id for leaf in got.missing),
            tuple(leaf.id for leaf in got.failed),
            amounts if got.outcome is Outcome.ENTITLED else {},
        ), example.name


@every_programme
def test_every_criterion_alone_decides_an_example_met_one_not_met_and_one_unknown(programme: str) -> None:
    tried = {case for example in examples(programme) for case in decisive(example)}
    named = {leaf.id for example in examples(programme) for leaf in example.ruling.leaves}
    assert {(name, truth) for name in named for truth in TRUTHS} - tried == set()


def test_criteria_a_region_adds_are_tried_as_well() -> None:
    added = {
        (one.programme, leaf.id)
        for region in RULEBOOK.regions.values()
        for one in region.additions
        for leaf in one.leaves
    }
    tried = {(name, leaf) for name in PROGRAMMES for example in examples(name) for leaf, _ in decisive(example)}
    assert added
    assert added <= tried


@every_programme
def test_every_row_of_a_table_of_amounts_is_hit_passed_and_unknown(programme: str) -> None:
    tried = {(one, found(one, example)) for one in conditions_of_amounts(programme) for example in examples(programme)}
    assert {(one, truth) for one in conditions_of_amounts(programme) for truth in TRUTHS} - tried == set()


@every_programme
def test_every_value_a_table_of_amounts_can_give_is_given(programme: str) -> None:
    possible = {
        (rule.allowance, step.units if rule.has_units else step.kopecks)
        for rule in examples(programme)[0].ruling.amounts
        for step in rule.steps
    }
    assert possible <= {amount for example in examples(programme) for amount in example.amounts.items()}


@every_programme
def test_examples_stand_at_both_sides_of_every_number(programme: str) -> None:
    """Two examples of one day and region whose fact differs by one, and whose truth differs."""
    numbers = [
        (leaf, fact)
        for leaf in leaves(root_of(programme))
        for fact in facts_of(leaf.condition)
        if RULEBOOK.facts.facts[fact].type is FactType.INTEGER
    ]
    untried = [(leaf.id, fact) for leaf, fact in numbers if not _turns(programme, leaf.condition, fact)]
    assert untried == []


def _turns(programme: str, condition: Condition, fact: str) -> bool:
    by_place: dict[object, dict[int, Truth]] = defaultdict(dict)
    for example in examples(programme):
        if isinstance(value := example.known.get(fact), int):
            by_place[example.ruling.day, example.ruling.region][value] = found(condition, example)
    return any(
        {truths[value], truths[value + 1]} == {True, False}
        for truths in by_place.values()
        for value in truths
        if value + 1 in truths
    )


@every_programme
def test_a_day_or_a_region_changes_an_outcome_where_a_number_is_somebodys_decision(programme: str) -> None:
    seen: dict[object, dict[tuple[date, str | None], str]] = defaultdict(dict)
    for example in examples(programme):
        place = (example.ruling.day, example.ruling.region)
        seen[tuple(example.known.items())][place] = example.outcome
    turned = {place for places in seen.values() if len(set(places.values())) > 1 for place in places}
    numbers = {name for leaf in leaves(root_of(programme)) for name in parameters_of(leaf.condition)}
    assert bool(numbers) is (programme not in WITHOUT_NUMBERS)
    assert bool(turned) is bool(numbers)


@every_programme
def test_every_example_says_in_words_what_it_shows(programme: str) -> None:
    with (REFERENCE / "programmes" / f"{programme}.examples.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["note"] for row in csv.DictReader(file, delimiter=";", strict=True))


@every_programme
def test_a_programme_has_four_to_ten_criteria_that_exclude_or_offer_a_choice(programme: str) -> None:
    kinds = {type(node) for node in nodes(root_of(programme))}
    assert 4 <= len(leaves(root_of(programme))) <= 10
    assert kinds & {AnyOf, NotOf}


@every_programme
def test_words_name_only_what_their_criterion_asks_and_nothing_when_it_is_unknown(programme: str) -> None:
    for leaf in leaves(root_of(programme)):
        asked = {*facts_of(leaf.condition), *(PREFIX + name for name in parameters_of(leaf.condition))}
        assert set(names_in_words(leaf)) <= asked, leaf.id
        assert "{" not in leaf.unknown.ru + leaf.unknown.en, leaf.id


def test_every_number_somebody_decided_is_compared_with() -> None:
    assert set(RULEBOOK.parameters) - {name for one in PROGRAMMES for name in examples(one)[0].ruling.bound} == set()
