"""Quantities are exact decimals with at most six places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import UNITS_MAX, Flaw, InvalidQuantity, Quantity, quantity_millionths


@pytest.mark.parametrize(
    ("text", "millionths", "shortest"),
    [
        ("1", 1_000_000, "1"),
        ("1.250", 1_250_000, "1.25"),
        ("0", 0, "0"),
        ("0.000001", 1, "0.000001"),
        ("10", 10_000_000, "10"),
        ("007.5", 7_500_000, "7.5"),
        ("1000000", UNITS_MAX * 1_000_000, "1000000"),
        ("1000000.000000", UNITS_MAX * 1_000_000, "1000000"),
    ],
)
def test_quantities_are_read_exactly(text: str, millionths: int, shortest: str) -> None:
    assert quantity_millionths(text) == millionths
    assert Quantity.parse(text) == Quantity(millionths)
    assert Quantity(millionths).text() == shortest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Flaw.NOT_A_DECIMAL),
        (".", Flaw.NOT_A_DECIMAL),
        ("1.", Flaw.NOT_A_DECIMAL),
        (".5", Flaw.NOT_A_DECIMAL),
        ("1,250", Flaw.NOT_A_DECIMAL),
        ("-1", Flaw.NOT_A_DECIMAL),
        ("+1", Flaw.NOT_A_DECIMAL),
        ("1e3", Flaw.NOT_A_DECIMAL),
        ("1_000", Flaw.NOT_A_DECIMAL),
        (" 1", Flaw.NOT_A_DECIMAL),
        ("1\n", Flaw.NOT_A_DECIMAL),
        ("1.2.3", Flaw.NOT_A_DECIMAL),
        ("inf", Flaw.NOT_A_DECIMAL),
        ("1.0000001", Flaw.TOO_MANY_DECIMALS),
        ("1000000.000001", Flaw.TOO_LARGE),
        ("10000000", Flaw.TOO_LARGE),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidQuantity) as refusal:
        quantity_millionths(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(("millionths", "code"), [(-1, Flaw.NEGATIVE), (UNITS_MAX * 10**6 + 1, Flaw.TOO_LARGE)])
def test_no_quantity_exists_beyond_the_limits(millionths: int, code: Flaw) -> None:
    with pytest.raises(InvalidQuantity) as refusal:
        Quantity(millionths)
    assert refusal.value.code == code


@given(st.integers(0, UNITS_MAX * 10**6))
def test_the_text_of_a_quantity_reads_back_as_itself(millionths: int) -> None:
    assert Quantity.parse(Quantity(millionths).text()) == Quantity(millionths)


def test_whole_units_are_told_from_parts() -> None:
    assert Quantity.parse("3.000").is_whole
    assert Quantity.parse("3").whole_units == 3
    assert not Quantity.parse("3.999999").is_whole
    assert Quantity.parse("3.999999").whole_units == 3
    assert Quantity.parse("2") < Quantity.parse("10")
