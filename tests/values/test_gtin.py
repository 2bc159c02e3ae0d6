"""GTIN: four lengths, one form of 14 digits, in-store codes told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import Flaw, Gtin, InvalidGtin, gtin14

FIRST_DIGITS = st.sampled_from([7, 11, 12, 13]).flatmap(
    lambda size: st.text("0123456789", min_size=size, max_size=size)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333931", "04006381333931"),
        ("04607011430336", "04607011430336"),
        ("15400141288763", "15400141288763"),
    ],
)
def test_every_length_becomes_fourteen_digits(text: str, code: str) -> None:
    assert gtin14(text) == code
    assert Gtin.parse(text) == Gtin(code)
    assert str(Gtin(code)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4006381333930", Flaw.WRONG_CHECK_DIGIT),
        ("4006381333913", Flaw.WRONG_CHECK_DIGIT),
        ("400638133393", Flaw.WRONG_CHECK_DIGIT),
        ("1234567", Flaw.WRONG_LENGTH),
        ("123456789", Flaw.WRONG_LENGTH),
        ("004006381333931", Flaw.WRONG_LENGTH),
        ("", Flaw.NOT_DIGITS),
        ("4006381 33393", Flaw.NOT_DIGITS),
        ("-400638133393", Flaw.NOT_DIGITS),
        ("4006381333931\n", Flaw.NOT_DIGITS),
    ],
)
def test_what_is_no_gtin_is_refused(text: str, code: Flaw) -> None:
    with pytest.raises(InvalidGtin) as refusal:
        gtin14(text)
    assert refusal.value.code == code


def test_a_gtin_is_made_of_fourteen_digits_only() -> None:
    with pytest.raises(InvalidGtin):
        Gtin("4006381333931")


@given(FIRST_DIGITS)
def test_a_completed_code_is_right_and_zeros_in_front_change_nothing(first_digits: str) -> None:
    gtin = Gtin.complete(first_digits)
    given_code = gtin.code[13 - len(first_digits) :]
    assert given_code[:-1] == first_digits
    assert Gtin.parse(given_code) == gtin
    assert gtin14(gtin.code) == gtin.code


@given(FIRST_DIGITS, st.integers(0, 6), st.integers(1, 9))
def test_every_single_mistyped_digit_is_noticed(first_digits: str, place: int, change: int) -> None:
    code = Gtin.complete(first_digits).code[13 - len(first_digits) :]
    mistyped = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    with pytest.raises(InvalidGtin):
        gtin14(mistyped)


@pytest.mark.parametrize(
    ("first_digits", "article"),
    [
        ("221234501250", "2212345"),  # weighed goods: prefix 22, article 12345, 1.250 kg
        ("200000100500", "2000001"),
        ("299999900500", "2999999"),
        ("021234501250", "0212345"),
        ("041234500000", "0412345"),
        ("21234501250", "0212345"),  # the same as a UPC of 12 digits, number system 2
        ("41234500000", "0412345"),
        ("0221234501250", "2212345"),  # the same as 14 digits
        ("2000001", "20000011"),  # 8 digits carry no weight
        ("0000001", "00000017"),
        ("0000002000001", "20000011"),
    ],
)
def test_in_store_codes_name_their_article(first_digits: str, article: str) -> None:
    gtin = Gtin.complete(first_digits)
    assert gtin.is_in_store
    assert gtin.in_store_article == article


@pytest.mark.parametrize(
    "first_digits",
    [
        "460701143033",
        "9638507",
        "03600029145",
        "031234501250",
        "001234501250",
        "1221234501250",
        "9221234501250",
        "4600000",
    ],
)
def test_codes_of_goods_are_not_in_store(first_digits: str) -> None:
    gtin = Gtin.complete(first_digits)
    assert not gtin.is_in_store
    assert gtin.in_store_article is None


@given(st.from_regex(r"2[0-9]{6}", fullmatch=True), st.integers(0, 99_999), st.integers(0, 99_999))
def test_one_weighed_article_is_one_article_whatever_it_weighs(article: str, one: int, other: int) -> None:
    light, heavy = (Gtin.complete(f"{article}{grams:05d}") for grams in (one, other))
    assert light.in_store_article == heavy.in_store_article == article
