"""Whose money a claim is, and how a register writes numbers and texts."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.domain.clearing.model import SharedLine
from socert.domain.clearing.rules import wording
from socert.domain.clearing.rules.sources import Funding, Parts, add_shared_lines
from socert.values import split_by_shares

FUNDINGS = {1: Funding((7, 8), (60, 40)), 2: Funding((7, 8, 9), (1, 33, 66))}
CLAIMS = (UUID(int=1), UUID(int=2))


@given(st.sampled_from([1, 2]), st.lists(st.tuples(st.integers(1, 99_999), st.sampled_from(CLAIMS), st.booleans())))
def test_parts_over_all_claims_are_the_split_of_all_that_was_consumed(
    version: int, moves: list[tuple[int, UUID, bool]]
) -> None:
    lines = []
    consumed = 0
    for amount, claim, is_undone in moves:
        moved = -min(amount, consumed) if is_undone else amount
        consumed += moved
        lines.append(SharedLine(5, version, 0, claim, 0, moved))
    parts: Parts = {}
    add_shared_lines(parts, lines, fundings=FUNDINGS)
    by_source = tuple(
        sum(amount for (_, _, paying), amount in parts.items() if paying == source)
        for source in FUNDINGS[version].sources
    )
    assert by_source == split_by_shares(amount=consumed, shares=FUNDINGS[version].shares)
    for claim in CLAIMS:
        of_claim = sum(amount for (where, _, _), amount in parts.items() if where == claim)
        assert of_claim == sum(line.amount for line in lines if line.claim == claim)


def test_a_later_period_goes_on_where_the_one_before_ended() -> None:
    whole: Parts = {}
    add_shared_lines(
        whole, [SharedLine(5, 1, 0, CLAIMS[0], 0, 33), SharedLine(5, 1, 0, CLAIMS[0], 0, 34)], fundings=FUNDINGS
    )
    halves: Parts = {}
    add_shared_lines(halves, [SharedLine(5, 1, 0, CLAIMS[0], 0, 33)], fundings=FUNDINGS)
    add_shared_lines(halves, [SharedLine(5, 1, 33, CLAIMS[0], 0, 34)], fundings=FUNDINGS)
    assert halves == whole


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@sum", "\t=1", "\r=1", " =1", "\n@x"])
def test_a_text_that_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert wording.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Хлеб", "1=1", "0001-000123", "'quoted"])
def test_another_text_stays_as_it_is(text: str) -> None:
    assert wording.harmless(text) == text


@pytest.mark.parametrize(
    ("kopecks", "text"), [(0, "0,00"), (5, "0,05"), (-5, "-0,05"), (123_456, "1234,56"), (-100, "-1,00")]
)
def test_roubles_have_a_decimal_comma(kopecks: int, text: str) -> None:
    assert wording.roubles(kopecks) == text


@pytest.mark.parametrize(("millionths", "text"), [(1_250_000, "1,25"), (3_000_000, "3"), (0, "0"), (1, "0,000001")])
def test_a_quantity_has_no_superfluous_zeros(millionths: int, text: str) -> None:
    assert wording.quantity(millionths) == text


def test_a_barcode_has_14_digits() -> None:
    assert wording.barcode(4_607_011_430_336) == "04607011430336"
    assert wording.barcode(None) == ""
