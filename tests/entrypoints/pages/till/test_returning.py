"""Goods come back by the receipt's number; the day's totals and the cash register's."""

import html
import re
from typing import Any

import pytest

from given.browsing import Browser
from given.city import ANNA_CARD, BORIS_CARD
from given.serving import Served, line, receipt
from given.tills import BREAD, VODKA, at_till, balance, scan


def bought(browser: Browser, *entries: str) -> str:
    """Buy; the number on the receipt."""
    scan(browser, *entries).open("/till/quote").send("/till/pay")
    found = re.search(r"Чек № (\S+)", browser.text)
    assert found is not None
    return found[1]


def test_bread_comes_back_to_the_certificate_and_vodka_as_money(shop: Served) -> None:
    had = balance(shop)
    with at_till(shop) as browser:
        number = bought(browser, f"3*{BREAD} 50", f"{VODKA} 549", ANNA_CARD.digits)
        assert had - balance(shop) == 15_000
        browser.open("/till/returns").send("/till/returns", receipt=f" {number} ")
        assert browser.path.startswith("/till/returns/auth_")
        form = next(one for one in browser.forms() if one.action == browser.path)
        fields = dict(form.fields) | {"back-1": "2", "back-2": "1"}
        page = browser.http.post(form.action, data=fields)
        assert page.url.path.startswith("/till/refunds/refd_")
        text = html.unescape(re.sub(r"\s+|<[^>]+>", " ", page.text).replace("\u00a0", " "))
        assert re.search(r"549,00 ₽ +отдайте покупателю деньгами", text)
        assert re.search(r"Вернулось на сертификат: +100,00 ₽", text)
        assert browser.http.post(form.action, data=fields).url.path == page.url.path  # sent twice, returned once
        assert had - balance(shop) == 5_000
        browser.open(form.action)
        assert "Водка" not in browser.text.partition("Что возвращают")[2]
        browser.send(form.action, press=("all", "1"))
        assert "Деньгами ничего не отдавайте" in browser.text
        assert had == balance(shop)
        assert "возвращать нечего" in browser.open(form.action).text


def test_a_form_that_was_sent_before_returns_nothing_more_when_it_is_edited(shop: Served) -> None:
    had = balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        number = bought(browser, f"5*{BREAD} 10", BORIS_CARD.digits)
        browser.open(f"/till/returns?receipt={number}")
        back = browser.path
        fields = dict(browser.form(back).fields)
        browser.http.post(back, data=fields | {"back-1": "1"}).raise_for_status()
        browser.page = browser.http.post(back, data=fields | {"back-1": "2"})
        assert browser.path == back.replace("returns", "sales")
        assert "второго не сделано" in browser.text
        assert had - balance(shop, BORIS_CARD) == 4_000


@pytest.mark.parametrize(
    ("back", "says"),
    [
        ("", "Впишите количество"),
        ("0,5", "количество целое"),
        ("0", "больше нуля"),
        ("все", "не похоже на количество"),
        ("-1", "не похоже на количество"),
    ],
)
def test_what_cannot_come_back_is_told_at_its_line(shop: Served, back: str, says: str) -> None:
    with at_till(shop) as browser:
        number = bought(browser, f"{BREAD} 1", BORIS_CARD.digits)
        browser.open(f"/till/returns?receipt={number}")
        given: dict[str, Any] = {"back-1": back}
        browser.send(browser.path, status=422, **given)
        assert says in browser.text


def test_more_than_was_bought_does_not_come_back(shop: Served) -> None:
    had = balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        number = bought(browser, f"{BREAD} 1", BORIS_CARD.digits)
        given: dict[str, Any] = {"back-1": "2"}
        browser.open(f"/till/returns?receipt={number}").send(browser.path, **given)
        assert "Возврат не сделан" in browser.text
        assert "Вернуть можно не больше, чем куплено" in browser.text
    assert had - balance(shop, BORIS_CARD) == 100


def test_receipts_are_found_by_number_at_this_organisation_only(shop: Served) -> None:
    with at_till(shop, shop.city.rowan.till) as rowan, at_till(shop) as browser:
        number = bought(rowan, f"{BREAD} 1", BORIS_CARD.digits)
        for unknown in (number, "нет такого", "%00", "x" * 70):
            browser.open("/till/returns").send("/till/returns", status=422, receipt=unknown)
            assert "Такого чека в вашей организации нет" in browser.text
        foreign = rowan.path.removeprefix("/till/sales/")
        browser.open(f"/till/returns/{foreign}", status=404)
        for _ in range(2):
            shop.till().authorise(receipt(BORIS_CARD, line(amount=100), capture=True, number="Ж-1"))
        browser.open("/till/returns").send("/till/returns", receipt="Ж-1")
        assert "С этим номером несколько покупок" in browser.text


def test_the_days_totals_are_compared_with_the_cash_registers(shop: Served) -> None:
    with at_till(shop, shop.city.rowan.second_till) as browser:
        bought(browser, f"{BREAD} 100", BORIS_CARD.digits)
        void = f"{browser.path}/void"
        bought(browser, f"{BREAD} 30", BORIS_CARD.digits)
        browser.send(f"{browser.path}/void")
        assert void != browser.path
        browser.open("/till/day")
        assert "100,00 ₽ Магазину причитается" in browser.text
        told: dict[str, Any] = {"captures": "2", "captured": "130,00", "taken_back_count": "1", "taken_back": "30"}
        browser.send("/till/day", **told)
        assert "Всё сходится" in browser.text
        browser.send("/till/day", **(told | {"captured": "131"}))
        assert "Не сходится" in browser.text
        browser.send("/till/day", status=422, **(told | {"captures": "1,5", "taken_back": "x"}))
        assert "целое число" in browser.text
        assert "Введите сумму" in browser.text
        assert "Введите день" in browser.open("/till/day?day=2026-02-30", status=422).text
        assert "0,00 ₽ Магазину причитается" in browser.open("/till/day?day=2026-01-01").text
