"""What holds for every basket of any kinds: nothing avoidable is paid, order does not matter, more never hurts."""

import copy
from typing import Any

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.purchases.test_optimum import check_rules, paid_by
from socert.domain.purchases import Case, CaseAnswer, decide_case
from socert.entrypoints.cli.random_baskets import random_document

SEEDS = st.integers(0, 10**6)
LINES_MAX = 8
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
    for certificate in case["certificates"]:
        order.shuffle(certificate["allowances"])
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
    for certificate in case["certificates"]:
        for one in certificate["allowances"]:
            if one["kind"] != "points" or one["own_money"] != "allowed":
                continue
            left = one["available"] - paid[certificate["id"], one["id"]]
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
