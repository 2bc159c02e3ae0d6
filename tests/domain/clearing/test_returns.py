"""What is returned after its claim was paid nets from the merchant's next ones, and registers show line by line."""

import csv
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from domain.monitoring.lively import DAY, MIDNIGHT, NOON, SECOND, ZONE, Trade, open_trade
from given.city import CLERK, Carded
from given.databases import Database
from socert.domain import clearing, monitoring, purchases
from socert.domain.purchases import AskedPart
from socert.postgres import connect

COVERED = "Оплачено сертификатом, коп."


def _buy(trade: Trade, who: Carded, *amounts: int, at: datetime) -> purchases.Authorise:
    lines = [trade.line(place, "toys", amount) for place, amount in enumerate(amounts, start=1)]
    bought = trade.buy(who, trade.city.rowan.till, *lines, at=at, capture=True)
    trade.ask(bought, at=at)
    return bought


def _close(trade: Trade, until: datetime) -> clearing.Claim:
    closed = clearing.close_period(trade.conn, until=until, now=until, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod), closed
    (claim,) = closed.claims
    return claim


def _pay(trade: Trade, claim: clearing.Claim, *, now: datetime) -> clearing.Claim | str:
    paid = clearing.mark_paid(trade.conn, claim=claim.id, now=now, actor=CLERK, reference="1")
    return paid.code if isinstance(paid, clearing.ClearingRefused) else paid


def _verify(conn: psycopg.Connection, database: Database) -> None:
    conn.commit()
    with connect(database.application_url) as fresh:
        found = monitoring.verify(fresh)
    assert found.passed, found.first_bad


def test_what_is_owed_back_is_carried_until_it_is_made_good(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    vera = trade.city.vera
    bought = _buy(trade, vera, 10_001, at=NOON)
    first = _close(trade, MIDNIGHT)
    assert isinstance(_pay(trade, first, now=MIDNIGHT), clearing.Claim)
    trade.ask(trade.refund(bought, AskedPart(1), at=NOON + DAY), at=NOON + DAY)
    _buy(trade, vera, 3_000, at=NOON + DAY)
    second = _close(trade, MIDNIGHT + DAY)
    assert (second.amount, second.carried, second.due) == (-7_001, 0, -7_001)
    assert _pay(trade, second, now=MIDNIGHT + DAY) == "nothing_to_pay"
    _verify(conn, database)
    # A period without trade leaves it where it is.
    quiet = clearing.close_period(conn, until=MIDNIGHT + 2 * DAY, now=MIDNIGHT + 2 * DAY, zone=ZONE, actor=CLERK)
    assert isinstance(quiet, clearing.ClosedPeriod)
    assert quiet.claims == ()
    _buy(trade, vera, 2_000, at=NOON + 3 * DAY)
    third = _close(trade, MIDNIGHT + 3 * DAY)
    assert (third.amount, third.carried, third.due) == (2_000, -7_001, -5_001)
    _buy(trade, vera, 8_000, at=NOON + 4 * DAY)
    fourth = _close(trade, MIDNIGHT + 4 * DAY)
    assert (fourth.amount, fourth.carried, fourth.due) == (8_000, -5_001, 2_999)
    paid = _pay(trade, fourth, now=MIDNIGHT + 4 * DAY)
    assert isinstance(paid, clearing.Claim)
    assert paid.status is clearing.ClaimStatus.PAID
    before = {one.id: one for period in clearing.periods(conn) for one in period.claims}
    assert before[second.id].status is before[third.id].status is clearing.ClaimStatus.CARRIED
    assert before[second.id].carried_into == third.id
    assert _pay(trade, second, now=MIDNIGHT + 4 * DAY) == "nothing_to_pay"
    books = monitoring.books(conn, zone=ZONE)
    assert books.claimed_kopecks == books.paid_kopecks == books.captured_kopecks - books.refunded_kopecks == 13_000
    _verify(conn, database)


def test_by_source_the_payments_are_the_split_of_what_was_kept(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    bought = _buy(trade, trade.city.vera, 33, 34, at=NOON)
    assert isinstance(_pay(trade, _close(trade, MIDNIGHT), now=MIDNIGHT), clearing.Claim)
    trade.ask(trade.refund(bought, AskedPart(1), at=NOON + DAY), at=NOON + DAY)
    _close(trade, MIDNIGHT + DAY)
    _buy(trade, trade.city.vera, 100, at=NOON + 2 * DAY)
    assert isinstance(_pay(trade, _close(trade, MIDNIGHT + 2 * DAY), now=MIDNIGHT + 2 * DAY), clearing.Claim)
    paid: dict[str, int] = dict(
        conn.execute(
            """
            select f.id, sum(case when p.credit = l.id then p.amount else -p.amount end)::bigint
            from posting as p
            join ledger_account as l on l.id in (p.debit, p.credit) and l.kind = 'paid'
            join funding_source as f on f.number = l.source
            group by f.id
            """
        ).fetchall()
    )
    assert paid == {"federal": 134 * 60 // 100, "regional": 134 - 134 * 60 // 100}
    _verify(conn, database)


def test_a_refund_in_its_own_period_shrinks_the_claim(conn: psycopg.Connection, database: Database) -> None:
    trade = open_trade(conn)
    bought = _buy(trade, trade.city.vera, 10_000, at=NOON)
    trade.ask(trade.refund(bought, AskedPart(1, amount=2_500), at=NOON + SECOND), at=NOON + SECOND)
    claim = _close(trade, MIDNIGHT)
    assert (claim.amount, claim.carried, claim.receipts) == (7_500, 0, 1)
    _verify(conn, database)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_bytes().decode("utf-8-sig").splitlines(), delimiter=";"))


def test_a_register_follows_what_was_captured_and_returned(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    held = trade.buy(
        trade.city.vera,
        trade.city.rowan.till,
        trade.line(1, "toys", 10_000),
        trade.line(2, "toys", 5_000),
        trade.line(3, "bread", 700),
        at=NOON,
    )
    first = trade.capture(held, AskedPart(1, quantity=625_000), AskedPart(3), at=NOON, is_final=False)
    trade.ask(
        held,
        first,
        trade.capture(held, AskedPart(2), at=NOON),
        trade.refund(held, AskedPart(1, amount=1_000), at=NOON, capture=first.id),
        at=NOON,
    )
    claim = _close(trade, MIDNIGHT)
    (file,) = clearing.registers(conn, period=claim.period, folder=tmp_path, zone=ZONE)
    rows = [(row["Позиция"], row["Количество"], row["Сумма позиции, коп."], row[COVERED]) for row in _rows(file.csv)]
    assert sorted(rows) == [("1", "0", "1000", "-1000"), ("1", "0,625", "5000", "5000"), ("2", "1,25", "5000", "5000")]
    assert claim.amount == file.kopecks == 9_000
    assert [row["Чек"] for row in _rows(file.csv)].count("V-1") == 1


def test_a_register_shows_what_is_carried(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    bought = _buy(trade, trade.city.vera, 10_000, at=NOON)
    _pay(trade, _close(trade, MIDNIGHT), now=MIDNIGHT)
    trade.ask(trade.refund(bought, AskedPart(1), at=NOON + DAY), at=NOON + DAY)
    _close(trade, MIDNIGHT + DAY)
    _buy(trade, trade.city.vera, 4_000, at=NOON + 2 * DAY)
    claim = _close(trade, MIDNIGHT + 2 * DAY)
    (file,) = clearing.registers(conn, period=claim.period, folder=tmp_path, zone=ZONE)
    assert (file.kopecks, file.carried) == (4_000, -10_000)
    sheet = CalamineWorkbook.from_path(file.xlsx).get_sheet_by_name("Контрольные суммы").to_python()
    sums = {row[0]: row[1] for row in sheet}
    assert sums["Сумма к возмещению, коп."] == 4_000
    assert sums["Перенесено с прошлой заявки, коп."] == -10_000
    assert (sums["К выплате, коп."], sums["Переносится в следующую заявку, коп."]) == (0, -6_000)
    summary = _rows(file.csv.parent / f"register-summary-period-{claim.period}.csv")
    for column, total in (("Сумма, коп.", 4_000), ("Перенесено, коп.", -10_000), ("К выплате, коп.", -6_000)):
        assert sum(int(row[column]) for row in summary) == total


@pytest.mark.parametrize(("is_sensitive", "shown"), [(False, "Сертификат на товары для детей"), (True, "Сертификат")])
def test_a_register_never_names_a_sensitive_programme(
    conn: psycopg.Connection,
    database: Database,
    tmp_path: Path,
    is_sensitive: bool,  # noqa: FBT001 - a case of the table
    shown: str,
) -> None:
    trade = open_trade(conn)
    conn.commit()
    with connect(database.owner_url) as owner:
        owner.execute("update programme set is_sensitive = %s where id = 'children-goods'", [is_sensitive])
    _buy(trade, trade.city.vera, 10_000, at=NOON)
    (file,) = clearing.registers(conn, period=_close(trade, MIDNIGHT).period, folder=tmp_path, zone=ZONE)
    (row,) = _rows(file.csv)
    assert row["Программа"] == shown
