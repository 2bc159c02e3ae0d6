"""What items and discounts pay and what they use up."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.purchases.asking import authorise, capture, number, void
from domain.purchases.basics import BREAD, MERCHANT, NOW, TOYS, account, directory, fold, line
from socert.domain.programmes import AllowanceKind, BorneBy, PriceAboveCap
from socert.domain.purchases import AllowanceRule, Authorise, Directory, OptionRule
from socert.domain.purchases.model.known import Account, Hold
from socert.domain.purchases.rules import consuming
from socert.domain.purchases.rules.batch import decide
from socert.domain.purchases.rules.fold import Fold

COAT, TOY = OptionRule("coat", 1_000, frozenset({BREAD})), OptionRule("toy", 300, frozenset({TOYS}))
ITEMS = AllowanceRule("things", frozenset({BREAD, TOYS}), {}, breadth=2, kind=AllowanceKind.ITEMS, options=(COAT, TOY))
CAPPED = dataclasses.replace(ITEMS, price=PriceAboveCap.CAP_PAYOUT)
DISCOUNT = AllowanceRule("tenth", frozenset({BREAD}), {}, breadth=1, kind=AllowanceKind.DISCOUNT, percent=10)
GIVEN = dataclasses.replace(DISCOUNT, id="gift", borne_by=BorneBy.MERCHANT)
POINTS = AllowanceRule("points", frozenset({BREAD, TOYS}), {}, breadth=2)
BORNE = 103


def known(*rules: AllowanceRule) -> Directory:
    """A directory in which merchants may bear a discount."""
    return dataclasses.replace(directory(versions=rules or (ITEMS,)), borne=BORNE)


def things(units: int = 2, **more: int) -> Account:
    """An account of items, a thousand a unit."""
    counters: dict[str, object] = {"units": units, **more}
    return account(1, issued=1_000 * units, **counters)  # type: ignore[arg-type]


def moved(batch: Fold) -> list[list[tuple[int, int, int]]]:
    """The postings of every operation of a batch."""
    return [[(one.debit, one.credit, one.amount) for one in record.postings] for record in batch.records]


@pytest.mark.parametrize(
    ("rule", "amount", "goods", "paid"),
    [
        (ITEMS, 700, (BREAD, 1), (700, 1, 0)),
        (ITEMS, 1_700, (BREAD, 1), (1_000, 1, 0)),
        (ITEMS, 700, (TOYS, 1), (300, 1, 0)),  # each option has a cap of its own
        (ITEMS, 700, (BREAD, 2), (700, 2, 0)),  # a unit pays for one piece
        (ITEMS, 700, (BREAD, 1.25), (700, 1, 0)),
        (CAPPED, 1_700, (BREAD, 1), (1_000, 1, 700)),
        (CAPPED, 900, (BREAD, 1), (900, 1, 0)),
        (DISCOUNT, 999, (BREAD, 1), (99, 0, 0)),
        (DISCOUNT, 9, (BREAD, 1), (0, 0, 0)),
    ],
)
def test_what_an_allowance_pays_of_a_line(
    rule: AllowanceRule, amount: int, goods: tuple[int, float], paid: tuple[int, int, int]
) -> None:
    gtin, quantity = goods
    given = things() if rule.kind is AllowanceKind.ITEMS else account(1, issued=500)
    batch = fold(given, known=known(rule))
    decide(authorise(replace(line(gtin=gtin, amount=amount), quantity=int(quantity * 1_000_000))), fold=batch)
    (row,) = batch.records[0].lines
    assert (row.covered, sum(row.units or ()), row.waived) == paid


def test_a_cheap_item_bought_at_once_pays_the_shop_and_leaves_the_rest_until_the_end() -> None:
    batch = fold(things(), known=known())
    decide(authorise(line(amount=601), capture=True), fold=batch)
    account_id = 2**32 + 1
    assert moved(batch) == [[(account_id, MERCHANT, 601)]]
    (after,) = batch.state.accounts[5]
    assert (after.consumed, after.returned, after.available, after.units_used) == (601, 0, 1_399, 1)
    (record,) = batch.records
    assert (record.operation.total, record.operation.covered) == (601, 601)
    assert (record.lines[0].units, record.lines[0].waived, record.holds) == ([1], 0, [])


def test_a_held_item_uses_its_unit_up_when_it_is_captured_and_not_when_it_is_voided() -> None:
    batch = fold(things(), known=known())
    first, second = authorise(line(amount=400)), authorise(line(gtin=TOYS, amount=900))
    for question in (first, second):
        decide(question, fold=batch)
    (after,) = batch.state.accounts[5]
    assert (after.held, after.units_held, after.available, after.units_left) == (700, 2, 1_300, 0)
    decide(void(second), fold=batch)
    assert (after.held, after.units_held, after.available, after.units_left) == (400, 1, 1_600, 1)
    decide(capture(first), fold=batch)
    assert (after.consumed, after.units_used, after.returned, after.available) == (400, 1, 0, 1_600)
    assert moved(batch)[-1] == [(-(2**32 + 1), MERCHANT, 400)]
    assert batch.records[-1].operation.covered == 400


def test_of_two_units_a_capture_in_part_uses_one_and_the_other_is_free_with_the_hold() -> None:
    one = things(2, held=1_500, units_held=2)
    hold = Hold(5, number(), one.id, 1_500, 0, 0, NOW, 2)
    consuming.settle(one, hold, captured=500, released=0, units=1)
    assert (one.units_held, one.units_used, one.held, one.consumed) == (1, 1, 1_000, 500)
    consuming.settle(one, hold, captured=0, released=1_000, units=0)
    assert (one.units_held, one.units_used, one.units_left, one.available) == (0, 1, 1, 1_500)


def test_a_hold_that_lapses_gives_its_unit_back() -> None:
    one = things(1, held=400, units_held=1)
    consuming.settle(one, Hold(5, number(), one.id, 400, 0, 0, NOW, 1), captured=0, released=400, units=0)
    assert (one.units_held, one.units_used, one.units_left, one.available) == (0, 0, 1, 1_000)


def test_an_undone_item_gives_back_its_unit_with_its_whole_cap() -> None:
    batch = fold(things(1), known=known())
    bought = authorise(line(amount=601), capture=True)
    decide(bought, fold=batch)
    decide(void(bought), fold=batch)
    (after,) = batch.state.accounts[5]
    assert (after.consumed, after.returned, after.available, after.units_left) == (0, 0, 1_000, 1)
    dearer = authorise(line(amount=2_000), capture=True)
    decide(dearer, fold=batch)
    assert moved(batch)[-1] == [(2**32 + 1, MERCHANT, 1_000)]
    assert (after.available, after.units_left) == (0, 0)


def test_without_a_unit_an_item_pays_nothing_though_money_is_left() -> None:
    batch = fold(things(1, held=100, units_held=1), known=known())
    decide(authorise(line(amount=50)), fold=batch)
    assert batch.records[0].operation.covered == 0


def test_where_the_shop_is_paid_no_more_than_the_cap_nobody_pays_the_rest() -> None:
    batch = fold(things(1), known=known(CAPPED))
    decide(authorise(line(amount=1_500), capture=True), fold=batch)
    (row,) = batch.records[0].lines
    assert (row.covered, row.waived, row.amount) == (1_000, 500, 1_500)
    assert '"own_money":0' in batch.records[0].operation.answer
    assert '"waived":500' in batch.records[0].operation.answer


def test_a_discount_that_merchants_give_is_owed_to_nobody_and_comes_back_when_undone() -> None:
    batch = fold(account(issued=1_000), known=known(GIVEN))
    at_once, held = authorise(line(amount=500), capture=True), authorise(line(amount=700))
    for question in (at_once, held, void(at_once), capture(held)):
        decide(question, fold=batch)
    one = 2**32 + 1
    assert moved(batch) == [[(one, BORNE, 50)], [(one, -one, 70)], [(BORNE, one, 50)], [(-one, BORNE, 70)]]
    (after,) = batch.state.accounts[5]
    assert (after.consumed, after.held, after.available) == (70, 0, 930)


def test_a_discount_is_taken_first_and_points_pay_the_rest() -> None:
    discount = account(1, issued=1_000, version=1)
    points = account(2, issued=1_000, version=2, days=1)
    batch = fold(discount, points, known=known(DISCOUNT, POINTS))
    decide(authorise(line(amount=500), capture=True), fold=batch)
    assert sorted(moved(batch)[0]) == [(discount.id, MERCHANT, 50), (points.id, MERCHANT, 450)]
    assert batch.records[0].lines[0].units is None


def test_balances_show_units_of_items_and_nothing_of_others() -> None:
    batch = fold(things(2), account(2, version=2), known=known(ITEMS, POINTS))
    decide(authorise(line(gtin=TOYS, amount=10)), fold=batch)
    answer = batch.records[0].operation.answer
    assert answer.count('"units":1') == 2  # the part and the balance
    assert answer.count('"units"') == 2


prices = st.integers(1, 2_500)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    units=st.integers(1, 4),
    steps=st.lists(st.tuples(st.sampled_from(["buy", "hold", "capture", "void"]), prices, st.integers(0, 9))),
)
def test_money_never_appears_or_vanishes_and_no_unit_is_worth_more_than_its_cap(
    units: int, steps: list[tuple[str, int, int]]
) -> None:
    batch = fold(things(units), known=known())
    (one,) = batch.state.accounts[5]
    bought: list[Authorise] = []
    for what, price, which in steps:
        if what in ("buy", "hold") or not bought:
            bought.append(authorise(line(amount=price, gtin=BREAD if price % 2 else TOYS), capture=what == "buy"))
            decide(bought[-1], fold=batch)
        else:
            earlier = bought[which % len(bought)]
            decide(capture(earlier) if what == "capture" else void(earlier), fold=batch)
        assert min(one.available, one.held, one.consumed, one.returned, one.units_left, one.units_held) >= 0
        assert one.available >= one.units_left * 1_000, "a unit that is left is worth its whole cap"
        assert one.units_used + one.units_held + one.units_left == units
    balance = dict.fromkeys((one.id, -one.id, MERCHANT), 0)
    for posting in (posting for record in batch.records for posting in record.postings):
        balance[posting.debit] -= posting.amount
        balance[posting.credit] += posting.amount
    assert sum(balance.values()) == 0
    assert balance[one.id] + one.issued == one.available
    assert (balance[-one.id], balance[MERCHANT]) == (one.held, one.consumed)
