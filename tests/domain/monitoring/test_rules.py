"""The rules of verification: who may be covered, which posting fits, how sources add up."""

from datetime import UTC, datetime, timedelta

import pytest

from socert.domain.ledger import OperationKind
from socert.domain.monitoring.rules import funding, movements
from socert.domain.monitoring.rules.coverage import CategoriesInARing, Placement, Stay, pays, stays
from socert.domain.programmes import Allowance, AllowanceKind
from socert.values import Text

NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)
TREE = {"goods": None, "food": "goods", "bread": "food", "alcohol": "goods", "beer": "alcohol", "toys": "goods"}


def _allowance(allow: tuple[str, ...], deny: tuple[str, ...]) -> Allowance:
    return Allowance("one", Text(ru="один", en="one"), AllowanceKind.POINTS, 100, allow, deny, "allowed")


@pytest.mark.parametrize(
    ("allow", "deny", "paid"),
    [
        (("goods",), ("alcohol",), {"goods", "food", "bread", "toys"}),
        (("food",), (), {"food", "bread"}),
        (("beer",), ("alcohol",), set()),
        (("goods", "beer"), ("goods",), set()),
        ((), (), set()),
    ],
)
def test_a_category_is_paid_when_one_above_is_allowed_and_none_denied(
    allow: tuple[str, ...], deny: tuple[str, ...], paid: set[str]
) -> None:
    numbers = {name: number for number, name in enumerate(TREE)}
    ids = {number: name for name, number in numbers.items()}
    tree = [Placement(NOON, numbers[name], None if above is None else numbers[above]) for name, above in TREE.items()]
    lines = [[ids[number] for number in stay.line] for stay in stays(tree)]
    assert {line[0] for line in lines if pays(_allowance(allow, deny), line)} == paid


def test_a_category_stays_where_it_is_until_it_or_one_above_moves() -> None:
    always, for_ever = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    first, second = NOON + timedelta(days=1), NOON + timedelta(days=2)
    placements = [
        *(Placement(NOON, 1, None), Placement(NOON, 2, 1), Placement(NOON, 3, 2)),
        *(Placement(first, 4, 1), Placement(first, 2, 4)),
        Placement(second, 3, 1),
    ]
    assert sorted(stays(placements), key=lambda one: (one.line[0], one.since)) == [
        Stay([1], always, for_ever),
        Stay([2, 1], always, first),
        Stay([2, 4, 1], first, for_ever),
        Stay([3, 2, 1], always, first),
        Stay([3, 2, 4, 1], first, second),
        Stay([3, 1], second, for_ever),
        Stay([4, 1], always, for_ever),
    ]


def test_a_ring_of_categories_is_no_tree() -> None:
    with pytest.raises(CategoriesInARing):
        list(stays([Placement(NOON, 1, 2), Placement(NOON, 2, 1)]))


def test_every_kind_of_operation_says_from_where_to_where_it_moves_money() -> None:
    assert set(movements.MOVES) == set(OperationKind)


def test_sources_get_what_the_split_rule_gives_each_account() -> None:
    fundings = {1: funding.Funding((7, 8), (60, 40))}
    derived = funding.derive([funding.FundedSums(1, 3, 101, 50, 51, 33)], fundings=fundings)
    federal, regional = derived[7], derived[8]
    assert (federal.issued, federal.consumed, federal.claimed) == (3 * 60, 3 * 30, 3 * 19)
    assert (federal.returned, regional.returned) == (3 * (60 - 30), 3 * (41 - 21))
    assert (federal.outstanding, regional.outstanding) == (0, 0)


@pytest.mark.parametrize(
    "said",
    [
        funding.SourceSums(7, 181, 90, 57, 57, 57),
        funding.SourceSums(7, 180, 89, 57, 57, 57),
        funding.SourceSums(7, 180, 90, 56, 56, 56),
        funding.SourceSums(7, 180, 90, 57, 57, 56),
    ],
)
def test_a_source_that_says_something_else_is_named(said: funding.SourceSums) -> None:
    fundings = {1: funding.Funding((7, 8), (60, 40))}
    derived = funding.derive([funding.FundedSums(1, 3, 101, 50, 51, 33)], fundings=fundings)
    right = funding.SourceSums(7, 180, 90, 57, 57, 57)
    assert list(funding.complaints([right], derived=derived)) == [None]
    (complaint,) = funding.complaints([said], derived=derived)
    assert complaint is not None
    assert complaint.startswith("funding_source 7:")
