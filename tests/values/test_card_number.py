"""Card numbers: Luhn, 16 to 19 digits, never shown whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import CardNumber, Flaw, InvalidCardNumber, luhn_is_right

FIRST_DIGITS = st.text("0123456789", min_size=15, max_size=18)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4111111111111111", "4111111111111111"),
        ("4111 1111 1111 1111", "4111111111111111"),
        ("5555-5555-5555-4444", "5555555555554444"),
        ("6304 0000 0000 0000 000", "6304000000000000000"),
        ("22001234 567890\u00a01231", "220012345678901231"),
    ],
)
def test_a_card_number_is_read_as_it_is_printed(text: str, digits: str) -> None:
    assert CardNumber.parse(text).digits == digits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4111 1111 1111 1112", Flaw.WRONG_CHECK_DIGIT),
        ("4111 1111 1111 111", Flaw.WRONG_LENGTH),
        ("4111 1111 1111 1111 1111", Flaw.WRONG_LENGTH),
        ("", Flaw.WRONG_LENGTH),
        ("4111/1111/1111/1111", Flaw.NOT_DIGITS),
    ],
)
def test_what_is_no_card_number_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidCardNumber) as refusal:
        CardNumber.parse(text)
    assert refusal.value.code == code
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("digits", "right"),
    [("79927398713", True), ("79927398710", False), ("0", True), ("", False), ("1x", False), ("٠", False)],
)
def test_luhn_tells_right_from_wrong(digits: str, right: bool) -> None:  # noqa: FBT001 - a column
    assert luhn_is_right(digits) is right


@given(FIRST_DIGITS, st.integers(0, 15), st.integers(1, 9))
def test_every_single_mistyped_digit_is_noticed(first_digits: str, place: int, change: int) -> None:
    right = CardNumber.complete(first_digits)
    assert luhn_is_right(right.digits)
    changed = (int(right.digits[place]) + change) % 10
    assert not luhn_is_right(f"{right.digits[:place]}{changed}{right.digits[place + 1 :]}")


@given(FIRST_DIGITS)
def test_only_the_last_four_digits_are_ever_printed(first_digits: str) -> None:
    card = CardNumber.complete(first_digits)
    assert str(card) == f"•••• {card.last_four}"
    assert repr(card) == f"CardNumber(•••• {card.digits[-4:]})"
    assert f"{card}" == f"{card!s}"
    assert card.digits not in f"{[card]} {(card,)}"
