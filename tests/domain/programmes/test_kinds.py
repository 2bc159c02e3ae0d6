"""Items and discounts in programme files: what they say, what is wrong with them, and that they are kept as said."""

import pytest

from domain.programmes.files import DISCOUNT, FOOD, ITEMS, tree
from socert.domain import programmes
from socert.domain.programmes import (
    AllowanceKind,
    BorneBy,
    Option,
    OwnMoney,
    PriceAboveCap,
    ProgrammeDefinition,
)
from socert.domain.programmes.rules.document import document_of, terms_of

FIRST = "versions[0].allowances[0]"
SECOND = "versions[0].allowances[1]"


def definition_of(text: str) -> ProgrammeDefinition:
    checked = programmes.check(text=text, tree=tree())
    assert isinstance(checked, ProgrammeDefinition), checked
    return checked


def test_items_of_one_kind_have_units_and_a_cap() -> None:
    coat = definition_of(ITEMS).versions[0].allowances[0]
    assert (coat.kind, coat.units, coat.amount_kopecks) == (AllowanceKind.ITEMS, 2, 201_00)
    assert coat.options == (Option("coat", 100_50, ("goods",), ("alcohol",)),)
    assert (coat.own_money, coat.price, coat.by_need) == (OwnMoney.FORBIDDEN, PriceAboveCap.CAP_PAYOUT, True)
    assert coat.is_from_budget


def test_a_choice_is_worth_its_highest_cap() -> None:
    choice = definition_of(ITEMS).versions[0].allowances[1]
    assert (choice.units, choice.amount_kopecks, choice.allow) == (1, 70_00, ("alcohol", "tobacco"))
    assert [(one.id, one.cap_kopecks) for one in choice.options] == [("drink", 50_00), ("smoke", 70_00)]
    assert (choice.own_money, choice.price, choice.by_need) == (
        OwnMoney.ALLOWED,
        PriceAboveCap.RESIDENT_ADDS,
        False,
    )


def test_a_discount_has_a_percentage_a_ceiling_and_somebody_who_bears_it() -> None:
    tenth, shops = definition_of(DISCOUNT).versions[0].allowances
    assert (tenth.kind, tenth.percent, tenth.amount_kopecks) == (AllowanceKind.DISCOUNT, 10, 1000_00)
    assert (tenth.borne_by, tenth.is_from_budget) == (BorneBy.BUDGET, True)
    assert (shops.percent, shops.borne_by, shops.is_from_budget) == (5, BorneBy.MERCHANT, False)


@pytest.mark.parametrize("text", [FOOD, ITEMS, DISCOUNT], ids=["points", "items", "discount"])
def test_a_stored_version_reads_back_as_the_file_says(text: str) -> None:
    definition = definition_of(text)
    stored = terms_of(document_of(definition, definition.versions[0]))
    assert stored.allowances == definition.versions[0].allowances
    assert stored.funding == definition.funding


def test_points_are_stored_as_before_there_were_other_kinds() -> None:
    definition = definition_of(FOOD)
    document = document_of(definition, definition.versions[0])
    assert not any(word in document for word in ("units", "options", "by_need", "percent", "borne_by", "price"))


@pytest.mark.parametrize(
    ("text", "was", "becomes", "code", "path"),
    [
        (ITEMS, "units: 2", "units: 0", "out_of_range", f"{FIRST}.units"),
        (ITEMS, "units: 2", "units: 101", "out_of_range", f"{FIRST}.units"),
        (ITEMS, "units: 2", "units: 1.5", "out_of_range", f"{FIRST}.units"),
        (ITEMS, "        units: 2\n", "", "missing", f"{FIRST}.units"),
        (ITEMS, "cap: 100.50", "cap: 0", "not_an_amount", f"{FIRST}.cap"),
        (ITEMS, "cap: 100.50", "cap: 1000000.01", "not_an_amount", f"{FIRST}.cap"),
        (ITEMS, "cap: 100.50", "amount: 100.50", "unknown_field", f"{FIRST}.amount"),
        (ITEMS, "price: cap_payout", "price: haggle", "not_a_choice", f"{FIRST}.price"),
        (ITEMS, "own_money: forbidden", "own_money: never", "not_a_choice", f"{FIRST}.own_money"),
        (ITEMS, "by_need: true", "by_need: perhaps", "not_true_or_false", f"{FIRST}.by_need"),
        (ITEMS, "deny: [alcohol]", "deny: [cider]", "unknown_category", f"{FIRST}.covers.deny[0]"),
        (ITEMS, "choose: 1", "choose: 0", "out_of_range", f"{SECOND}.choose"),
        (ITEMS, "        choose: 1\n", "", "missing", f"{SECOND}.choose"),
        (ITEMS, "id: smoke", "id: drink", "repeated", f"{SECOND}.options[1]"),
        (ITEMS, "allow: [tobacco]", "allow: [snuff]", "unknown_category", f"{SECOND}.options[1].covers.allow[0]"),
        (ITEMS, "cap: 70, ", "", "missing", f"{SECOND}.options[1].cap"),
        (ITEMS, "cap: 50,", "cap: fifty,", "not_an_amount", f"{SECOND}.options[0].cap"),
        (DISCOUNT, "percent: 10", "percent: 0", "out_of_range", f"{FIRST}.percent"),
        (DISCOUNT, "percent: 10", "percent: 101", "out_of_range", f"{FIRST}.percent"),
        (DISCOUNT, "        ceiling: 1000\n", "", "missing", f"{FIRST}.ceiling"),
        (DISCOUNT, "ceiling: 1000", "ceiling: -1", "not_an_amount", f"{FIRST}.ceiling"),
        (DISCOUNT, "borne_by: merchant", "borne_by: nobody", "not_a_choice", f"{SECOND}.borne_by"),
        (DISCOUNT, "percent: 10", "percent: 10\n        units: 1", "unknown_field", f"{FIRST}.units"),
        (FOOD, "amount: 500", "amount: 500\n        by_need: true", "unknown_field", f"{FIRST}.by_need"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_kind_is_named_with_its_place(text: str, was: str, becomes: str, code: str, path: str) -> None:
    spoilt = text.replace(was, becomes, 1)
    assert spoilt != text
    checked = programmes.check(text=spoilt, tree=tree())
    assert isinstance(checked, tuple)
    assert (code, path) in [(one.code, one.path) for one in checked]
