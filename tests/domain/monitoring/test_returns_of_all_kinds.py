"""What comes back of lines that several kinds and certificates paid, whatever became of them meanwhile."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from msgspec.structs import replace

from domain.monitoring.kinds import give_kinds
from domain.monitoring.lively import NOON, SECOND, Trade, open_trade
from given.city import CLERK, Carded
from given.programmes import ZONE, publish_with_money
from socert.domain import budgets, certificates, clearing, monitoring, people, purchases
from socert.domain.monitoring.actions import verifying
from socert.domain.purchases import AskedPart, Stored
from socert.values import Money

#: A fifth off, then an item, then points: all on one line of clothing.
SALE = """\
format: socert.programme/1
id: sale
legal_kind: regional
sensitive: false
title: {ru: Скидка, en: Sale}
funding:
  - {source: federal, share: 33}
  - {source: city, share: 67}
versions:
  - valid_from: 2026-01-01
    certificate: {valid_days: 60, carriers: [card], per: person}
    allowances:
      - id: fifth
        kind: discount
        title: {ru: Пятая часть, en: A fifth}
        percent: 20
        ceiling: 1000
        covers: {allow: [clothing]}
      - id: coat
        kind: items
        title: {ru: Пальто, en: Coat}
        choose: 1
        options:
          - {id: coat, cap: 100.01, covers: {allow: [clothing]}}
        price: resident_adds
"""
LATE = NOON + timedelta(days=200)


@pytest.fixture
def trade(conn: psycopg.Connection) -> Trade:
    """A city that trades."""
    return open_trade(conn)


@pytest.fixture
def vera(trade: Trade) -> Carded:
    """Vera, who has points for children's goods, with a discount and a coat beside them."""
    publish_with_money(trade.city, SALE, name="sale")
    one = trade.city.vera
    issued = certificates.issue(
        trade.conn, programme="sale", holder=one.holder, lane=one.lane, now=NOON, zone=ZONE, actor=CLERK
    )
    assert isinstance(issued, certificates.Issued), issued
    trade.__post_init__()
    return one


def verified(trade: Trade) -> None:
    """The books verify."""
    found = verifying.examine(trade.conn, progress=lambda _name, _rows: None)
    assert found.passed, found.first_bad


def counters(trade: Trade, who: Carded) -> tuple[int, ...]:
    """Kopecks held and consumed and units held and used over all accounts of somebody."""
    row = trade.conn.execute(
        "select sum(held)::bigint, sum(consumed)::bigint, sum(units_held), sum(units_used)"
        " from account where holder = %s",
        [who.holder],
    ).fetchone()
    assert row is not None
    return tuple(row)


def buy_clothes(trade: Trade, vera: Carded) -> purchases.Authorise:
    """A coat that a discount, an item, points and own money pay together."""
    bought = trade.buy(vera, trade.city.rowan.till, trade.line(1, "clothing", 4_500_01), at=NOON + SECOND, capture=True)
    (answer,) = trade.ask(bought, at=NOON + SECOND)
    assert isinstance(answer, Stored)
    return bought


def paying(trade: Trade) -> list[int]:
    """What each account paid of the last receipt's line."""
    row = trade.conn.execute("select amounts from receipt_line order by at desc limit 1").fetchone()
    assert row is not None
    return list(row[0])


def outcome(answer: object) -> tuple[bool, bool]:
    """Whether a refund was approved, and whether it says that money went back to the budget."""
    assert isinstance(answer, Stored)
    return '"outcome":"approved"' in answer.body, "returned_to_budget" in answer.body


def test_a_line_of_discount_item_and_points_comes_back_to_all_three(trade: Trade, vera: Carded) -> None:
    bought = buy_clothes(trade, vera)
    assert sorted(paying(trade)) == [10_001, 90_000, 300_000]
    for amount in (1, 2, 3, 11_111, 7):
        trade.ask(trade.refund(bought, AskedPart(1, amount=amount), at=LATE), at=LATE)
        verified(trade)
    trade.ask(trade.refund(bought, AskedPart(1), at=LATE), at=LATE)
    verified(trade)
    assert counters(trade, vera) == (0, 0, 0, 0)


@pytest.mark.parametrize("what", ["block", "cancel", "expire"])
def test_a_refund_finds_certificates_blocked_cancelled_or_ended(trade: Trade, vera: Carded, what: str) -> None:
    bought = buy_clothes(trade, vera)
    rows = trade.conn.execute("select id from certificate where holder = %s", [vera.holder]).fetchall()
    at = LATE if what == "expire" else NOON + 2 * SECOND
    for (number,) in rows:
        if what == "block":
            certificates.block(trade.conn, certificate=number, reason="lost", actor=CLERK, now=at)
        elif what == "cancel":
            certificates.cancel(trade.conn, certificate=number, reason="asked for", actor=CLERK, now=at)
    if what == "expire":
        certificates.expire(trade.conn, now=at, actor=CLERK)
    later = at + SECOND
    first = trade.ask(trade.refund(bought, AskedPart(1, amount=10_001), at=later), at=later)
    assert outcome(first[0]) == (True, what != "block")
    verified(trade)
    trade.ask(trade.refund(bought, AskedPart(1), at=later), at=later)
    verified(trade)
    certificates.expire(trade.conn, now=LATE + timedelta(days=1), actor=CLERK)
    verified(trade)
    assert counters(trade, vera) == (0, 0, 0, 0)
    left = trade.conn.execute(
        "select sum(issued - returned)::bigint from account where holder = %s", [vera.holder]
    ).fetchone()
    assert left == (0,)


def test_units_of_a_hold_that_lapsed_are_free_again(trade: Trade) -> None:
    gifted = give_kinds(trade, at=NOON)
    held = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "television", 9_000_00), at=NOON)
    trade.ask(held, at=NOON)
    assert counters(trade, gifted.who) == (900_000, 0, 1, 0)
    later = NOON + timedelta(hours=1)
    again = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "television", 12_500_00), at=later)
    trade.ask(again, at=later)
    assert counters(trade, gifted.who) == (1_250_000, 0, 1, 0)
    verified(trade)


def test_a_part_captured_the_rest_voided_and_the_part_brought_back_leaves_nothing(trade: Trade, vera: Carded) -> None:
    held = trade.buy(vera, trade.city.rowan.till, trade.line(1, "clothing", 333_33), at=NOON)
    trade.ask(held, at=NOON)
    part = trade.capture(held, AskedPart(1, amount=111_11), at=NOON, is_final=False)
    trade.ask(part, trade.void(held, at=NOON), trade.refund(held, AskedPart(1), at=NOON, capture=part.id), at=NOON)
    assert counters(trade, vera) == (0, 0, 0, 0)
    verified(trade)


def test_money_that_comes_back_in_the_new_year_returns_to_the_budget_of_the_old(trade: Trade, vera: Carded) -> None:
    """The certificate was paid from the budget of 2026, and its last day lies in 2027."""
    eve = datetime(2026, 12, 31, 20, 59, 59, 999_999, tzinfo=UTC)
    midnight = eve + timedelta(microseconds=1)
    for year, at in ((2026, eve), (2027, midnight)):
        assert at.astimezone(ZONE).year == year
    before = {one.source: one.reserved.kopecks for one in budgets.stages(trade.conn, programme=None)}
    bought = trade.buy(vera, trade.city.rowan.till, trade.line(1, "toys", 1_001), at=eve, capture=True)
    trade.ask(bought, at=eve)
    closed = clearing.close_period(trade.conn, until=midnight, now=midnight, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod)
    assert [one.amount for one in closed.claims] == [1_001]
    trade.ask(trade.refund(bought, AskedPart(1), at=midnight), at=midnight)
    verified(trade)
    certificates.expire(trade.conn, now=LATE, actor=CLERK)
    verified(trade)
    assert sum(before.values()) > 0
    assert all(one.reserved == Money(0) for one in budgets.stages(trade.conn, programme=None))
    closed = clearing.close_period(
        trade.conn, until=LATE.replace(hour=21), now=LATE.replace(hour=21), zone=ZONE, actor=CLERK
    )
    assert isinstance(closed, clearing.ClosedPeriod)
    assert [one.amount for one in closed.claims] == [-1_001]
    assert monitoring.books(trade.conn, zone=ZONE).unaccounted_kopecks == 0
    verified(trade)


def test_goods_of_somebody_who_was_forgotten_still_come_back(trade: Trade, vera: Carded) -> None:
    bought = buy_clothes(trade, vera)
    assert people.set_contact(trade.conn, holder=vera.holder, phone="+79161234567", actor=CLERK, now=NOON) is None
    till = trade.city.rowan.till.till
    assert people.send_code(trade.conn, card=vera.card_hash, asker=people.AskingTill(till), secret=b"s" * 32, now=NOON)
    certificates.expire(trade.conn, now=LATE, actor=CLERK)
    erased = certificates.forget(trade.conn, holder=vera.holder, actor=CLERK, now=LATE, reason="asked for")
    assert isinstance(erased, people.Erased)
    for table in ("contact", "message", "confirmation_code"):
        assert trade.conn.execute(f"select count(*) from {table}").fetchone() == (0,)
    (answer,) = trade.ask(trade.refund(bought, AskedPart(1), at=LATE), at=LATE)
    assert outcome(answer) == (True, True)
    certificates.expire(trade.conn, now=LATE + SECOND, actor=CLERK)
    verified(trade)


def test_a_refund_under_the_key_of_a_purchase_is_refused(trade: Trade, vera: Carded) -> None:
    bought = buy_clothes(trade, vera)
    refund = replace(trade.refund(bought, AskedPart(1), at=LATE), key=bought.key)
    assert trade.ask(refund, at=LATE) == [purchases.Refused("idempotency_key_reused")]
