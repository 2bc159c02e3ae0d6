"""The rules of verification: who may be covered, which posting fits, how sources add up."""

import pytest

from socert.domain.ledger import OperationKind
from socert.domain.monitoring.rules import funding, movements
from socert.domain.monitoring.rules.coverage import CategoriesInARing, categories_paid, lineage
from socert.domain.programmes import Allowance, AllowanceKind
from socert.values import Text

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
    assert set(categories_paid(_allowance(allow, deny), parents=TREE)) == paid


def test_a_ring_of_categories_is_no_tree() -> None:
    with pytest.raises(CategoriesInARing):
        lineage("a", parents={"a": "b", "b": "a"})


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
        funding.SourceSums(7, 180, 90, 57, 91, 91),
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
