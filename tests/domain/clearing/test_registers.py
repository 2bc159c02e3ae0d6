"""Registers: their own sums give the claim, twice the same bytes, and no name becomes a formula."""

import csv
import hashlib
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from domain.monitoring.lively import MIDNIGHT, NOON, ZONE, clear, open_trade, trade_a_day
from given.city import CLERK
from given.databases import Database
from socert.domain import clearing
from socert.postgres import connect

COVERED = "Оплачено сертификатом, коп."


def _rows(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_a_registers_own_sums_give_the_claim(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clear(trade)
    files = clearing.registers(conn, period=closed.period, folder=tmp_path / "new", zone=ZONE)
    assert [file.kopecks for file in files] == [claim.amount for claim in closed.claims]
    for file, claim in zip(files, closed.claims, strict=True):
        rows = _rows(file.csv)
        assert sum(int(row[COVERED]) for row in rows) == claim.amount
        assert len(rows) == file.lines
        assert len({row["Авторизация"] for row in rows}) == file.receipts == claim.receipts
        assert hashlib.sha256(file.csv.read_bytes()).hexdigest() == file.sha256
        for row in rows:
            assert int(row["Оплачено сертификатом, руб."].replace(",", "")) == int(row[COVERED])
        assert file.csv.name == f"register-{file.csv.name[9:19]}-period-{closed.period}.csv"
    folder = files[0].csv.parent
    assert folder == tmp_path / "new" / f"period-{closed.period}-2026-11-22-2026-11-22"
    summary = _rows(folder / f"register-summary-period-{closed.period}.csv")
    assert sum(int(row["Сумма, коп."]) for row in summary) == sum(claim.amount for claim in closed.claims)
    assert {(row["Период"], row["Первый день"], row["Последний день"]) for row in summary} == {
        (str(closed.period), "22.11.2026", "22.11.2026")
    }


def test_registers_of_two_periods_lie_side_by_side(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    periods = [clear(trade).period]
    later = MIDNIGHT + timedelta(hours=12)
    bought = trade.buy(trade.city.vera, trade.city.rowan.till, trade.line(1, "toys", 1_000), at=later, capture=True)
    trade.ask(bought, at=later)
    until = MIDNIGHT + timedelta(days=1)
    periods.append(clear(trade, until=until).period)
    sums = {
        period: [
            (file.csv, file.kopecks) for file in clearing.registers(conn, period=period, folder=tmp_path, zone=ZONE)
        ]
        for period in periods
    }
    for files in sums.values():
        for path, kopecks in files:
            assert sum(int(row[COVERED]) for row in _rows(path)) == kopecks


def test_a_folder_that_cannot_be_written_is_an_os_error(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    period = clear(trade).period
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        clearing.registers(conn, period=period, folder=tmp_path / "file", zone=ZONE)


def test_a_line_says_what_was_bought_when_and_where(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    files = clearing.registers(conn, period=clear(trade).period, folder=tmp_path, zone=ZONE)
    rows = _rows(files[0].csv)
    toys = next(row for row in rows if row["Категория"] == "Игрушки и игры")
    assert toys["Дата и время"] == "2026-11-22 12:00:00"
    assert toys["Магазин"] == "Лавка «Снегирь»"
    assert toys["Касса"] == "1"
    assert toys["Чек"].startswith("0001-")
    assert toys["Авторизация"].startswith("auth_00")
    assert toys["Позиция"] == "3"
    assert toys["Штрихкод"] == f"{trade.gtin('toys'):014d}"
    assert toys["Наименование"] == "товар toys"
    assert toys["Количество"] == "1,25"
    assert (toys["Сумма позиции, руб."], toys[COVERED]) == ("700,03", "70003")
    assert toys["Программа"] == "Сертификат на товары для детей"
    undone = [int(row[COVERED]) for row in _rows(files[1].csv) if int(row[COVERED]) < 0]
    assert undone == [-20_002]
    for file in files:
        assert all(row["Операция"] == ("Отмена" if int(row[COVERED]) < 0 else "Покупка") for row in _rows(file.csv))


def test_a_voided_purchase_is_not_counted_as_sold(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clear(trade)
    files = clearing.registers(conn, period=closed.period, folder=tmp_path, zone=ZONE)
    for file, claim in zip(files, closed.claims, strict=True):
        sums: dict[str, int] = {}
        for row in _rows(file.csv):
            sums[row["Авторизация"]] = sums.get(row["Авторизация"], 0) + int(row[COVERED])
        assert claim.sold == sum(amount != 0 for amount in sums.values())
        assert (claim.receipts, claim.voided) == (file.receipts, file.voided)
    assert [claim.voided for claim in closed.claims] == [0, 1]


def test_the_same_period_gives_the_same_bytes(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    period = clear(trade).period
    first = clearing.registers(conn, period=period, folder=tmp_path / "first", zone=ZONE)
    second = clearing.registers(conn, period=period, folder=tmp_path / "second", zone=ZONE)
    assert [file.sha256 for file in first] == [file.sha256 for file in second]
    for file in sorted(first[0].csv.parent.iterdir()):
        assert file.read_bytes() == (second[0].csv.parent / file.name).read_bytes(), file.name


def test_no_name_becomes_a_formula(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    names = ["=HYPERLINK(1)", "+7", "-1", "@now", "\t=2", 'plain; "quoted"']
    lines = [trade.line(place, "toys", 100 + place, name=name) for place, name in enumerate(names, start=1)]
    bought = trade.buy(trade.city.vera, trade.city.rowan.till, *lines, at=NOON, capture=True)
    trade.ask(bought, at=NOON)
    files = clearing.registers(conn, period=clear(trade).period, folder=tmp_path, zone=ZONE)
    assert [row["Наименование"] for row in _rows(files[0].csv)] == [
        "'=HYPERLINK(1)",
        "'+7",
        "'-1",
        "'@now",
        "'\t=2",
        'plain; "quoted"',
    ]
    sheet = CalamineWorkbook.from_path(files[0].xlsx).get_sheet_by_name("Реестр").to_python()
    assert [row[8] for row in sheet[1:-1]] == names


def test_the_workbook_has_the_lines_a_total_and_control_sums(conn: psycopg.Connection, tmp_path: Path) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clear(trade)
    file = clearing.registers(conn, period=closed.period, folder=tmp_path, zone=ZONE)[0]
    book = CalamineWorkbook.from_path(file.xlsx)
    assert book.sheet_names == ["Реестр", "Контрольные суммы"]
    rows = book.get_sheet_by_name("Реестр").to_python()
    assert rows[0][:4] == ["Дата и время", "Магазин", "Касса", "Чек"]
    assert len(rows) == 1 + file.lines + 1
    assert (rows[-1][0], rows[-1][14]) == ("Итого", file.kopecks)
    assert sum(float(str(row[14])) for row in rows[1:-1]) == file.kopecks
    sums = {row[0]: row[1] for row in book.get_sheet_by_name("Контрольные суммы").to_python()}
    assert sums["Сумма к возмещению, коп."] == file.kopecks
    assert (sums["Чеков"], sums["Отменённых чеков"]) == (file.receipts - file.voided, file.voided)
    assert [sums[f"Период, {what}"] for what in ("номер", "первый день", "последний день")] == [
        closed.period,
        "22.11.2026",
        "22.11.2026",
    ]
    assert sums["Строк"] == file.lines
    assert sums["SHA-256 файла CSV"] == file.sha256


def test_a_register_that_differs_from_its_claim_is_not_handed_out(
    conn: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clearing.close_period(conn, until=MIDNIGHT, now=MIDNIGHT, zone=ZONE, actor=CLERK)
    assert isinstance(closed, clearing.ClosedPeriod)
    conn.commit()
    with connect(database.owner_url) as hand:
        hand.execute("update receipt_line set amounts[1] = amounts[1] - 1 where covered = 70003")
    with pytest.raises(clearing.RegisterDiffers):
        clearing.registers(conn, period=closed.period, folder=tmp_path, zone=ZONE)


def test_registers_of_an_open_period_are_refused(conn: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(clearing.PeriodNotClosed):
        clearing.registers(conn, period=1, folder=tmp_path, zone=ZONE)


def test_without_sheets_the_workbook_has_the_sums_and_the_csv_all_lines(
    conn: psycopg.Connection, tmp_path: Path
) -> None:
    trade = open_trade(conn)
    trade_a_day(trade)
    closed = clear(trade)
    with_lines = clearing.registers(conn, period=closed.period, folder=tmp_path / "a", zone=ZONE)[0]
    file = clearing.registers(conn, period=closed.period, folder=tmp_path / "b", zone=ZONE, with_sheets=False)[0]
    assert (file.lines, file.sha256) == (with_lines.lines, with_lines.sha256)
    book = CalamineWorkbook.from_path(file.xlsx)
    sums = {row[0]: row[1] for row in book.get_sheet_by_name("Контрольные суммы").to_python()}
    assert (sums["Сумма к возмещению, коп."], sums["Строк"]) == (file.kopecks, file.lines)
    assert [row[0] for row in book.get_sheet_by_name("Реестр").to_python()][1:] == ["Итого"]
