"""`socert quote --cases`: a line in, a line out, without a database; what cannot be decided says why."""

import json
from typing import Any

import pytest

from domain.purchases.cases import certificate, discount, document, items, line, points
from domain.purchases.test_golden_receipts import RECEIPTS
from given.command_line import CommandLine

GOOD = document(
    [
        certificate(
            "cert_a",
            points("food", 50_000, "food", deny=["alcohol"], own_money="allowed"),
            items("tv", 1, 1_250_000, "television", price="resident_adds"),
            discount("shop", 10, 100_000, "food"),
        )
    ],
    [line(1, "bread", 5_000)],
)
EMPTY = points("x", 0)


def ask(other: CommandLine, *cases: Any) -> tuple[int, list[Any]]:
    """Exit code and answers; a string is given as it stands."""
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    said = other.run("quote", "--cases", "-", given="".join(f"{one}\n" for one in lines))
    assert ("Line 1: " in said.err) == (said.code == 1)
    return said.code, [json.loads(one) for one in said.out.splitlines()]


def test_the_published_example_is_answered_and_no_installation_is_made(other: CommandLine) -> None:
    code, (answer,) = ask(other, GOOD)
    assert code == 0
    assert answer.keys() == {"id", "covered", "own_money", "lines"}
    assert (answer["id"], answer["covered"], answer["own_money"]) == ("1", 5_000, 0)
    (one,) = answer["lines"]
    assert one.keys() == {"position", "outcome", "covered", "own_money", "reason", "parts", "quantity"}
    assert [(part["allowance"], part["amount"]) for part in one["parts"]] == [("food", 4_500), ("shop", 500)]
    assert not (other.home / "data").exists()


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ('{"id": "1"', "not_json"),
        (GOOD | {"now": "2026-11-22T10:00:00"}, "case_unusable"),
        (GOOD | {"lines": [line(1, "bread", -1)]}, "case_unusable"),
        (GOOD | {"lines": [line(1, "bread", 1, "many")]}, "quantity_unreadable"),
        (GOOD | {"lines": [line(1, "bread", 1), line(1, "bread", 1)]}, "position_twice"),
        (GOOD | {"lines": [line(n, "bread", 1) for n in range(1, 302)]}, "too_many_lines"),
        (GOOD | {"lines": [line(1, "gold", 1)]}, "category_unknown"),
        (GOOD | {"categories": {"a": "b", "b": "a"}}, "category_cycle"),
        (GOOD | {"categories": {"a": "b"}}, "category_unknown"),
        (GOOD | {"certificates": [certificate("a"), certificate("a")]}, "certificate_twice"),
        (GOOD | {"certificates": [certificate("a", EMPTY, EMPTY)]}, "allowance_twice"),
        (GOOD | {"certificates": [certificate("a", {"id": "x", "kind": "items"})]}, "field_missing"),
        (GOOD | {"certificates": [certificate("a", {**EMPTY, "own_mony": "forbidden"})]}, "case_unusable"),
        (GOOD | {"certificates": [certificate(f"{n}", points("x", 1)) for n in range(9)]}, "too_many_certificates"),
        (
            GOOD | {"certificates": [certificate("a", *(points(f"{n}", 1) for n in range(17)))]},
            "too_many_allowances",
        ),
    ],
)
def test_a_bad_case_says_why_and_the_others_are_decided(other: CommandLine, case: Any, code: str) -> None:
    exit_code, (bad, good) = ask(other, case, GOOD)
    assert exit_code == 1
    assert bad["error"]["code"] == code
    assert bad["error"]["line"] == 1
    assert bad["error"]["sentence"].endswith(".")
    assert bad["id"] == (None if code == "not_json" else "1")
    assert good["covered"] == 5_000


def test_a_blank_line_is_passed_over_and_a_number_is_an_id_too(other: CommandLine) -> None:
    code, answers = ask(other, GOOD | {"id": 7}, "", GOOD)
    assert (code, [one["id"] for one in answers]) == (0, [7, "1"])


def test_the_golden_receipts_are_answered_from_their_file(other: CommandLine) -> None:
    said = other.run("quote", "--cases", str(RECEIPTS))
    assert said.code == 0
    expected = [json.loads(one)["expected"] for one in RECEIPTS.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(one) for one in said.out.splitlines()] == expected
