"""Parts sum exactly, only grow with the amount, and no part passes its own reserve."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import KOPECKS_MAX, UnableToSplit, UnusableShares, check_shares, split_by_shares

CUTS = st.sets(st.integers(1, 99), max_size=9).map(lambda cuts: [0, *sorted(cuts), 100])
SHARES = st.one_of(
    CUTS.map(lambda cuts: [high - low for low, high in pairwise(cuts)]),
    st.just([1] * 100),
    st.just([33, 33, 34]),
)
AMOUNTS = st.one_of(st.integers(0, 300), st.integers(0, KOPECKS_MAX))


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (50_000, [100], (50_000,)),
        (50_000, [70, 30], (35_000, 15_000)),
        (1, [70, 30], (0, 1)),
        (2, [70, 30], (1, 1)),
        (3, [70, 30], (2, 1)),
        (0, [50, 50], (0, 0)),
        (100, [33, 33, 34], (33, 33, 34)),
        (2, [33, 33, 34], (0, 0, 2)),
        (3, [33, 33, 34], (0, 1, 2)),
        (4, [33, 33, 34], (1, 1, 2)),
    ],
)
def test_amounts_split_in_the_order_of_the_sources(amount: int, shares: list[int], parts: tuple[int, ...]) -> None:
    assert split_by_shares(amount=amount, shares=shares) == parts


@given(AMOUNTS, SHARES)
def test_one_kopeck_more_is_one_kopeck_more_in_exactly_one_part(amount: int, shares: list[int]) -> None:
    smaller = split_by_shares(amount=amount, shares=shares)
    larger = split_by_shares(amount=amount + 1, shares=shares)
    assert sorted(more - less for less, more in zip(smaller, larger, strict=True)) == [0] * (len(shares) - 1) + [1]


@given(AMOUNTS, AMOUNTS, SHARES)
def test_what_is_consumed_never_passes_any_reserve(one: int, other: int, shares: list[int]) -> None:
    consumed = split_by_shares(amount=min(one, other), shares=shares)
    reserved = split_by_shares(amount=max(one, other), shares=shares)
    assert sum(consumed) == min(one, other)
    assert sum(reserved) == max(one, other)
    assert all(0 <= used <= reserve for used, reserve in zip(consumed, reserved, strict=True))


@given(AMOUNTS, SHARES)
def test_every_part_is_within_a_kopeck_per_source_of_its_share(amount: int, shares: list[int]) -> None:
    parts = split_by_shares(amount=amount, shares=shares)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part * 100 - amount * share) <= 100 * len(shares)


@pytest.mark.parametrize("shares", [[], [99], [50, 51], [100, 0], [150, -50], [1] * 101])
def test_unusable_shares_are_refused(shares: list[int]) -> None:
    with pytest.raises(UnusableShares):
        check_shares(shares)
    with pytest.raises(UnusableShares):
        split_by_shares(amount=1, shares=shares)


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(UnableToSplit):
        split_by_shares(amount=-1, shares=[100])
