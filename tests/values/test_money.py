"""Money is whole kopecks, read and shown as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import KOPECKS_MAX, Flaw, InvalidMoney, Language, Money

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("500", 500_00),
        ("500.00", 500_00),
        ("500,5", 500_50),
        ("0.01", 1),
        ("0", 0),
        (" 1 234,56 ", 1_234_56),
        (f"1{NO_BREAK}234{NO_BREAK}567", 1_234_567_00),
        ("1\u202f234", 1_234_00),
        ("1234567.89", 1_234_567_89),
        ("1000000000000", KOPECKS_MAX),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, kopecks: int) -> None:
    assert Money.parse(text) == Money(kopecks)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Flaw.NOT_A_DECIMAL),
        ("abc", Flaw.NOT_A_DECIMAL),
        (".5", Flaw.NOT_A_DECIMAL),
        ("5.", Flaw.NOT_A_DECIMAL),
        ("-5", Flaw.NOT_A_DECIMAL),
        ("+5", Flaw.NOT_A_DECIMAL),
        ("1e3", Flaw.NOT_A_DECIMAL),
        ("12 34", Flaw.NOT_A_DECIMAL),
        ("1234 567", Flaw.NOT_A_DECIMAL),
        ("1,234.56", Flaw.NOT_A_DECIMAL),
        ("NaN", Flaw.NOT_A_DECIMAL),
        ("1,234", Flaw.TOO_MANY_DECIMALS),
        ("0.001", Flaw.TOO_MANY_DECIMALS),
        ("1000000000000.01", Flaw.TOO_LARGE),
        ("9" * 30, Flaw.TOO_LARGE),
    ],
)
def test_what_is_no_sum_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidMoney) as refusal:
        Money.parse(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kopecks", "ru", "en"),
    [
        (0, "0,00_₽", "RUB 0.00"),
        (5, "0,05_₽", "RUB 0.05"),
        (123_456, "1_234,56_₽", "RUB 1,234.56"),
        (-123_456, "−1_234,56_₽", "−RUB 1,234.56"),
        (190_000_000, "1_900_000,00_₽", "RUB 1,900,000.00"),
    ],
)
def test_sums_are_shown_without_line_breaks_within(kopecks: int, ru: str, en: str) -> None:
    assert Money(kopecks).text(Language.RU) == ru.replace("_", NO_BREAK)
    assert Money(kopecks).text(Language.EN) == en


@given(st.integers(0, KOPECKS_MAX))
def test_a_russian_sum_reads_back_as_itself(kopecks: int) -> None:
    shown = Money(kopecks).text(Language.RU)
    assert Money.parse(shown.removesuffix(f"{NO_BREAK}₽")) == Money(kopecks)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_money_adds_subtracts_and_compares_like_its_kopecks(one: int, other: int) -> None:
    assert Money(one) + Money(other) == Money(one + other)
    assert Money(one) - Money(other) == Money(one - other)
    assert -Money(one) == Money(-one)
    assert bool(Money(one)) == bool(one)
    assert (Money(one) < Money(other)) == (one < other)


@pytest.mark.parametrize("kopecks", [KOPECKS_MAX + 1, -KOPECKS_MAX - 1])
def test_no_sum_passes_the_limit(kopecks: int) -> None:
    with pytest.raises(InvalidMoney) as refusal:
        Money(kopecks)
    assert refusal.value.code is Flaw.TOO_LARGE
    with pytest.raises(InvalidMoney):
        Money(KOPECKS_MAX) + Money(1)
