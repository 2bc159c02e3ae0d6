"""Every kind of number refuses with a stable code and a sentence that never contains the number."""

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import (
    CardNumber,
    Flaw,
    Gtin,
    Inn,
    InvalidCardNumber,
    InvalidGtin,
    InvalidInn,
    InvalidMoney,
    InvalidNumber,
    InvalidOgrn,
    InvalidQuantity,
    InvalidSnils,
    Money,
    Ogrn,
    Quantity,
    Snils,
)

KINDS: list[tuple[Callable[[str], object], type[InvalidNumber]]] = [
    (Snils.parse, InvalidSnils),
    (Inn.parse, InvalidInn),
    (Ogrn.parse, InvalidOgrn),
    (Gtin.parse, InvalidGtin),
    (CardNumber.parse, InvalidCardNumber),
    (Money.parse, InvalidMoney),
    (Quantity.parse, InvalidQuantity),
]


@pytest.mark.parametrize(("parse", "kind"), KINDS)
@given(text=st.one_of(st.text(), st.text("0123456789 -.,", min_size=6, max_size=24)))
def test_any_text_is_read_or_refused_in_both_languages_without_repeating_it(
    parse: Callable[[str], object], kind: type[InvalidNumber], text: str
) -> None:
    refusal = refusal_of(parse, text)
    if refusal is not None:
        assert type(refusal) is kind
        assert str(refusal) == refusal.text.en
        if len(text) >= 6:
            assert text not in str(refusal) + repr(refusal) + refusal.text.ru


def refusal_of(parse: Callable[[str], object], text: str) -> InvalidNumber | None:
    try:
        parse(text)
    except InvalidNumber as refusal:
        return refusal
    return None


@pytest.mark.parametrize(("parse", "kind"), KINDS)
def test_a_flood_of_digits_is_refused(parse: Callable[[str], object], kind: type[InvalidNumber]) -> None:
    with pytest.raises(kind):
        parse("1" * 1_000_000)


@pytest.mark.parametrize(("parse", "kind"), KINDS)
@pytest.mark.parametrize("zero", ["٠", "०", "０", "²"])
def test_only_the_digits_0_to_9_count(parse: Callable[[str], object], kind: type[InvalidNumber], zero: str) -> None:
    with pytest.raises(kind):
        parse(zero * 12)
    with pytest.raises(kind):
        parse(zero)


def test_codes_are_stable() -> None:
    assert [str(flaw) for flaw in Flaw] == [
        "not_digits",
        "wrong_length",
        "wrong_check_digit",
        "no_such_number",
        "not_a_decimal",
        "too_many_decimals",
        "too_large",
        "negative",
    ]


def test_a_refusal_survives_the_way_between_processes() -> None:
    sent = pickle.loads(pickle.dumps(InvalidGtin(Flaw.WRONG_LENGTH)))  # noqa: S301 - our own bytes
    assert isinstance(sent, InvalidGtin)
    assert sent.code is Flaw.WRONG_LENGTH
