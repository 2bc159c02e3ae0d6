"""СНИЛС: check numbers above 001-001-998, never shown whole by accident."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from socert.values import Flaw, InvalidSnils, Snils


@pytest.mark.parametrize("text", ["112-233-445 95", "11223344595", " 112 233 445 95 ", "112\u2013233\u2013445\u00a095"])
def test_a_snils_is_read_as_it_is_printed(text: str) -> None:
    snils = Snils.parse(text)
    assert snils.digits == "11223344595"
    assert snils.text == "112-233-445 95"


@pytest.mark.parametrize(
    ("nine", "check_number", "weighted_sum"),
    [
        (1_019_899, "99", 99),
        (1_019_989, "00", 100),
        (1_019_998, "00", 101),
        (1_019_999, "01", 102),
        (80_189_999, "99", 200),
        (80_198_999, "00", 201),
        (80_199_899, "00", 202),
        (80_199_989, "01", 203),
        (112_233_445, "95", 95),
        (999_999_999, "01", 405),
    ],
)
def test_check_numbers_follow_the_published_rule(nine: int, check_number: str, weighted_sum: int) -> None:
    assert sum(int(digit) * (9 - place) for place, digit in enumerate(f"{nine:09d}")) == weighted_sum
    assert Snils.from_nine(nine).digits == f"{nine:09d}{check_number}"


def test_old_numbers_have_no_check_number() -> None:
    assert Snils.parse("001-001-998 77").digits == "00100199877"
    assert Snils.parse("000-000-001 00").digits == "00000000100"
    with pytest.raises(InvalidSnils):
        Snils.parse("001-001-999 77")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("112-233-445 96", Flaw.WRONG_CHECK_DIGIT),
        ("112-233-454 95", Flaw.WRONG_CHECK_DIGIT),
        ("112-233-445 9", Flaw.WRONG_LENGTH),
        ("", Flaw.WRONG_LENGTH),
        ("  - ", Flaw.WRONG_LENGTH),
        ("112.233.445 95", Flaw.NOT_DIGITS),
        ("000-000-000 00", Flaw.NO_SUCH_NUMBER),
    ],
)
def test_what_is_no_snils_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidSnils) as refusal:
        Snils.parse(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("number", [0, -1, 1_001_998, 1_000_000_000])
def test_a_number_without_a_check_number_is_not_completed(number: int) -> None:
    with pytest.raises(InvalidSnils):
        Snils.from_nine(number)


# In the ninth place the rule is weaker: sums of 100 and of 101 both give 00.
@given(st.integers(1_001_999, 999_999_999), st.integers(0, 7), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(number: int, place: int, change: int) -> None:
    right = Snils.from_nine(number)
    assert Snils.parse(right.text) == right
    changed = (int(right.digits[place]) + change) % 10
    mistyped = f"{right.digits[:place]}{changed}{right.digits[place + 1 :]}"
    assume(int(mistyped[:9]) > 1_001_998)
    with pytest.raises(InvalidSnils):
        Snils.parse(mistyped)


def test_a_snils_is_masked_wherever_it_is_printed() -> None:
    snils = Snils.from_nine(112_233_445)
    assert str(snils) == snils.masked == "•••-•••-445 ••"
    assert "112" not in f"{snils} {snils!r} {[snils]}"
