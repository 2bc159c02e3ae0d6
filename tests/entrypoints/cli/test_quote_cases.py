"""`socert quote --cases`: a line in, a line out, without a database; what cannot be decided says why."""

import json
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import pytest

from domain.purchases.cases import certificate, discount, document, items, line, points
from domain.purchases.test_golden_receipts import RECEIPTS
from given.command_line import CommandLine, NearCommandLine

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
DEEP_SECONDS_MAX = 5


@pytest.fixture
def other(tmp_path: Path) -> CommandLine:
    """`socert` where there is no installation and no server."""
    return NearCommandLine(tmp_path / ".socert")


@pytest.fixture
def own_process(other: CommandLine) -> CommandLine:
    """The same as a process, as its users start it."""
    return CommandLine(other.home)


def children_seconds() -> float:
    """Processor time of the commands so far."""
    return getrusage(RUSAGE_CHILDREN).ru_utime


def ask(other: CommandLine, *cases: Any) -> tuple[int, list[Any]]:
    """Exit code and answers; a string is given as it stands."""
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    said = other.run("quote", "--cases", "-", given="".join(f"{one}\n" for one in lines))
    assert ("Line 1: " in said.err) == (said.code == 1)
    return said.code, [json.loads(one) for one in said.out.splitlines()]


def test_the_published_example_is_answered_and_no_installation_is_made(own_process: CommandLine) -> None:
    code, (answer,) = ask(own_process, GOOD)
    assert code == 0
    assert answer.keys() == {"id", "covered", "own_money", "lines"}
    assert (answer["id"], answer["covered"], answer["own_money"]) == ("1", 5_000, 0)
    (one,) = answer["lines"]
    assert one.keys() == {"position", "outcome", "covered", "own_money", "reason", "parts", "quantity"}
    assert [(part["allowance"], part["amount"]) for part in one["parts"]] == [("food", 4_500), ("shop", 500)]
    assert not own_process.home.exists()


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
        (GOOD | {"certificates": [certificate("a", {**EMPTY, "own_money": "perhaps"})]}, "case_unusable"),
        (GOOD | {"lines": [line(1, "bread", 1) | {"quantity": 1e9}]}, "quantity_unreadable"),
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


def test_a_file_may_begin_with_a_byte_order_mark(other: CommandLine) -> None:
    for given, count in ((json.dumps(GOOD), 1), (f"\n{json.dumps(GOOD)}", 1), ("", 0)):
        code, answers = ask(other, "\ufeff" + given)
        assert (code, len(answers)) == (0, count)


def test_what_a_certificate_or_an_allowance_has_besides_is_not_read(other: CommandLine) -> None:
    (only,) = GOOD["certificates"]
    named = only | {"name": "Food", "valid_from": "2026-01-01"}
    named["allowances"] = [one | {"programme": "food-2026"} for one in only["allowances"]]
    code, (bare, answer) = ask(other, GOOD, GOOD | {"certificates": [named]})
    assert (code, answer) == (0, bare)


@pytest.mark.parametrize(("quantity", "covered"), [(2, 800), (1, 400), (2.0, 800), (0.5, 400), (0, 0), ("2", 800)])
def test_a_quantity_may_be_a_number(other: CommandLine, quantity: float, covered: int) -> None:
    bought = line(1, "television", 900) | {"quantity": quantity}
    case = GOOD | {"certificates": [certificate("a", items("tv", 2, 400, "television"))], "lines": [bought]}
    _, (answer,) = ask(other, case)
    assert answer["covered"] == covered


@pytest.mark.parametrize(("choose", "covered"), [(True, 400), (False, 800), (1, 400), (2, 800)])
def test_a_choice_that_is_true_is_of_one(other: CommandLine, choose: object, covered: int) -> None:
    case = GOOD | {
        "certificates": [certificate("a", items("tv", 2, 400, "television", choose=choose))],
        "lines": [line(1, "television", 900, "2")],
    }
    _, (answer,) = ask(other, case)
    assert answer["covered"] == covered


def test_a_deep_tree_of_categories_costs_no_more_than_a_wide_one(own_process: CommandLine) -> None:
    deep = {f"d{n}": f"d{n - 1}" if n else None for n in range(20_000)}
    food = certificate("a", points("x", 100, *deep, deny=["d19999"]))
    case = GOOD | {"categories": deep, "certificates": [food], "lines": [line(1, "d19998", 70), line(2, "d19999", 7)]}
    begun = children_seconds()
    code, (answer,) = ask(own_process, case)
    assert (code, answer["covered"]) == (0, 70)
    assert children_seconds() - begun < DEEP_SECONDS_MAX


def test_the_golden_receipts_are_answered_from_their_file(own_process: CommandLine) -> None:
    said = own_process.run("quote", "--cases", str(RECEIPTS))
    assert said.code == 0
    expected = [json.loads(one)["expected"] for one in RECEIPTS.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(one) for one in said.out.splitlines()] == expected
