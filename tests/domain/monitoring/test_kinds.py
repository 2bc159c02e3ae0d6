"""Items and discounts from the till to the books: used up, cleared, brought back, expired, every kopeck found."""

import csv
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.monitoring.kinds import HOUR, OUTFIT, give_kinds, live_with_kinds, trade_kinds
from domain.monitoring.lively import DAY, NOON, SECOND, ZONE, clear, open_trade
from given.city import CLERK
from given.databases import Database
from socert.domain import budgets, certificates, clearing, monitoring
from socert.domain.monitoring.actions import verifying
from socert.domain.purchases import AskedPart, Authorise
from socert.postgres import connect

END = NOON + timedelta(days=120)


def reserved(conn: psycopg.Connection) -> int:
    """What all sources have reserved, kopecks."""
    return sum(one.reserved.kopecks for one in budgets.stages(conn, programme=None))


def test_verification_passes(conn: psycopg.Connection, database: Database) -> None:
    live_with_kinds(conn)
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def test_a_register_shows_items_and_discounts_and_nothing_that_merchants_bear(
    conn: psycopg.Connection, tmp_path: Path
) -> None:
    trade = open_trade(conn)
    trade_kinds(trade, give_kinds(trade, at=NOON), at=NOON)
    closed = clear(trade)
    files = clearing.registers(conn, period=closed.period, folder=tmp_path, zone=ZONE)
    rows = [
        row
        for file in files
        for row in csv.DictReader(file.csv.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    ]
    shown = sorted(
        (
            row["Наименование"].removeprefix("товар "),
            row["Вид номинала"],
            int(row["Оплачено сертификатом, коп."]),
            int(row["Единиц"]),
            int(row["Уступка магазина, коп."]),
        )
        for row in rows
    )
    assert shown == [
        ("bread", "скидка", 999, 0, 0),
        ("clothing", "предмет", -7_000, -1, 0),
        ("clothing", "предмет", 7_000, 1, 0),
        ("footwear", "предмет", 15_007, 1, 4_993),
        ("stationery", "предмет", 999, 1, 26_904),
        ("television", "предмет", 1_111_111, 1, 0),
    ]
    assert sum(row[2] for row in shown) == sum(claim.amount for claim in closed.claims)


def test_the_books_tell_own_money_and_what_merchants_bear(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    trade_kinds(trade, give_kinds(trade, at=NOON), at=NOON)
    books = monitoring.books(conn, zone=ZONE)
    assert books.borne_by_merchants_kopecks == 2_100
    # The bread but its tenth; the shop bears the shoes' rest, and of the pens all above discount and cap.
    assert books.own_money_kopecks == 99_99 - 9_99
    assert books.captured_kopecks - books.refunded_kopecks == 1_111_111 + 15_007 + 999 + 999


def test_when_all_has_ended_every_kopeck_is_claimed_or_back_at_its_source(
    conn: psycopg.Connection, database: Database
) -> None:
    trade, gifted = live_with_kinds(conn)
    late = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "bread", 1), at=END)
    other = trade.buy(trade.city.anna, trade.city.rowan.till, trade.line(1, "bread", 1), at=END)
    trade.ask(late, other, at=END)
    certificates.expire(conn, now=END, actor=CLERK)
    closed = clearing.close_period(conn, until=END.replace(hour=21) - DAY, now=END, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod)
    books = monitoring.books(conn, zone=ZONE)
    assert books.unaccounted_kopecks == 0
    assert reserved(conn) == books.claimed_kopecks
    borne = conn.execute(
        "select coalesce(sum(case when p.credit = l.id then p.amount else -p.amount end), 0)::bigint"
        " from ledger_account l join posting p on l.id in (p.debit, p.credit) where l.kind = 'borne'"
    ).fetchone()
    assert borne == (0,), "what merchants could have given and did not is gone"
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def test_an_item_captured_in_part_uses_its_unit_up(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    gifted = give_kinds(trade, at=NOON)
    television = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "television", 10_000_00), at=NOON)
    trade.ask(television, at=NOON)
    half = trade.capture(television, AskedPart(1, quantity=625_000), at=NOON + SECOND, is_final=False)
    trade.ask(half, at=NOON + SECOND)
    assert _television(conn) == (500_000, 500_000, 0, 0, 1)
    _verified(conn)
    trade.ask(trade.void(television, at=NOON + HOUR), at=NOON + HOUR)
    assert _television(conn) == (0, 500_000, 0, 0, 1)
    _verified(conn)


def test_an_items_unit_comes_back_with_the_last_of_its_piece(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    gifted = give_kinds(trade, at=NOON)
    line = trade.line(1, "television", 15_000_00)
    bought = trade.buy(gifted.who, trade.city.rowan.till, line, at=NOON, capture=True)
    trade.ask(bought, at=NOON)
    assert _television(conn) == (0, 1_250_000, 0, 0, 1)
    trade.ask(trade.refund(bought, AskedPart(1, quantity=250_000), at=NOON + SECOND), at=NOON + SECOND)
    # A fifth of the price comes back in the line's own proportion, and the unit does not.
    assert _television(conn) == (0, 1_000_000, 0, 0, 1)
    _verified(conn)
    trade.ask(trade.refund(bought, AskedPart(1), at=NOON + DAY), at=NOON + DAY)
    assert _television(conn) == (0, 0, 0, 0, 0)
    _verified(conn)


def test_who_brings_a_cheap_item_back_may_choose_one_worth_the_whole_cap(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    gifted = give_kinds(trade, at=NOON)
    for price, at in ((9_000_00, NOON), (13_000_00, NOON + DAY)):
        bought = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "television", price), at=at, capture=True)
        trade.ask(bought, at=at)
        assert _television(conn) == (0, min(price, 1_250_000), 0, 0, 1)
        if at == NOON:
            trade.ask(trade.refund(bought, AskedPart(1), at=at + SECOND), at=at + SECOND)
    _verified(conn)


def test_a_discount_a_merchant_bears_is_returned_to_nobody_but_the_discount(conn: psycopg.Connection) -> None:
    trade = open_trade(conn)
    gifted = give_kinds(trade, at=NOON)
    pens = trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "stationery", 300_00), at=NOON, capture=True)
    trade.ask(pens, at=NOON)
    assert monitoring.books(conn, zone=ZONE).borne_by_merchants_kopecks == 21_00
    before = monitoring.books(conn, zone=ZONE)
    trade.ask(trade.refund(pens, AskedPart(1), at=NOON + SECOND), at=NOON + SECOND)
    after = monitoring.books(conn, zone=ZONE)
    assert (after.borne_by_merchants_kopecks, after.own_money_kopecks) == (0, 0)
    assert after.captured_kopecks - after.refunded_kopecks == 0
    assert before.captured_kopecks == after.refunded_kopecks == 9_99
    _verified(conn)


def _television(conn: psycopg.Connection) -> tuple[int, ...]:
    """Held, consumed and returned kopecks of Galina's television, its units held and used."""
    row = conn.execute(
        "select held, consumed, returned, units_held, units_used from account where units = 1 and issued = 1250000"
    ).fetchone()
    assert row is not None
    return tuple(row)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update account set units_used = 0 where units_used > 0", "units_used"),
        ("update account set units = units + 1, issued = issued + issued / units where units > 0", "account"),
        ("update posting set credit = (select id from ledger_account where kind = 'borne') where debit < 0", "posting"),
        ("delete from ledger_account where kind = 'borne'", "posting"),
        ("update appropriation set reserved_kopecks = reserved_kopecks - 1", "reserved"),
        ("update receipt_line set units = null where units is not null", "receipt_line"),
        ("update hold set units_captured = 0 where units_captured > 0", "hold"),
        ("update movement_line set units = null where units is not null", "movement_line"),
    ],
)
def test_an_altered_item_or_discount_is_found(
    conn: psycopg.Connection, database: Database, statement: str, named: str
) -> None:
    live_with_kinds(conn)
    conn.commit()
    with connect(database.owner_url) as hand:
        assert hand.execute(statement).rowcount
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert any(named in (check.first_bad or "") for check in found.checks), found


goods = st.sampled_from(["television", "refrigerator", "clothing", "footwear", "stationery", "bread"])
steps = st.lists(
    st.tuples(
        st.sampled_from(["buy", "buy", "hold", "hold", "capture", "part", "part", "refund", "refund", "void", "wait"]),
        st.lists(st.tuples(goods, st.integers(1, 20_000_00)), min_size=1, max_size=3),
        st.integers(0, 9),
    ),
    max_size=14,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_money_never_appears_or_vanishes(
    database: Database, steps: list[tuple[str, list[tuple[str, int]], int]]
) -> None:
    assert "share: 34" in OUTFIT
    with connect(database.application_url) as conn:
        trade = open_trade(conn)
        gifted = give_kinds(trade, at=NOON)
        now, bought, captures = NOON, list[Authorise](), list[tuple[Authorise, UUID]]()
        for what, wanted, which in steps:
            now += SECOND
            if what == "wait":
                now += timedelta(minutes=16)
            elif what in ("buy", "hold") or not bought:
                lines = [trade.line(place, kind, amount) for place, (kind, amount) in enumerate(wanted, start=1)]
                till = trade.city.rowan.till if which % 2 else trade.city.bullfinch.till
                bought.append(trade.buy(gifted.who, till, *lines, at=now, capture=what == "buy"))
                trade.ask(bought[-1], at=now)
                captures.append((bought[-1], bought[-1].id))
            elif what == "refund":
                one, number = captures[which % len(captures)]
                trade.ask(trade.refund(one, _part(wanted, which), at=now, capture=number), at=now)
            elif what == "void":
                trade.ask(trade.void(bought[which % len(bought)], at=now), at=now)
            else:
                one = bought[which % len(bought)]
                parts = (_part(wanted, which),) if what == "part" else ()
                captured = trade.capture(one, *parts, at=now, is_final=which == 0)
                captures.append((one, captured.id))
                trade.ask(captured, at=now)
        _verified(conn)
        trade.ask(trade.buy(gifted.who, trade.city.rowan.till, trade.line(1, "bread", 1), at=END), at=END)
        certificates.expire(conn, now=END, actor=CLERK)
        clearing.close_period(conn, until=END.replace(hour=21) - DAY, now=END, zone=ZONE, actor=CLERK)
        books = monitoring.books(conn, zone=ZONE)
        assert books.unaccounted_kopecks == 0
        assert reserved(conn) == books.claimed_kopecks
        _verified(conn)
        conn.rollback()


def _part(wanted: list[tuple[str, int]], which: int) -> AskedPart:
    """A third or all of a line, some of its amount, or all of it for some of its amount."""
    amount = wanted[0][1] % 10_000_00
    all_for_some = {"quantity": 1_250_000, "amount": amount}
    asked = ({"quantity": 416_666}, {"amount": amount}, {}, {"quantity": 1_250_000}, all_for_some)[which % 5]
    return AskedPart(len(wanted), **asked)


def _verified(conn: psycopg.Connection) -> None:
    found = verifying.examine(conn, progress=lambda _name, _rows: None)
    assert found.passed, found.first_bad
