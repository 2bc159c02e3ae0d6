"""ИНН of organisations and people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import Flaw, Inn, InvalidInn


@pytest.mark.parametrize(
    ("text", "digits", "is_organisation"),
    [
        ("7707083893", "7707083893", True),
        (" 77 07 083893 ", "7707083893", True),
        ("123456789047", "123456789047", False),
    ],
)
def test_an_inn_is_read(text: str, digits: str, is_organisation: bool) -> None:  # noqa: FBT001 - a column
    inn = Inn.parse(text)
    assert inn.digits == digits
    assert inn.is_organisation is is_organisation


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7707083894", Flaw.WRONG_CHECK_DIGIT),
        ("123456789037", Flaw.WRONG_CHECK_DIGIT),
        ("77070838931", Flaw.WRONG_LENGTH),
        ("", Flaw.WRONG_LENGTH),
        ("77O7083893", Flaw.NOT_DIGITS),
        ("0000000000", Flaw.NO_SUCH_NUMBER),
    ],
)
def test_what_is_no_inn_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidInn) as refusal:
        Inn.parse(text)
    assert refusal.value.code == code


@given(st.one_of(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.from_regex(r"[1-9][0-9]{9}", fullmatch=True)))
def test_a_completed_inn_is_right(first_digits: str) -> None:
    inn = Inn.complete(first_digits)
    assert inn.digits.startswith(first_digits)
    assert Inn.parse(inn.digits) == inn
    assert inn.is_organisation is (len(first_digits) == 9)


def test_a_person_is_masked_and_an_organisation_is_not() -> None:
    assert str(Inn.parse("7707083893")) == "7707083893"
    person = Inn.parse("123456789047")
    assert str(person) == "•••• 9047"
    assert "12345" not in repr(person)
