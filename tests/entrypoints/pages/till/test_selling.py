"""The sale without script: card and goods in any order, one answer a line, paid once; slips, two windows."""

import re
from typing import Any

import pytest

from given.browsing import Browser
from given.city import ANNA_CARD, BORIS_CARD, CARD_SECRET, STRANGE_CARD, VERA_CARD
from given.serving import Served
from given.tills import BREAD, VODKA, at_till, balance, paid, scan
from socert.domain import access, providers
from socert.domain.people.rules import qr_token, step_of
from socert.entrypoints.pages.admission import AtTill
from socert.entrypoints.pages.till.belt import Belt, Goods, Line, Unit, new_belt
from socert.entrypoints.pages.till.sealing import seal, unseal
from socert.postgres import connect
from socert.values import CardNumber, Gtin
from socert.wiring import real_time

APPLES = Gtin.complete("210000101234").code[1:]  # the Bullfinch's own label: 1.234 kg


def test_a_mixed_basket_is_sold_with_keys_alone(shop: Served) -> None:
    before = balance(shop)
    with at_till(shop) as browser:
        assert 'name="entry"' in browser.source
        assert "autofocus" in browser.source
        scan(browser, f"{BREAD} 59,90", ANNA_CARD.digits, BREAD, APPLES)
        assert "Какая цена?" in browser.text
        assert "Яблоки" in browser.text
        assert "Цена за килограмм" in browser.text
        browser.send("/till/price", price="129,90")
        scan(browser, f"{VODKA} 549")
        assert f"Карта •••• {ANNA_CARD.last_four}" in browser.text
        assert ANNA_CARD.digits not in browser.source
        browser.open("/till/quote")
        assert "549,00 ₽ своими деньгами" in browser.text
        assert "Этот товар нельзя оплатить сертификатом" in browser.text
        browser.send("/till/pay")
        assert re.fullmatch(r"/till/sales/auth_\w+", browser.path)
        text = browser.text
        assert "Оплачено. Чек №" in text
        assert "549,00 ₽ своими деньгами" in text
        assert "Яблоки 1,234 × 129,90 ₽" in text
        assert before - balance(shop) == 2 * 5_990 + 16_030
        assert "Чек пуст" in browser.open("/till").text


def test_a_phones_qr_pays_while_it_is_fresh_and_is_asked_for_again_when_it_is_not(shop: Served) -> None:
    before, person = paid(shop), shop.city.boris
    now = step_of(real_time())
    stale, fresh = (qr_token(person.card_hash, secret=CARD_SECRET, step=step) for step in (now - 40, now))
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 5", stale)
        assert "QR-код с телефона" in browser.text
        assert stale not in browser.source
        browser.open("/till/quote")
        assert "/till/pay" not in browser.source
        assert "Код на телефоне уже сменился" in browser.text
        scan(browser, "SOCERT1:NONSENSE").open("/till/quote", status=422)
        assert "Карта или QR-код не читаются" in browser.text
        scan(browser, fresh).open("/till/quote").send("/till/pay")
        assert "Оплачено" in browser.text
    assert paid(shop) == before + 1


def test_it_speaks_english_as_well(shop: Served) -> None:
    with at_till(shop, shop.city.rowan.till, language="en") as browser:
        scan(browser, f"{VODKA} 549", BORIS_CARD.digits).open("/till/quote")
        assert "The certificate pays nothing of this receipt" in browser.text
        assert "Say to the buyer: “The certificate pays for no item" in browser.text
        assert "/till/pay" not in browser.source


@pytest.mark.parametrize(
    ("card", "says"),
    [(STRANGE_CARD, "Эта карта не принимается"), (VERA_CARD, "На карте нет сертификата")],
)
def test_a_card_that_pays_nothing_has_its_sentence(shop: Served, card: CardNumber, says: str) -> None:
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 59,90", card.digits).open("/till/quote")
        assert f"Скажите покупателю: «{says}" in browser.text
        assert "/till/pay" not in browser.source
        scan(browser, BORIS_CARD.digits).open("/till/quote")
        assert "/till/pay" in browser.source


def test_slips_leave_the_belt_as_it_was_and_stand_in_the_field(shop: Served) -> None:
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 59,90")
        browser.send("/till/scan", status=422, entry="4600610082648")
        assert "контрольная цифра не сходится" in browser.text
        assert 'value="4600610082648"' in browser.source
        assert 'href="/till?lang=en"' in browser.source
        browser.send("/till/scan", status=422, entry="хлебушек")
        assert "артикула «хлебушек» в вашем списке нет" in browser.text
        browser.send("/till/scan", entry=VODKA).send("/till/price", status=422, price=BREAD)
        assert "похоже на штрихкод" in browser.text
        early = dict(browser.form("/till/price").fields) | {"entry": f"{BREAD} 1", "step": "early"}
        page = browser.http.post("/till/scan", data=early)  # the next item, before anybody saw the question
        assert "Сначала введите цену" in page.text
        browser.open("/till").send("/till/price", press=("drop", "yes"), price="")
        assert "1 позиция" in browser.text
        for field, value, says in (
            ("quantity-1", "0,5", "количество целое"),
            ("quantity-1", "0", "больше нуля"),
            ("quantity-1", "много", "не похоже на количество"),
            ("price-1", "0", "больше нуля"),
            ("price-1", "99999999,99", "больше десяти миллионов"),
        ):
            slip: dict[str, Any] = {field: value}
            browser.send("/till/lines", status=422, press=("apply", "yes"), **slip)
            assert says in browser.text
        browser.open("/till")
        corrected: dict[str, Any] = {"quantity-1": "3", "price-1": "10"}
        browser.send("/till/lines", press=("apply", "yes"), **corrected)
        assert "30,00 ₽" in browser.text
        browser.send("/till/lines", press=("remove", "1"))
        assert "Чек пуст" in browser.text
        browser.send("/till/scan", entry=BREAD)
        assert "10,00 ₽" in browser.text  # the price as it was corrected


def test_what_is_scanned_into_the_field_of_a_price_already_told_is_no_price(shop: Served) -> None:
    with at_till(shop, shop.city.rowan.till) as browser:
        scan(browser, VODKA)
        form = dict(browser.form("/till/price").fields)
        browser.http.post("/till/price", data=form | {"price": "549"})
        browser.http.post("/till/price", data=form | {"price": f"{BREAD} 59,90", "step": "quick"})
        assert "608,90 ₽" in browser.open("/till").text


def test_a_quote_says_what_is_missing(shop: Served) -> None:
    with at_till(shop) as browser:
        assert "отсканируйте товары" in browser.open("/till/quote", status=422).text
        scan(browser, VODKA)
        assert "Сначала введите цену" in browser.open("/till/quote", status=422).text
        browser.send("/till/price", price="549")
        assert "Отсканируйте карту" in browser.open("/till/quote", status=422).text
        scan(browser, ANNA_CARD.digits).send("/till/lines", press=("remove", "card"))
        assert "Карты пока нет" in browser.text
        browser.send("/till/clear")
        assert "Чек пуст" in browser.text


def test_a_double_click_and_the_back_button_pay_once(shop: Served) -> None:
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 12,30", BORIS_CARD.digits).open("/till/quote")
        before, form = paid(shop), dict(browser.form("/till/pay").fields)
        receipts = {browser.http.post("/till/pay", data=form).url.path for _ in range(3)}
        assert len(receipts) == 1
        assert receipts.pop().startswith("/till/sales/auth_")
        assert paid(shop) == before + 1
        # A form of the basket that is paid adds nothing to the next one.
        scanned = dict(browser.open("/till").form("/till/scan").fields) | {"sale": form["sale"], "entry": BREAD}
        page = browser.http.post("/till/scan", data=scanned)
        assert page.status_code == 422
        assert "Тот чек уже закончен" in page.text
        assert "Чек пуст" in browser.open("/till").text


def test_two_windows_share_one_belt_and_a_form_sent_twice_counts_once(shop: Served) -> None:
    with at_till(shop) as browser:
        first = dict(browser.open("/till").form("/till/scan").fields) | {"entry": f"{BREAD} 59,90"}
        second = dict(browser.open("/till").form("/till/scan").fields) | {"entry": BREAD}
        for form in (first, first, second, first):
            assert browser.http.post("/till/scan", data=form).status_code == 200
        assert 'id="quantity-1" name="quantity-1" value="2"' in browser.open("/till").source


def test_a_receipt_of_300_lines_is_decided_and_holds_no_more(shop: Served) -> None:
    with at_till(shop, shop.city.bullfinch.second_till) as browser:
        lay(browser, shop, 299)
        scan(browser, "#299 1,50")
        assert "300 позиций" in browser.text
        browser.send("/till/scan", status=422, entry="#300 1")
        assert "больше не помещается" in browser.text
        scan(browser, "#7 0,07", BORIS_CARD.digits).open("/till/quote")  # one more piece of what lies there
        assert "300. Товар без названия" in browser.text
        assert browser.text.count("Этого товара пока нет в справочнике") == 300
        assert "Сертификатом этот чек не оплатить" in browser.text


def lay(browser: Browser, shop: Served, count: int) -> None:
    """So many articles nobody knows on the belt, as if they had been scanned."""
    goods = [Goods(f"{number}", is_article=True, unit=Unit.OWN, memory=f"#{number}") for number in range(count)]
    lines = tuple(Line(one, 1_000_000, 7) for one in goods)
    key = browser.http.cookies["socert_till"]
    with connect(shop.site.server.application_url(shop.site.database)) as conn:
        grant = access.find_grant(conn, key=key)
        assert grant is not None
        assert grant.till is not None
        sealed = seal(Belt(new_belt().sale, lines=lines), till=AtTill(grant, grant.till, key))
        providers.keep_belt(conn, credential=grant.credential, till=grant.till, sealed=sealed, now=real_time())
    browser.open("/till")


def test_the_belt_is_kept_so_that_only_its_browser_can_read_it(shop: Served) -> None:
    with at_till(shop) as browser, connect(shop.site.server.application_url(shop.site.database)) as conn:
        scan(browser, ANNA_CARD.digits, f"{BREAD} 59,90")
        grant = access.find_grant(conn, key=browser.http.cookies["socert_till"])
        assert grant is not None
        kept = providers.look_at_belt(conn, credential=grant.credential)
        assert kept is not None
        sealed = kept.sealed
        assert ANNA_CARD.digits.encode() not in sealed
        assert unseal(sealed, till=AtTill(grant, 1, "socert_another")) is None
        assert unseal(sealed[:-1] + b"x", till=AtTill(grant, 1, browser.http.cookies["socert_till"])) is None


@pytest.mark.parametrize("strange", ["²", "٣", "9" * 400, "-1"])
def test_what_only_looks_like_a_number_is_nobodys_undoing(shop: Served, strange: str) -> None:
    with at_till(shop) as browser:
        scan(browser, f"{BREAD} 10", BORIS_CARD.digits)
        browser.send("/till/lines", remove=strange)
        assert "10,00 ₽" in browser.text
        browser.open("/till/quote").send("/till/pay", own=strange)
        assert "Оплачено" in browser.text
        made = browser.path
        browser.http.get(made, params={"quoted": strange}).raise_for_status()
        names = ("captures", "captured", "taken_back_count", "taken_back")
        browser.http.get("/till/day", params=dict.fromkeys(names, strange)).raise_for_status()
        back = browser.open(made.replace("sales", "returns")).path
        returned: list[dict[str, Any]] = [{f"back-{strange}": "1"}, {"all": strange}]
        for given in returned:
            browser.open(back).send(back, status=422, **given)
            assert "Впишите количество" in browser.text
