"""How a basket is split: soonest to end first, never more than there is, every kopeck accounted for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.purchases.basics import BOOK, BREAD, FOOD, TOYS, TOYS_ONLY, WINE, line, pot
from socert.domain.purchases import AllowanceRule, Reason, ReceiptLine
from socert.domain.purchases.rules.basket import LineSplit, Part, Pot, order_of_use, split_basket

EVERYTHING = AllowanceRule("all", allowed=frozenset({BREAD, WINE, TOYS, BOOK}), denied={}, breadth=4)
RULES = {"food": FOOD, "toys": TOYS_ONLY, "all": EVERYTHING}


def split(lines: list[ReceiptLine], *pots: Pot) -> list[LineSplit]:
    """Split by the categories their barcodes stand for."""
    categories = [one.gtin if one.gtin in (BREAD, WINE, TOYS, BOOK) else None for one in lines]
    return split_basket(lines, categories, pots).lines


@pytest.mark.parametrize(
    ("issued", "amounts", "covered", "reasons"),
    [
        (1_000, [400], [400], [None]),
        (1_000, [1_000], [1_000], [None]),
        (1_000, [1_001], [1_000], [Reason.BALANCE_SHORT]),
        (1_000, [600, 600], [600, 400], [None, Reason.BALANCE_SHORT]),
        (1_000, [1_000, 1], [1_000, 0], [None, Reason.BALANCE_SPENT]),
        (0, [1], [0], [Reason.BALANCE_SPENT]),
        (1_000, [0], [0], [Reason.ZERO_LINE]),
        (1_000, [0, 500, 0], [0, 500, 0], [Reason.ZERO_LINE, None, Reason.ZERO_LINE]),
        (0, [0], [0], [Reason.ZERO_LINE]),
        (1_000, [10] * 300, [10] * 100 + [0] * 200, [None] * 100 + [Reason.BALANCE_SPENT] * 200),
    ],
)
def test_one_allowance_pays_until_it_is_spent(
    issued: int, amounts: list[int], covered: list[int], reasons: list[Reason | None]
) -> None:
    lines = [line(position, amount=amount) for position, amount in enumerate(amounts, start=1)]
    found = split(lines, pot(issued=issued))
    assert [one.covered for one in found] == covered
    assert [None if one.obstacle is None else one.obstacle.reason for one in found] == reasons
    assert [one.own_money for one in found] == [a - c for a, c in zip(amounts, covered, strict=True)]


def test_only_what_is_not_held_consumed_or_returned_is_available() -> None:
    (found,) = split([line(amount=1_000)], pot(issued=1_000, held=100, consumed=200, returned=300))
    assert found.covered == 400


def test_the_certificate_that_ends_first_pays_first() -> None:
    late, soon = pot(1, days=90), pot(2, days=10)
    (found,) = split([line(amount=1_500)], *sorted([late, soon], key=order_of_use))
    assert found.parts == [Part(0, 1_000), Part(1, 500)]
    assert sorted([late, soon], key=order_of_use) == [soon, late]


def test_of_two_that_end_together_the_narrower_pays_first() -> None:
    food, toys = pot(1, rule=FOOD), pot(2, rule=TOYS_ONLY)
    pots = sorted([food, toys], key=order_of_use)
    assert [one.rule.id for one in pots] == ["toys", "food"]
    bread, toy = split([line(1, amount=300), line(2, gtin=TOYS, amount=1_200)], *pots)
    assert bread.parts == [Part(1, 300)]
    assert toy.parts == [Part(0, 1_000), Part(1, 200)]


def test_the_order_of_use_does_not_depend_on_the_order_given() -> None:
    pots = [pot(number, days=10 + number % 2, rule=RULES[rule]) for number, rule in enumerate(RULES, start=1)]
    backwards = pots[::-1]
    assert sorted(pots, key=order_of_use) == sorted(backwards, key=order_of_use)


@pytest.mark.parametrize(
    ("gtin", "pots", "reason"),
    [
        (WINE, ["food"], Reason.CATEGORY_DENIED),
        (BOOK, ["food"], Reason.CATEGORY_NOT_ALLOWED),
        (4600000000000, ["food", "toys"], Reason.NOT_CLASSIFIED),
        (WINE, ["toys", "food"], Reason.CATEGORY_DENIED),  # one forbids it, the other is for other goods
        (BOOK, ["toys", "food"], Reason.CATEGORY_NOT_ALLOWED),
        (WINE, ["food", "empty"], Reason.BALANCE_SPENT),  # one would have paid for it
        (BOOK, ["toys", "empty"], Reason.BALANCE_SPENT),
    ],
)
def test_of_several_obstacles_the_most_helpful_is_told(gtin: int, pots: list[str], reason: Reason) -> None:
    given_pots = [
        pot(number, issued=0 if name == "empty" else 1_000, rule=RULES.get(name, EVERYTHING))
        for number, name in enumerate(pots, start=1)
    ]
    (found,) = split([line(gtin=gtin)], *given_pots)
    assert found.obstacle is not None
    assert (found.covered, found.obstacle.reason) == (0, reason)


def test_a_line_of_own_money_never_blocks_the_rest() -> None:
    found = split([line(1, gtin=WINE, amount=900), line(2, amount=900), line(3, gtin=0, amount=5)], pot())
    assert [one.covered for one in found] == [0, 900, 0]


@st.composite
def baskets(draw: st.DrawFn) -> tuple[list[ReceiptLine], list[Pot]]:
    """Up to thirty lines and up to four certificates, some spent, some ending together."""
    amounts = st.one_of(st.just(0), st.integers(1, 50), st.integers(1, 10_000))
    gtins = st.sampled_from([BREAD, WINE, TOYS, BOOK, 0])
    lines = draw(st.lists(st.tuples(amounts, gtins), max_size=30))
    pots = draw(
        st.lists(
            st.tuples(st.integers(0, 2_000), st.sampled_from(sorted(RULES)), st.integers(1, 3), st.integers(0, 100)),
            max_size=4,
        )
    )
    return (
        [line(n, amount=amount, gtin=gtin) for n, (amount, gtin) in enumerate(lines, start=1)],
        [
            pot(n, issued=issued, rule=RULES[rule], days=days, consumed=issued * spent // 100)
            for n, (issued, rule, days, spent) in enumerate(pots, start=1)
        ],
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(basket=baskets())
def test_what_holds_for_every_basket(basket: tuple[list[ReceiptLine], list[Pot]]) -> None:
    lines, pots = basket
    pots = sorted(pots, key=order_of_use)
    found = split(lines, *pots)
    assert found == split(lines, *pots), "the same basket, the same split"
    assert [one.line for one in found] == lines
    left = [one.available for one in pots]
    for one in found:
        assert sum(part.amount for part in one.parts) == one.covered <= one.line.amount
        assert one.covered + one.own_money == one.line.amount
        assert (one.obstacle is None) == (one.own_money == 0 and one.line.amount > 0)
        assert [part.place for part in one.parts] == sorted({part.place for part in one.parts}), "in their order, once"
        for part in one.parts:
            assert part.amount > 0
            assert one.category in pots[part.place].rule.allowed
            left[part.place] -= part.amount
    assert min(left, default=0) >= 0
    for one in found:
        payers = [place for place, each in enumerate(pots) if one.category in each.rule.allowed]
        assert one.own_money == 0 or all(left[place] == 0 for place in payers), "all that can be paid is"
        last = max((part.place for part in one.parts), default=-1)
        assert all(left[place] == 0 for place in payers if place < last), (
            "the later pays only when the earlier is empty"
        )
