"""ОГРН of organisations and sole traders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import Flaw, InvalidOgrn, Ogrn


@pytest.mark.parametrize("text", ["1027700132195", "1022200525819", "385768585948949", " 1 02 77 00 132195"])
def test_an_ogrn_is_read(text: str) -> None:
    ogrn = Ogrn.parse(text)
    assert str(ogrn) == ogrn.digits == text.replace(" ", "")


def test_a_remainder_of_two_digits_gives_its_last_digit() -> None:
    first_digits = next(f"3{number:013d}" for number in range(13) if int(f"3{number:013d}") % 13 == 11)
    assert Ogrn.complete(first_digits).digits == first_digits + "1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1027700132196", Flaw.WRONG_CHECK_DIGIT),
        ("10277001321", Flaw.WRONG_LENGTH),
        ("", Flaw.WRONG_LENGTH),
        ("102770013219x", Flaw.NOT_DIGITS),
        ("0000000000000", Flaw.NO_SUCH_NUMBER),
        ("2102770013212", Flaw.NO_SUCH_NUMBER),  # the number of a later entry, not of an organisation
        ("485768585948946", Flaw.NO_SUCH_NUMBER),  # likewise of a sole trader
    ],
)
def test_what_is_no_ogrn_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidOgrn) as refusal:
        Ogrn.parse(text)
    assert refusal.value.code == code


@given(st.one_of(st.from_regex(r"[15][0-9]{11}", fullmatch=True), st.from_regex(r"3[0-9]{13}", fullmatch=True)))
def test_a_completed_ogrn_is_right(first_digits: str) -> None:
    ogrn = Ogrn.complete(first_digits)
    assert ogrn.digits[:-1] == first_digits
    assert Ogrn.parse(ogrn.digits) == ogrn
