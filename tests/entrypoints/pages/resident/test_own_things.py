"""What a resident sees at their door: what is left, where it can be spent, what it pays for, what they bought."""

import html
from datetime import timedelta

import pytest

from entrypoints.pages.resident.conftest import BREAD, HOSTILE, TELEVISION, VODKA, Bought, SignIn
from given.city import BORIS_CARD, Carded
from given.programmes import CHILDREN, ZONE, given_certificate
from given.serving import Served, line, receipt
from socert.domain import catalogue, certificates
from socert.domain.certificates import DecidedAmount
from socert.postgres import connect
from socert.values import Gtin
from socert.wiring import SYSTEM

SPACE = "\u00a0"


@pytest.mark.usefixtures("bought")
def test_home_says_what_is_left_and_through_when(residents: Served, signed_in: SignIn) -> None:
    browser = signed_in(residents.city.anna).open("/me")
    plain = browser.source.replace(SPACE, " ")
    # 111,80 and 10,00 were paid by the certificate, and one bread of two came back.
    assert '<p class="socert-big">434,10 ₽' in plain
    assert "осталось из 500,00 ₽" in plain
    assert 'aria-label="Осталось 434,10 ₽ из 500,00 ₽"' in plain
    assert "Оплачивает: любые товары" in plain
    assert "Не оплачивает: алкоголь, табак" in plain
    assert "включительно" in plain
    assert 'href="/me/card"' in plain
    assert "RUB 434.10" in signed_in(residents.city.anna, language="en").open("/me").text


def test_items_and_discounts_are_told_as_what_they_are(residents: Served, signed_in: SignIn) -> None:
    veteran = signed_in(residents.city.boris).open("/me").text.replace(SPACE, " ")
    assert "Телевизор" in veteran
    assert "до 12 500,00 ₽ заплатит сертификат" in veteran
    assert "разницу доплатите сами" in veteran
    assert "Холодильник" not in veteran, "only what was found to be needed"
    mother = signed_in(residents.city.vera).open("/me").text.replace(SPACE, " ")
    assert "10 % Можно сэкономить ещё 1 500,00 ₽ из 1 500,00 ₽" in mother
    assert "Скидка на: продукты питания" in mother
    assert mother.count("включительно") == 3


@pytest.mark.usefixtures("bought")
def test_the_history_has_what_was_bought_and_what_came_back(
    residents: Served, signed_in: SignIn, bought: Bought
) -> None:
    browser = signed_in(residents.city.anna).open("/me/history")
    told = browser.text.replace(SPACE, " ")
    places = [told.index(word) for word in ("Возврат, Лавка", "Покупка, Лавка", "Выдан сертификат: Продуктовый")]
    assert places == sorted(places), "the newest first"
    assert "На сертификат: 55,90 ₽" in told
    assert "Сертификатом: 121,80 ₽" in told
    assert "Своими: 499,00 ₽" in told
    browser.open(f"/me/history/{bought.authorisation}")
    told = browser.text.replace(SPACE, " ")
    assert "Чек 77-000001" in told
    assert "Хлеб бородинский" in told
    assert "Возвращено: 1 на 55,90 ₽" in told
    assert "Этот товар нельзя оплатить сертификатом" in told
    assert "Исключено из сертификата: алкоголь" in told
    assert html.escape(HOSTILE, quote=False).replace("'", "&#39;") in browser.source
    assert "<img" not in browser.source, "a name is a name, whatever it says"


def test_somebody_elses_receipt_is_not_there(residents: Served, signed_in: SignIn, bought: Bought) -> None:
    other = signed_in(residents.city.boris)
    assert "Хлеб" not in other.open(f"/me/history/{bought.authorisation}", status=404).text
    for named in ("auth_00", f"auth_00{'0' * 32}", f"auth_09{bought.authorisation[7:]}", "x", bought.capture):
        other.open(f"/me/history/{named}", status=404)


def test_a_long_history_goes_on_where_the_page_ended(residents: Served, signed_in: SignIn) -> None:
    till = residents.till()
    for number in range(23):
        till.authorise(receipt(BORIS_CARD, line(amount=100), capture=True, number=f"88-{number:06}"))
    browser = signed_in(residents.city.boris).open("/me/history")
    seen = _receipts(browser.source)
    assert len(seen) == 20
    following = browser.source.partition('rel="next" href="')[2].partition('"')[0]
    browser.open(following.replace("&amp;", "&"))
    more = _receipts(browser.source)
    assert len(more) == 3
    assert not set(seen) & set(more)
    assert "Выдан сертификат" in browser.text
    for odd in ("x", "e30", "W10" * 900):
        assert len(_receipts(browser.open(f"/me/history?before={odd}").source)) == 20


def _receipts(source: str) -> list[str]:
    return [part.partition('"')[0] for part in source.split('href="/me/history/')[1:]]


def test_shops_are_those_that_take_ones_programmes_ones_own_district_first(
    residents: Served, signed_in: SignIn
) -> None:
    vera = signed_in(residents.city.vera).open("/me/shops")
    assert "Район: Заозёрный" in vera.text, "she lives in another one"
    assert "Лавка «Снегирь»" in vera.text
    assert "Принимает: " in vera.text
    anna = signed_in(residents.city.anna).open("/me/shops")
    assert "Ваш район: Заозёрный" in anna.text
    assert "Магазин «Рябина»" in anna.open("/me/shops?district=Заозёрный&category=bread").text
    assert "Таких магазинов пока нет" in anna.open("/me/shops?category=spirits").text
    assert "Таких магазинов пока нет" in anna.open("/me/shops?district=<b>").text
    assert anna.open("/me/shops?category=nonsense&after=nonsense").status == 200


@pytest.mark.usefixtures("bought")
def test_vodka_is_refused_with_its_reason_and_bread_is_split(residents: Served, signed_in: SignIn) -> None:
    browser = signed_in(residents.city.anna)
    spaced = f"{VODKA[1]} {VODKA[2:8]} {VODKA[8:]}"
    browser.open("/me/check").send("/me/check", q=spaced)
    assert "За свои деньги" in browser.text
    browser.send("/me/check/price", price="599")
    told = browser.text.replace(SPACE, " ")
    assert "Нет, только за свои деньги" in told
    assert "Этот товар нельзя оплатить сертификатом" in told
    assert "Исключено из сертификата: алкоголь" in told
    assert "/me/shops?category" not in browser.source
    browser.open(f"/me/check/price?gtin={BREAD}").send("/me/check/price", price="500,10 ₽")
    told = browser.text.replace(SPACE, " ")
    assert "Да, но часть — своими деньгами" in told
    assert "Заплатит сертификат 434,10 ₽" in told
    assert "Своими деньгами 66,00 ₽" in told
    assert "Остатка хватает только на часть" in told
    assert "в магазинах, которые принимают ваш сертификат" in told
    for wrong in ("", "много", "0", "-5", "1,234", "9" * 20):
        browser.send("/me/check/price", status=422, price=wrong)
    before = signed_in(residents.city.anna).open("/me").source.replace(SPACE, " ")
    assert "434,10 ₽" in before, "asking takes nothing"


def test_a_dearer_television_and_a_discount_are_worked_out(residents: Served, signed_in: SignIn) -> None:
    veteran = signed_in(residents.city.boris).open(f"/me/check/price?gtin={TELEVISION}&price=15+000")
    told = veteran.text.replace(SPACE, " ")
    assert "Да, но часть — своими деньгами" in told
    assert "Телевизор: 12 500,00 ₽" in told
    mother = signed_in(residents.city.vera).open(f"/me/check/price?gtin={BREAD}&price=100")
    told = mother.text.replace(SPACE, " ")
    assert "Да, сертификат заплатит всё" in told
    assert "Скидка 10 % на продукты: 10,00 ₽" in told


def test_goods_are_found_by_the_beginnings_of_words_whatever_the_letter_yo(
    residents: Served, signed_in: SignIn
) -> None:
    browser = signed_in(residents.city.anna)
    for asked in ("мёд", "мед", "МЕД елк", "цвет ёлка", "мёда"):
        assert "Мёд цветочный ЁЛКА" in browser.open(f"/me/check?q={asked}").text, asked
    assert browser.open("/me/check?q=хлеб").source.count('class="socert-list__item ') <= 40
    assert "Весь раздел" in browser.text, "sections are found as well"
    assert "Выберите товар" in browser.text
    assert "товара мы не нашли" in browser.open("/me/check?q=абракадабра").text
    assert "товара мы не нашли" in browser.open(f"/me/check?q={'!' * 300}").text
    assert "опечатка" in browser.open("/me/check?q=4600610082648", status=422).text
    assert "весовом товаре" in browser.open(f"/me/check?q={Gtin.complete('210000101234').code[1:]}", status=422).text
    assert browser.open("/me/check?q=<script>alert(1)</script>").source.count("<script>alert") == 0
    browser.open("/me/check/price?gtin=04600000000000&price=5", status=404)
    browser.open("/me/check/price?category=nonsense", status=404)
    for odd in ("' or 1=1 --", "хлеб & | ! :*", "\\", "%25_", "а" * 500):
        assert browser.open("/me/check", status=200).send("/me/check", q=odd).status == 200


def test_a_good_whose_name_is_an_attack_is_shown_as_a_name(residents: Served, signed_in: SignIn) -> None:
    browser = signed_in(residents.city.anna).open("/me/check?q=булочка")
    assert html.escape(HOSTILE, quote=False).replace("'", "&#39;") in browser.source
    browser.open("/me/check/price?gtin=04680000000017&price=10")
    assert "<img" not in browser.source


def test_a_good_nobody_has_classified_is_for_own_money(residents: Served, signed_in: SignIn) -> None:
    with connect(residents.site.application_url) as conn:
        good = catalogue.NewGood(1, "04680000000031", "Загадочная вещь", None)
        loaded = catalogue.load_goods(conn, rows=[good], source="test", actor=SYSTEM, now=residents.site.now(conn))
        assert loaded.rejected == ()
    browser = signed_in(residents.city.anna).open("/me/check?q=загадочная")
    assert "За свои деньги" in browser.text
    assert "нет в справочнике" in browser.open("/me/check/price?gtin=04680000000031&price=10").text


def test_services_are_counted_in_words(residents: Served, signed_in: SignIn, newcomer: Carded) -> None:
    with connect(residents.site.application_url) as conn:
        now = residents.site.now(conn)
        for name, decided in (("home-care", [DecidedAmount("care", 21 * 240_00, 21)]), ("active-longevity", [])):
            issued = certificates.issue(
                conn,
                programme=name,
                holder=newcomer.holder,
                lane=newcomer.lane,
                now=now,
                zone=ZONE,
                actor=SYSTEM,
                decided=decided,
            )
            assert isinstance(issued, certificates.Issued), issued
    plain = signed_in(newcomer).open("/me").source.replace(SPACE, " ")
    assert '<p class="socert-big">21 час ' in plain
    assert "осталось из 21" in plain
    assert '<p class="socert-big">300 визитов ' in plain
    assert "Услуга: уход на дому. Кто её окажет, выбираете вы." in plain
    assert "Потрачено всё" not in plain
    english = signed_in(newcomer, language="en").open("/me").text
    assert "21 hours left of 21" in english
    assert "300 visits" in english


def test_what_ends_soon_is_said_and_what_has_ended_is_folded_away(
    residents: Served, signed_in: SignIn, newcomer: Carded
) -> None:
    with connect(residents.site.application_url) as conn:
        now = residents.site.now(conn)
        given_certificate(conn, newcomer, now=now - timedelta(days=100))
        given_certificate(conn, newcomer, name=CHILDREN, now=now - timedelta(days=86))
    browser = signed_in(newcomer).open("/me")
    assert "Скоро закончится Осталось 5 дней" in browser.text
    current, _, former = browser.source.partition("Прежние сертификаты")
    assert "Сертификат на товары для детей" in current
    assert "Продуктовый сертификат" not in current
    assert "Продуктовый сертификат" in former
    assert "Закончился. Действовал по" in browser.text
    assert "Сертификат действует на другие товары" in browser.open(f"/me/check/price?gtin={BREAD}&price=10").text
    english = signed_in(newcomer, language="en").open("/me").text
    assert "Ends soon 5 days are left." in english
