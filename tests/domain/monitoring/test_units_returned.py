"""Item units and returns that do not come as whole pieces: no unit without its money, and no unit lost."""

import psycopg
import pytest
from msgspec.structs import replace

from domain.monitoring.kinds import OUTFIT, Gifted, give_kinds
from domain.monitoring.lively import NOON, SECOND, Trade, open_trade
from given.city import CLERK
from given.programmes import ZONE, publish_with_money
from socert.domain import certificates, purchases
from socert.domain.monitoring.actions import verifying
from socert.domain.purchases import AskedPart

CAP = 1_250_000
PIECE = 1_000_000


@pytest.fixture
def trade(conn: psycopg.Connection) -> Trade:
    """A city that trades."""
    return open_trade(conn)


@pytest.fixture
def gifted(trade: Trade) -> Gifted:
    """Galina, who needs a television."""
    return give_kinds(trade, at=NOON)


def television(trade: Trade, amount: int) -> purchases.ReceiptLine:
    """One whole television."""
    return replace(trade.line(1, "television", amount), quantity=PIECE, quantity_text="1")


def stands(trade: Trade) -> tuple[int, ...]:
    """Held and consumed kopecks of Galina's television, its units held and used; the books verify."""
    found = verifying.examine(trade.conn, progress=lambda _name, _rows: None)
    assert found.passed, found.first_bad
    row = trade.conn.execute(
        "select held, consumed, units_held, units_used from account where units = 1 and issued = %s", [CAP]
    ).fetchone()
    assert row is not None
    return tuple(row)


def held(trade: Trade, gifted: Gifted, amount: int = CAP) -> purchases.Authorise:
    """A television held."""
    asked = trade.buy(gifted.who, trade.city.rowan.till, television(trade, amount), at=NOON)
    trade.ask(asked, at=NOON)
    return asked


def test_a_piece_returned_for_some_of_its_money_does_not_bring_its_unit(trade: Trade, gifted: Gifted) -> None:
    bought = trade.buy(gifted.who, trade.city.rowan.till, television(trade, CAP), at=NOON, capture=True)
    refund = trade.refund(bought, AskedPart(1, quantity=PIECE, amount=100_00), at=NOON)
    trade.ask(bought, refund, at=NOON)
    assert stands(trade) == (0, CAP - 100_00, 0, 1)
    trade.ask(trade.refund(bought, AskedPart(1), at=NOON), at=NOON)
    assert stands(trade) == (0, 0, 0, 0)


def test_of_a_piece_captured_in_two_parts_the_unit_comes_with_the_second_return(trade: Trade, gifted: Gifted) -> None:
    asked = held(trade, gifted)
    first = trade.capture(asked, AskedPart(1, quantity=PIECE // 2), at=NOON, is_final=False)
    second = trade.capture(asked, at=NOON)
    trade.ask(first, second, at=NOON)
    assert stands(trade) == (0, CAP, 0, 1)
    trade.ask(trade.refund(asked, AskedPart(1), at=NOON, capture=first.id), at=NOON)
    assert stands(trade) == (0, CAP // 2, 0, 1)
    trade.ask(trade.refund(asked, AskedPart(1), at=NOON, capture=second.id), at=NOON)
    assert stands(trade) == (0, 0, 0, 0)


def test_a_part_returned_while_the_rest_is_held_brings_its_unit_with_the_rest(trade: Trade, gifted: Gifted) -> None:
    asked = held(trade, gifted)
    first = trade.capture(asked, AskedPart(1, quantity=PIECE // 2), at=NOON, is_final=False)
    trade.ask(first, trade.refund(asked, AskedPart(1), at=NOON, capture=first.id), at=NOON)
    assert stands(trade)[:2] == (CAP // 2, 0)
    second = trade.capture(asked, at=NOON + SECOND)
    trade.ask(second, at=NOON + SECOND)
    assert stands(trade) == (0, CAP // 2, 0, 1)
    trade.ask(trade.refund(asked, AskedPart(1), at=NOON + SECOND, capture=second.id), at=NOON + SECOND)
    assert stands(trade) == (0, 0, 0, 0)


def give_shoes(trade: Trade, *, cap: str) -> None:
    """Three pairs of shoes for Boris, each paid up to a cap; he adds what is above it."""
    text = OUTFIT.replace("id: outfit\nlegal", "id: shoes\nlegal").replace("price: cap_payout", "price: resident_adds")
    text = text.replace("cap: 150.07", f"cap: {cap}").replace("valid_days: 90", "valid_days: 300")
    publish_with_money(trade.city, text, name="shoes")
    give(trade, "shoes")


def give(trade: Trade, programme: str) -> None:
    """A certificate for Boris."""
    boris = trade.city.boris
    issued = certificates.issue(
        trade.conn, programme=programme, holder=boris.holder, lane=boris.lane, now=NOON, zone=ZONE, actor=CLERK
    )
    assert isinstance(issued, certificates.Issued), issued
    trade.__post_init__()


def buy_shoes(trade: Trade, *, pairs: int, amount: int) -> purchases.Authorise:
    """Pairs of shoes on one line, captured at once."""
    line = replace(trade.line(1, "footwear", amount), quantity=pairs * PIECE, quantity_text=str(pairs))
    bought = trade.buy(trade.city.boris, trade.city.rowan.till, line, at=NOON, capture=True)
    trade.ask(bought, at=NOON)
    return bought


def used(trade: Trade) -> int:
    """Units used up in all; the books verify."""
    found = verifying.examine(trade.conn, progress=lambda _name, _rows: None)
    assert found.passed, found.first_bad
    row = trade.conn.execute("select sum(units_used) from account").fetchone()
    assert row is not None
    return int(row[0])


def test_a_kopeck_that_does_not_divide_keeps_no_unit_back(trade: Trade) -> None:
    give_shoes(trade, cap="833.33")
    bought = buy_shoes(trade, pairs=3, amount=250_000)
    for left in (2, 1, 0):
        trade.ask(trade.refund(bought, AskedPart(1, quantity=PIECE), at=NOON), at=NOON)
        assert used(trade) == left


def test_where_points_pay_beside_an_item_its_unit_comes_with_the_last_of_its_money(trade: Trade) -> None:
    give(trade, "children-goods")
    give_shoes(trade, cap="300.00")
    bought = buy_shoes(trade, pairs=1, amount=360_000)
    assert used(trade) == 1
    for amount, left in ((359_980, 1), (19, 0), (1, 0)):
        trade.ask(trade.refund(bought, AskedPart(1, amount=amount), at=NOON), at=NOON)
        assert used(trade) == left
    assert trade.conn.execute("select sum(consumed) from account").fetchone() == (0,)
