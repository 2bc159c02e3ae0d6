"""Receipts as a till prints them, with the answers that `docs/basket.md` explains in plain words."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.purchases.test_optimum import check_rules, is_best
from socert.domain.purchases import Case, decide_case

RECEIPTS = Path(__file__).with_name("golden_receipts.jsonl")
GOLDEN = [json.loads(line) for line in RECEIPTS.read_text(encoding="utf-8").splitlines()]
EXPLAINED = (Path(__file__).parents[3] / "docs/basket.md").read_text(encoding="utf-8")

golden = pytest.mark.parametrize("case", GOLDEN, ids=[case["id"] for case in GOLDEN])


@golden
def test_a_golden_receipt_is_answered_as_written_down(case: dict[str, Any]) -> None:
    answer = decide_case(msgspec.convert(case, Case))
    check_rules(case, answer)
    assert msgspec.to_builtins(answer) == case["expected"]


@golden
def test_the_independent_solver_agrees_on_golden_receipts(case: dict[str, Any]) -> None:
    answer = decide_case(msgspec.convert(case, Case))
    assert is_best(case, answer)


@golden
def test_golden_receipts_are_explained(case: dict[str, Any]) -> None:
    assert f"**{case['id']}**" in EXPLAINED


def test_every_line_of_a_till_adds_up() -> None:
    for case in GOLDEN:
        for line in case["lines"]:
            full = float(line["quantity"]) * line["price"] - line["discount"]
            assert abs(line["amount"] - full) <= 1, (case["id"], line)
