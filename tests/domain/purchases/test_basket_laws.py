"""What holds for every basket of any kinds: nothing avoidable is paid, order does not matter, more never hurts."""

import copy
from random import Random
from time import process_time
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.purchases.cases import certificate, document, items, line, points
from domain.purchases.test_optimum import check_rules, paid_by
from socert.domain.purchases import Case, CaseAnswer, decide_case
from socert.entrypoints.cli.random_baskets import random_document

SEEDS = st.integers(0, 10**6)
LINES_MAX = 8
#: Far above what it takes on a machine that does nothing else.
SECONDS_MAX = 0.5
LAWS = settings(max_examples=60, deadline=None, derandomize=True)


def case_of(seed: int) -> dict[str, Any]:
    return copy.deepcopy(random_document(seed, lines_max=LINES_MAX))


def decide(case: dict[str, Any]) -> CaseAnswer:
    return decide_case(msgspec.convert(case, Case))


@LAWS
@given(seed=SEEDS)
def test_the_rules_hold_and_the_answer_is_always_the_same(seed: int) -> None:
    case = case_of(seed)
    answer = decide(case)
    check_rules(case, answer)
    assert msgspec.json.encode(decide(case)) == msgspec.json.encode(answer)


@LAWS
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(seed: int, order: Any) -> None:
    case = case_of(seed)
    before = {line.position: line for line in decide(case).lines}
    order.shuffle(case["certificates"])
    order.shuffle(case["lines"])
    for each in case["certificates"]:
        order.shuffle(each["allowances"])
    assert {line.position: line for line in decide(case).lines} == before


@LAWS
@given(seed=SEEDS, more=st.integers(1, 10_000), which=st.integers(0, 10))
def test_more_points_never_cost_the_resident_more(seed: int, more: int, which: int) -> None:
    case = case_of(seed)
    sums = [one for each in case["certificates"] for one in each["allowances"] if one["kind"] == "points"]
    assume(sums)
    before = decide(case)
    assume(before.optimal)
    sums[which % len(sums)]["available"] += more
    assert decide(case).own_money <= before.own_money


@LAWS
@given(seed=SEEDS)
def test_no_points_are_left_beside_own_money_that_they_could_pay(seed: int) -> None:
    case = case_of(seed)
    answer = decide(case)
    paid = paid_by(answer)
    lines = {line["position"]: line["category"] for line in case["lines"]}
    for owner in case["certificates"]:
        for one in owner["allowances"]:
            if one["kind"] != "points" or one["own_money"] != "allowed":
                continue
            left = one["available"] - paid[owner["id"], one["id"]]
            covers = covered_by(case, one)
            assert left == 0 or all(line.own_money == 0 for line in answer.lines if lines[line.position] in covers)


def covered_by(case: dict[str, Any], allowance: dict[str, Any]) -> set[str]:
    """The categories an allowance pays for."""
    found = set()
    for name in case["categories"]:
        above, way = name, []
        while above is not None:
            way.append(above)
            above = case["categories"][above]
        if set(way) & set(allowance["allow"]) and not set(way) & set(allowance["deny"]):
            found.add(name)
    return found


@pytest.mark.parametrize(("units", "pieces"), [(50, 9), (4, 1), (100_000, 100_000)])
def test_the_largest_baskets_are_given_a_good_split_even_where_the_bound_is_met(units: int, pieces: int) -> None:
    chance = Random(9)  # noqa: S311 - baskets, not secrets
    certificates = [
        certificate(
            f"k{number}",
            points("a", chance.randint(1_000, 30_000), "food", own_money="forbidden"),
            items("b", units, chance.randint(100, 900), "food", own_money=chance.choice(["allowed", "forbidden"])),
            last_day=f"2026-12-{number + 10}",
        )
        for number in range(8)
    ]
    lines = [
        line(position, "bread", chance.randint(1, 1_000) * quantity, str(quantity))
        for position in range(1, 301)
        for quantity in [chance.randint(1, pieces)]
    ]
    case = document(certificates, lines)
    begun = process_time()
    answer = decide(case)
    assert process_time() - begun < SECONDS_MAX
    check_rules(case, answer)
    of_points = sum(one["allowances"][0]["available"] for one in certificates)
    assert answer.covered >= min(of_points, sum(one["amount"] for one in lines)) * 9 // 10
