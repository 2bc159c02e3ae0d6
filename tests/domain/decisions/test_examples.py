"""The examples table: what it says, and every mistake of it with its line and column."""

import pytest

from domain.criteria.invented import GROUND
from domain.decisions.programme import EXAMPLES, PLAIN, define
from socert.domain import decisions
from socert.domain.files import Mistake

FOOD = define(PLAIN)


def _read(text: str) -> tuple[decisions.Example, ...] | tuple[Mistake, ...]:
    return decisions.read_examples(text, definition=FOOD, ground=GROUND)


def test_a_table_is_read_row_by_row() -> None:
    read = [one for one in _read("\ufeff" + EXAMPLES.replace("\n", "\r\n")) if isinstance(one, decisions.Example)]
    assert [one.line for one in read] == list(range(2, 10))
    large, alone = read[1], read[-1]
    assert (large.known, large.amounts, large.outcome) == (
        {"resident": True, "children": 3},
        {"food": 90_050},
        "entitled",
    )
    assert (alone.missing, alone.failed, alone.ruling.region) == (("ALONE",), (), "north")
    assert [leaf.id for leaf in alone.ruling.leaves] == ["RESIDENT", "CHILDREN", "POOR", "ALONE"]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (";2026-11-01;;true;2;;;entitled;;;;", "case", "repeated"),
        ("family;2026-11-01;;true;2;;;entitled;;;;", "case", "repeated"),
        ("a;01.11.2026;;true;2;;;entitled;;;;", "date", "not_a_day"),
        ("a;2026-02-30;;true;2;;;entitled;;;;", "date", "not_a_day"),
        ("a;2025-12-31;;true;2;;;entitled;;;;", "date", "nothing_decides"),
        ("a;2026-11-01;south;true;2;;;entitled;;;;", "date", "nothing_decides"),
        ("a;2026-11-01;;yes;2;;;entitled;;;;", "resident", "not_a_value"),
        ("a;2026-11-01;;true;two;;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;21;;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;1.5;;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;٢;;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;²;;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;--2;;;entitled;;;;", "children", "not_a_value"),
        (f"a;2026-11-01;;true;{'9' * 5000};;;entitled;;;;", "children", "not_a_value"),
        ("a;2026-11-01;;true;2;;;granted;;;;", "outcome", "not_a_choice"),
        ("a;2026-11-01;;true;;;;needs_evidence;CHILD;;;", "missing", "not_criteria"),
        ("a;2026-11-01;;true;;;;needs_evidence;POOR CHILDREN;;;", "missing", "not_criteria"),
        ("a;2026-11-01;;true;;;;needs_evidence;POOR POOR;;;", "missing", "not_criteria"),
        ("a;2026-11-01;;true;;;;needs_evidence;ALONE;;;", "missing", "not_criteria"),  # the north's own
        ("a;2026-11-01;;false;;;;not_entitled;;NOBODY;;", "failed", "not_criteria"),
        ("a;2026-11-01;;false;;;;not_entitled;;RESIDENT;food=500;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;;entitled;;;shoes=500;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;;entitled;;;food=500 food=500;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;;entitled;;;food;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;;entitled;;;food=-1;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;;entitled;;;food=1.234;", "amounts", "not_amounts"),
        ("a;2026-11-01;;true;2;;entitled;;;;", "", "bad_width"),
        ('a;2026-11-01;;true;2;;;entitled;;;;"open', "", "not_csv"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(row: str, column: str, code: str) -> None:
    assert [(one.line, one.path, one.code) for one in _read(f"{EXAMPLES}{row}\n") if isinstance(one, Mistake)] == [
        (10, column, code)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_header"),
        ("case;date;region;outcome;missing;failed;amounts\n", "bad_header"),
        (EXAMPLES.replace("children", "resident", 1), "bad_header"),
        (EXAMPLES.replace(";", ","), "bad_header"),
        (EXAMPLES.replace("children", "childs", 1), "unknown_name"),
        (EXAMPLES.splitlines()[0], "file_empty"),
        (EXAMPLES + "x" * 300_000, "file_too_large"),
        (EXAMPLES + "\n" * 2100 + "x\n", "file_too_large"),
    ],
)
def test_a_table_that_is_none_is_told(text: str, code: str) -> None:
    assert [one.code for one in _read(text) if isinstance(one, Mistake)] == [code]


def test_all_mistakes_are_told_at_once() -> None:
    wrong = EXAMPLES.replace("true;2", "true;many").replace("false;;;;not_entitled", "false;;;;refused")
    assert [one.line for one in _read(wrong) if isinstance(one, Mistake)] == [2, 4]
