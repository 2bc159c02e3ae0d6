"""A line's amount may differ from price × quantity − discount by one kopeck of rounding, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import Quantity, amount_matches


@pytest.mark.parametrize(
    ("price", "quantity", "discount", "amount", "matches"),
    [
        (12_990, "1.250", 0, 16_238, True),  # exactly 16237.5
        (12_990, "1.250", 0, 16_237, True),
        (12_990, "1.250", 0, 16_239, False),
        (12_990, "1.250", 0, 16_236, False),
        (100, "1", 0, 101, True),
        (100, "1", 0, 99, True),
        (100, "1", 0, 102, False),
        (100, "1.000001", 0, 99, False),  # 1.0001 kopecks apart
        (100, "1.000001", 0, 101, True),
        (5_000, "2", 1_000, 9_000, True),
        (5_000, "2", 1_000, 10_000, False),
        (0, "1", 0, 0, True),
    ],
)
def test_a_kopeck_of_rounding_is_accepted_and_no_more(
    price: int,
    quantity: str,
    discount: int,
    amount: int,
    matches: bool,  # noqa: FBT001 - a column of the table
) -> None:
    millionths = Quantity.parse(quantity).millionths
    assert amount_matches(price=price, millionths=millionths, discount=discount, amount=amount) is matches


@given(st.integers(0, 10**9), st.integers(0, 10**12), st.integers(0, 10**6), st.integers(-3, 3))
def test_the_tolerance_is_measured_on_rationals(price: int, millionths: int, discount: int, off: int) -> None:
    exact = Fraction(price * millionths, 10**6) - discount
    amount = round(exact) + off
    matches = amount_matches(price=price, millionths=millionths, discount=discount, amount=amount)
    assert matches == (abs(amount - exact) <= 1)
