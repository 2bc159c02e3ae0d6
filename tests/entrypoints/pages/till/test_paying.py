"""An answer that does not come: what the page says, asking again, voiding; confirmations; voiding a sale."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from given.browsing import Browser
from given.city import ANNA_CARD, BORIS_CARD, CLERK, given_city
from given.confirming import given_demand
from given.databases import Database
from given.programmes import CHILDREN, FOOD, given_certificate, given_programme
from given.serving import Served, line, receipt, serve
from given.tills import BREAD, at_till, balance, leave_lying, paid, scan
from socert.domain import people
from socert.entrypoints.pages.till import asking
from socert.postgres import DatabaseServer, connect
from socert.wiring import real_time

PHONE = "+79990001122"
TOY = "04602010343625"


@contextmanager
def nobody_answers(shop: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another transaction holds the accounts, so that the writer waits longer than a till does."""
    with monkeypatch.context() as patched, connect(shop.site.server.application_url(shop.site.database)) as conn:
        patched.setattr(asking, "ANSWER_SECONDS_MAX", 0.3)
        conn.execute("select from account for update")
        yield
        conn.rollback()


def unanswered(browser: Browser, shop: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pay, and lose the answer: the writer has the question and is held up."""
    scan(browser, f"{BREAD} 59,90", BORIS_CARD.digits).open("/till/quote")
    with nobody_answers(shop, monkeypatch):
        browser.send("/till/pay", status=503)


def test_without_an_answer_the_page_says_so_and_asking_again_pays_once(
    shop: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, had = paid(shop), balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        unanswered(browser, shop, monkeypatch)
        assert "Мы не знаем, прошла ли оплата" in browser.text
        assert "дважды не спишется" in browser.text
        form = dict(browser.form("/till/pay").fields)
        assert browser.open("/till").path == "/till/unknown"  # also after a reload, a restart, from another page
        assert browser.open("/till/quote").path == "/till/unknown"
        scanned = {"form_token": form["form_token"], "sale": form["sale"], "entry": BREAD}
        assert browser.http.post("/till/scan", data=scanned).url.path == "/till/unknown"
        browser.send("/till/pay")
        assert browser.path.startswith("/till/sales/")
        assert browser.http.post("/till/pay", data=form).url.path == browser.path
    assert (paid(shop), had - balance(shop, BORIS_CARD)) == (before + 1, 5_990)


def test_a_purchase_without_an_answer_may_be_voided_instead(shop: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    had = balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        unanswered(browser, shop, monkeypatch)
        time.sleep(0.2)  # the held-up question is decided, and the void finds what it did
        browser.send("/till/abandon")
        assert "Покупка отменена, с сертификата ничего не взято" in browser.text
        assert balance(shop, BORIS_CARD) == had
        assert "1 позиция" in browser.text  # the goods still lie there, under a new key
        browser.open("/till/quote").send("/till/pay")
        assert had - balance(shop, BORIS_CARD) == 5_990


def test_a_purchase_whose_answer_was_lost_on_the_way_is_voided_as_well(shop: Served) -> None:
    had = balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 59,90", BORIS_CARD.digits).open("/till/quote")
        form = dict(browser.form("/till/pay").fields)
        browser.send("/till/pay")
        receipt = browser.path
        for _ in range(2):
            page = browser.http.post("/till/abandon", data=form)
            assert page.url.path == receipt or page.url.query == b"told=abandoned"
            assert balance(shop, BORIS_CARD) == had
        assert "Покупка отменена" in browser.open(receipt).text
        for strange in ("", "x", "00000000-0000-0000-0000-00000000000"):
            assert browser.http.post("/till/pay", data=form | {"sale": strange}).status_code == 400
        unknown = form | {"sale": "00000000-0000-4000-8000-000000000000"}
        assert "Тот чек уже закончен" in browser.http.post("/till/pay", data=unknown).text


def test_a_receipt_of_yesterday_is_not_paid_by_the_card_of_yesterday(shop: Served) -> None:
    before, had = paid(shop), balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 59,90", BORIS_CARD.digits).open("/till/quote")
        form = dict(browser.form("/till/pay").fields)
        leave_lying(shop, minutes=16)
        browser.send("/till/pay", status=422)
        assert "Чек лежал слишком долго" in browser.text
        assert "Карты пока нет" in browser.text
        assert "Тот чек уже закончен" in browser.http.post("/till/pay", data=form).text
        assert (paid(shop), balance(shop, BORIS_CARD)) == (before, had)
        scan(browser, BORIS_CARD.digits).open("/till/quote")
        leave_lying(shop, minutes=14)
        assert browser.send("/till/pay").path.startswith("/till/sales/")
    assert (paid(shop), had - balance(shop, BORIS_CARD)) == (before + 1, 5_990)


def test_what_was_asked_long_ago_still_gets_its_answer(shop: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    before, had = paid(shop), balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        unanswered(browser, shop, monkeypatch)
        leave_lying(shop, minutes=900)
        assert browser.open("/till").send("/till/pay").path.startswith("/till/sales/")
        scan(browser.open("/till"), f"{BREAD} 1", BORIS_CARD.digits).open("/till/quote")
        known = dict(browser.form("/till/pay").fields)["sale"]
        body = receipt(BORIS_CARD, line(amount=100), capture=True, number="known")
        assert shop.client(browser.http.cookies["socert_till"]).authorise(body, key=known)["outcome"] == "approved"
        leave_lying(shop, minutes=900)
        assert browser.send("/till/pay").path.startswith("/till/sales/")
    assert (paid(shop), had - balance(shop, BORIS_CARD)) == (before + 2, 6_090)


def test_a_sale_just_made_is_voided_from_its_receipt(shop: Served) -> None:
    had = balance(shop, BORIS_CARD)
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 59,90", BORIS_CARD.digits).open("/till/quote").send("/till/pay")
        void = f"{browser.path}/void"
        form = dict(browser.form(void).fields)
        browser.send(void)
        assert "Покупка отменена" in browser.text
        assert balance(shop, BORIS_CARD) == had
        assert browser.http.post(void, data=form).url.path == browser.path
        browser.open("/till/sales/auth_0000000000000000000000000000000000", status=404)
        browser.open("/till/sales/..%2f..%2fhealth", status=404)


def test_a_large_sum_is_confirmed_by_pin_and_code(
    server: DatabaseServer, database: Database, conn: psycopg.Connection
) -> None:
    city = given_city(conn, now=real_time())
    for name, kind in ((FOOD, "code"), (CHILDREN, "pin")):
        given_programme(city, name)
        given_demand(city, kind=kind, above=100, name=name)
        given_certificate(conn, city.anna, name=name, now=city.now)
    people.set_contact(conn, holder=city.anna.holder, phone=PHONE, actor=CLERK, now=city.now)
    assert people.set_pin(conn, card=city.anna.card_hash, pin="4711", actor=CLERK, now=city.now) is None
    with serve(server, database, city) as served, at_till(served) as browser:
        scan(browser, f"{BREAD} 500", f"{TOY} 500", ANNA_CARD.digits).open("/till/quote")
        assert "нужны два подтверждения" in browser.text
        browser.send("/till/code")
        assert "Код отправлен" in browser.text
        (body,) = conn.execute("select body from message").fetchone() or ("",)
        conn.rollback()
        code = re.findall(r"\b[0-9]{6}\b", body)[0]
        browser.send("/till/pay", status=422, pin=BREAD, code=code)  # an item scanned into the wrong field
        assert "Ничего не списано, введите ещё раз" in browser.text
        browser.open("/till/quote").send("/till/pay", pin="0000", code=code)
        assert browser.path == "/till/quote"
        assert "Секретный код карты неверный" in browser.text
        browser.send("/till/pay", pin="4711", code=f"{code[:3]} {code[3:]}")
        assert browser.path.startswith("/till/sales/")
        assert "0,00 ₽ своими деньгами" in browser.text
        assert paid(served) == 1
