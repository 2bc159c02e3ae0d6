"""The split is the optimum of `docs/basket.md`: an independent solver finds none that is better.

BASKETS says how many random baskets are compared; `make baskets` takes twenty thousand.
"""

import os
from collections import Counter
from contextlib import suppress
from typing import Any

import msgspec
import pytest

from domain.purchases.independent import WAYS, NoSolutionFound, solve
from socert.domain.purchases import Case, CaseAnswer, decide_case
from socert.entrypoints.cli.random_baskets import random_document

BASKETS = int(os.environ.get("BASKETS", "144"))
CHUNKS = 12
#: So many may meet the bound of the search, of a thousand; in the short form none.
CUT_A_THOUSAND = 1


def paid_by(answer: CaseAnswer) -> Counter[tuple[str, str]]:
    """What each allowance pays, those that pay."""
    return Counter(
        {
            name: sum(
                part.amount
                for line in answer.lines
                for part in line.parts
                if (part.certificate, part.allowance) == name
            )
            for name in {(part.certificate, part.allowance) for line in answer.lines for part in line.parts}
        }
    )


def check_rules(case: dict[str, Any], answer: CaseAnswer) -> None:
    """Whatever is best, these hold."""
    lines = {line["position"]: line for line in case["lines"]}
    allowances = {
        (certificate["id"], one["id"]): one for certificate in case["certificates"] for one in certificate["allowances"]
    }
    waived = 0
    units: Counter[tuple[str, str]] = Counter()
    for found in answer.lines:
        parts = [(allowances[part.certificate, part.allowance], part) for part in found.parts]
        assert sum(part.amount for _, part in parts) == found.covered
        assert all(part.amount > 0 for _, part in parts)
        left = lines[found.position]["amount"] - found.covered - found.own_money
        assert left >= 0
        assert left == 0 or any(one.get("price") == "cap_payout" for one, _ in parts)
        assert found.own_money == 0 or not any(
            one.get("own_money") == "forbidden" for one, _ in parts if one["kind"] != "discount"
        )
        assert sum(one["kind"] == "discount" for one, _ in parts) <= 1
        waived += left
        for one, part in parts:
            assert (part.units > 0) == (one["kind"] == "items")
            if part.units:
                assert part.amount <= part.units * one["cap"]
                units[part.certificate, part.allowance] += part.units
    for name, amount in paid_by(answer).items():
        one = allowances[name]
        assert units[name] <= one["units"] if one["kind"] == "items" else amount <= one["available"]
    for certificate in case["certificates"]:
        used = sum(count for (owner, _), count in units.items() if owner == certificate["id"])
        assert used <= certificate.get("choose", used)
    assert answer.covered == sum(line.covered for line in answer.lines)
    assert answer.own_money == sum(line.own_money for line in answer.lines)
    assert answer.covered + answer.own_money + waived == sum(line["amount"] for line in case["lines"])


def is_best(case: dict[str, Any], answer: CaseAnswer) -> bool:
    """Whether the independent solver finds the same own money, and the same from each allowance."""
    for presolve, tolerance in WAYS:
        with suppress(NoSolutionFound):
            best = solve(case, presolve=presolve, tolerance=tolerance)
            paid = {name: amount for name, amount in best.paid.items() if amount}
            if (answer.own_money, dict(paid_by(answer))) == (best.own_money, paid):
                return True
    return False


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_independent_solver_finds_nothing_better(chunk: int) -> None:
    cut = []
    for seed in range(chunk, BASKETS, CHUNKS):
        case = random_document(seed)
        answer = decide_case(msgspec.convert(case, Case))
        check_rules(case, answer)
        if not answer.optimal:
            cut.append(seed)
            continue
        assert is_best(case, answer), f"seed {seed}"
    assert len(cut) <= BASKETS * CUT_A_THOUSAND // 1_000, f"seeds {cut} met the bound of the search"
