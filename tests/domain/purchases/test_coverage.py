"""Which category a line has, and which allowance pays for it: allow and deny lists, shops' own codes."""

import pytest

from domain.purchases.basics import ALCOHOL, BOOK, BREAD, FOOD, MERCHANT, TOYS, TOYS_ONLY, WINE, directory, line
from socert.domain.catalogue import Category, CategoryTree
from socert.domain.purchases import AllowanceRule, Reason, allowance_rule
from socert.domain.purchases.rules.coverage import category_of, obstacle
from socert.values import Text

#: goods > food > drinks > alcohol > wine > red_wine, and goods > toys.
PARENTS = {
    "goods": None,
    "food": "goods",
    "drinks": "food",
    "alcohol": "drinks",
    "wine": "alcohol",
    "red_wine": "wine",
    "toys": "goods",
}
NUMBERS = {name: number for number, name in enumerate(PARENTS, start=1)}
TREE = CategoryTree.of(
    Category(NUMBERS[name], name, None if parent is None else NUMBERS[parent], Text(ru=name, en=name))
    for name, parent in PARENTS.items()
)


@pytest.mark.parametrize(
    ("category", "rule", "expected"),
    [
        (BREAD, FOOD, None),
        (WINE, FOOD, (Reason.CATEGORY_DENIED, ALCOHOL)),
        (ALCOHOL, FOOD, (Reason.CATEGORY_DENIED, ALCOHOL)),
        (BOOK, FOOD, (Reason.CATEGORY_NOT_ALLOWED, None)),
        (None, FOOD, (Reason.NOT_CLASSIFIED, None)),
        (TOYS, TOYS_ONLY, None),
        (BREAD, TOYS_ONLY, (Reason.CATEGORY_NOT_ALLOWED, None)),
        (WINE, TOYS_ONLY, (Reason.CATEGORY_NOT_ALLOWED, None)),
    ],
)
def test_what_stands_against_a_category(
    category: int | None, rule: AllowanceRule, expected: tuple[Reason, int | None] | None
) -> None:
    found = obstacle(category, rule=rule)
    assert (None if found is None else (found.reason, found.denied)) == expected


@pytest.mark.parametrize(
    ("allow", "deny", "paid"),
    [
        ("goods", "", "goods food drinks alcohol wine red_wine toys"),
        ("food", "", "food drinks alcohol wine red_wine"),
        ("goods", "alcohol", "goods food drinks toys"),
        ("goods wine", "alcohol", "goods food drinks toys"),  # an allowance nearer than the denial does not lift it
        ("red_wine", "alcohol", ""),
        ("red_wine", "food", ""),
        ("wine", "red_wine", "wine"),
        ("goods", "goods", ""),
        ("toys red_wine", "wine", "toys"),
    ],
)
def test_a_denial_holds_however_near_the_allowance(allow: str, deny: str, paid: str) -> None:
    rule = allowance_rule("some", allow=tuple(allow.split()), deny=tuple(deny.split()), tree=TREE)
    assert {name for name, number in NUMBERS.items() if obstacle(number, rule=rule) is None} == set(paid.split())
    denied = {number for entry in deny.split() for number in TREE.descendants(NUMBERS[entry])}
    reasons = {name: obstacle(number, rule=rule) for name, number in NUMBERS.items()}
    assert {name for name, one in reasons.items() if one and one.reason == Reason.CATEGORY_DENIED} == {
        name for name, number in NUMBERS.items() if number in denied
    }
    assert rule.breadth == len(paid.split())


def test_a_denied_line_names_the_entry_of_the_deny_list() -> None:
    rule = allowance_rule("some", allow=("goods",), deny=("alcohol",), tree=TREE)
    found = obstacle(NUMBERS["red_wine"], rule=rule)
    assert found is not None
    assert found.denied == NUMBERS["alcohol"]


@pytest.mark.parametrize(
    ("codes", "articles", "expected"),
    [
        ((), {}, BREAD),  # the barcode itself
        (("2100001",), {}, None),  # a code of the shop is never looked up as a barcode
        (("2100001",), {(MERCHANT, "2100001"): TOYS}, TOYS),
        (("2100001",), {(MERCHANT + 1, "2100001"): TOYS}, None),  # another shop's list
        (("2100001012508", "2100001"), {(MERCHANT, "2100001"): TOYS}, TOYS),
        (("2100001012508", "2100001"), {(MERCHANT, "2100001012508"): BOOK, (MERCHANT, "2100001"): TOYS}, BOOK),
    ],
)
def test_a_shops_own_code_is_looked_up_in_its_own_list_only(
    codes: tuple[str, ...], articles: dict[tuple[int, str], int], expected: int | None
) -> None:
    known = directory(articles=articles)
    assert category_of(line(gtin=BREAD, shop_codes=codes), merchant=MERCHANT, directory=known) == expected


def test_an_unknown_barcode_has_no_category() -> None:
    assert category_of(line(gtin=4600000000000), merchant=MERCHANT, directory=directory()) is None
    assert category_of(line(gtin=0), merchant=MERCHANT, directory=directory()) is None
