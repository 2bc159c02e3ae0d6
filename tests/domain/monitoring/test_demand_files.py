"""The week's demand on paper: what a spreadsheet opens sums to the ledger, and the chart stands alone."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import psycopg
import pytest
from python_calamine import CalamineWorkbook

from domain.monitoring.lively import NOON, ZONE, Trade, open_trade
from domain.monitoring.shoppers import each_buys, more_people
from socert.domain import monitoring

KOPECKS = "Оплачено сертификатом, коп."
DANGEROUS = "=HYPERLINK(1)"
W47 = monitoring.read_week("2026-W47")


@pytest.fixture
def trade(conn: psycopg.Connection, owner: psycopg.Connection) -> Trade:
    """Nine people bought bread, two of them cheese, six tried vodka; a shop is called like a formula."""
    trade = open_trade(conn)
    crowd = more_people(trade, 9)
    till = trade.city.rowan.till
    conn.commit()
    owner.execute("update outlet set title = %s where id = %s", [DANGEROUS, till.outlet])
    owner.commit()
    each_buys(trade, crowd, till, "bread", 1_050)
    each_buys(trade, crowd, till, "dairy", 2_000)
    each_buys(trade, crowd[:2], trade.city.bullfinch.till, "dairy", 3_000)
    each_buys(trade, crowd[:6], till, "spirits", 40_000)
    return trade


def _found(trade: Trade, week: monitoring.Week = W47) -> monitoring.Demand:
    trade.conn.commit()
    return monitoring.demand(trade.conn, week=week, now=NOON, zone=ZONE)


def test_the_csv_sums_to_the_total_and_holds_no_formula(trade: Trade, tmp_path: Path) -> None:
    found = _found(trade)
    monitoring.write_csv(found, path=tmp_path / "demand.csv")
    content = (tmp_path / "demand.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert sum(int(row[KOPECKS]) for row in rows) == found.this.total.bought.kopecks == 9 * 1_050 + 18_000 + 6_000
    assert [row["Магазин"] for row in rows] == [f"'{DANGEROUS}", ""]
    assert rows[0]["Оплачено сертификатом, руб."] == "94,50"
    assert rows[1]["Людей"] == "скрыто"


def test_the_workbook_opens_with_the_chart_its_table_and_all_lists(trade: Trade, tmp_path: Path) -> None:
    found = _found(trade)
    monitoring.write_xlsx(found, path=tmp_path / "demand.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "demand.xlsx")
    assert book.sheet_names == [
        "График",
        "Итоги",
        "Спрос",
        "Не хватило остатка",
        "Дороже предельной цены",
        "Отказы",
        "Не использованы",
        "Заканчиваются",
        "Без соглашения",
    ]
    chart = book.get_sheet_by_name("График").to_python(skip_empty_area=True)
    assert [row[:3] for row in chart] == [
        ["Категория", "Оплачено сертификатом, руб.", KOPECKS],
        ["Молочные продукты", 240.0, 24_000.0],
        ["Хлеб и хлебцы", 94.5, 9_450.0],
    ]
    demand = book.get_sheet_by_name("Спрос").to_python()
    place = demand[0].index(KOPECKS)
    assert sum(float(str(row[place])) for row in demand[1:]) == found.this.total.bought.kopecks
    assert demand[1][2] == DANGEROUS
    refused = book.get_sheet_by_name("Отказы").to_python()
    assert (refused[1][0], refused[1][1], refused[1][5]) == ("category_denied", "spirits", 6)
    assert refused[-1][0] == "Итого"
    assert book.get_sheet_by_name("Итоги").to_python()[1][1] == 334.5


def test_the_chart_is_an_svg_that_needs_nothing_from_elsewhere(trade: Trade) -> None:
    svg = monitoring.chart_svg(_found(trade))
    texts = [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own
    assert {"Хлеб и хлебцы", "Молочные продукты", "2026-W47", "2026-W46"} <= set(texts)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"sans-serif"}
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_a_week_without_anything_is_drawn_and_written_too(trade: Trade, tmp_path: Path) -> None:
    found = _found(trade, monitoring.read_week("2027-W10"))
    assert "Показать нечего" in monitoring.chart_svg(found)
    monitoring.write_xlsx(found, path=tmp_path / "empty.xlsx")
    assert CalamineWorkbook.from_path(tmp_path / "empty.xlsx").sheet_names[0] == "График"
    monitoring.write_csv(found, path=tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_text(encoding="utf-8-sig").count("\n") == 1
