"""Programmes, settling, demand, tills, health, the audit and the start: their main paths and bad input."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from given.browsing import Browser
from given.city import ANNA_CARD, BORIS_CARD
from given.programmes import ZONE
from given.rulebook import REFERENCE, RULEBOOK
from given.serving import Served, line, receipt
from socert.domain import catalogue, installation, monitoring, programmes
from socert.domain.access import Role
from socert.postgres import connect
from socert.wiring import SYSTEM, real_time

SignIn = Callable[..., Browser]


def wait(browser: Browser) -> Browser:
    for _ in range(400):
        if "data-refresh-from" not in browser.source:
            return browser
        time.sleep(0.05)
        browser.open(browser.path)
    raise AssertionError("the task did not end")


@pytest.fixture(scope="session")
def traded(staffed: Served) -> Served:
    """Anna and Boris bought bread; then a week and a day went by."""
    for number, card in enumerate((ANNA_CARD, BORIS_CARD)):
        sold = staffed.till().authorise(receipt(card, line(amount=10_000), capture=True, number=f"0009-{number:06d}"))
        assert sold["covered"] == 10_000
    with connect(staffed.site.owner_url) as conn:
        moved = installation.move_clock(conn, to=real_time() + timedelta(days=8), real=real_time())
        assert isinstance(moved, timedelta)
    return staffed


def test_a_period_is_reckoned_closed_registered_and_paid_once(
    traded: Served, operator: Browser, sign_in: SignIn
) -> None:
    operator.open("/staff/periods").send("/staff/periods", status=422, last="завтра")
    assert "Укажите день" in operator.text
    today = (real_time() + timedelta(days=8)).astimezone(ZONE).date()
    wait(operator.open("/staff/periods").send("/staff/periods", last=(today + timedelta(days=9)).isoformat()))
    assert "Этот период ещё не закончился." in operator.text
    wait(operator.open("/staff/periods").send("/staff/periods", last=today.replace(year=2020).isoformat()))
    assert "не было ни одной покупки" in operator.text
    wait(operator.open("/staff/periods").send("/staff/periods"))
    assert "Ничего не закрыто." in operator.text
    assert "Лавка «Снегирь»" in operator.text
    form = next(one for one in operator.forms() if one.action.endswith("/close"))
    answers = [operator.http.post(form.action, data=dict(form.fields)) for _ in range(2)]
    assert answers[0].url == answers[1].url
    wait(operator.open(answers[0].url.path))
    assert "Период закрыт" in operator.text
    with connect(traded.site.application_url) as conn:
        claims = conn.execute(
            "select outcome->'claims' from task where kind in ('expect_claims', 'close_period') and state = 'done'"
        ).fetchall()
    assert claims[0] == claims[1], "what was reckoned is what was closed"
    operator.open("/staff/periods/1")
    auditor = sign_in(Role.AUDITOR).open("/staff/periods/1")
    assert "Номер платёжного поручения" not in auditor.text
    operator.send("/staff/periods/1/pay", status=422, reference="")
    assert "Укажите номер платёжного поручения." in operator.text
    pay = operator.form("/staff/periods/1/pay")
    operator.page = operator.http.post(pay.action, data=dict(pay.fields) | {"reference": "п/п 17"})
    assert "Выплата отмечена." in operator.text
    assert "п/п 17" in operator.text
    again = operator.http.post(pay.action, data=dict(pay.fields) | {"reference": "п/п 18"})
    assert again.status_code == 409
    assert "уже оплачена" in again.text
    wait(operator.open("/staff/periods/1").send("/staff/periods/1/registers"))
    operator.open("/staff/periods/1")
    name = f"register-{traded.city.bullfinch.merchant.inn}-period-1.csv"
    assert name in operator.text
    register = operator.http.get(f"/staff/periods/1/registers/{name}")
    assert "Хлеб" in register.text or "100,00" in register.text
    workbook = operator.http.get(f"/staff/periods/1/registers/{name.replace('.csv', '.xlsx')}")
    assert workbook.content.startswith(b"PK")
    for odd in ("../card.key", "register-1-period-1.csv"):
        assert operator.http.get(f"/staff/periods/1/registers/{odd}").status_code == 404
    operator.open("/staff/periods/99", status=404)
    operator.open("/staff/periods/x", status=404)
    assert operator.http.post(pay.action, data=dict(pay.fields) | {"claim": "x", "reference": "1"}).status_code == 404
    unknown = operator.http.post(pay.action, data=dict(pay.fields) | {"claim": str(uuid4()), "reference": "1"})
    assert unknown.status_code == 409


def test_a_weeks_picture_is_made_shown_and_handed_out(traded: Served, sign_in: SignIn) -> None:
    auditor = sign_in(Role.AUDITOR)
    auditor.open("/staff/demand?week=2026-W99", status=422)
    week = f"{real_time().astimezone(ZONE):%G-W%V}"
    auditor.open(f"/staff/demand?week={week}")
    assert "Эту неделю ещё не считали." in auditor.text
    auditor.open(f"/staff/demand/{week}/csv", status=404)
    wait(auditor.open(f"/staff/demand?week={week}").send("/staff/demand", method="post", week=week))
    auditor.open(f"/staff/demand?week={week}")
    assert "Оплачено сертификатами" in auditor.text
    assert auditor.open(f"/staff/demand/{week}/chart.svg").source.startswith("<svg")
    assert "Неделя" in auditor.source
    english = sign_in(Role.AUDITOR, language="en").open(f"/staff/demand/{week}/chart.svg")
    assert "Paid with certificates" in english.source
    assert "Неделя" not in english.source
    assert "Категория" in auditor.open(f"/staff/demand/{week}/csv").source
    assert auditor.http.get(f"/staff/demand/{week}/xlsx").content.startswith(b"PK")
    auditor.open(f"/staff/demand/{week}/exe", status=404)
    assert traded.url


def test_programmes_are_shown_as_residents_see_them(traded: Served, sign_in: SignIn) -> None:
    auditor = sign_in(Role.AUDITOR)
    assert "Продуктовый сертификат" in auditor.open("/staff/programmes").text
    auditor.open("/staff/programmes/food-certificate")
    assert "Платит за Товары" in auditor.text
    assert "Не платит за Алкоголь, табак и никотин" in auditor.text
    assert "city" in auditor.text
    with connect(traded.site.application_url) as conn:
        version = programmes.version_on(conn, programme="food-certificate", day=real_time().date())
        assert version is not None
        money = monitoring.money_of(conn, programme=version.programme)
        books = monitoring.books(conn, zone=ZONE)
    assert money.consumed == money.sources["city"].consumed == books.captured_kopecks - books.refunded_kopecks
    assert money.issued == money.reserved == books.issued_kopecks
    assert money.paid <= money.claimed <= money.consumed
    auditor.open("/staff/programmes/no-such", status=404)
    assert traded.url


def test_services_and_programmes_that_only_decide_are_told_as_what_they_are(traded: Served, sign_in: SignIn) -> None:
    with connect(traded.site.application_url) as conn:
        for name in ("home-care", "active-longevity", "sanatorium"):
            text = (REFERENCE / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
            tree, now = catalogue.categories(conn), real_time()
            done = programmes.publish(conn, text=text, tree=tree, ground=RULEBOOK, actor=SYSTEM, now=now)
            assert isinstance(done, programmes.Published), done
    auditor = sign_in(Role.AUDITOR)
    care = auditor.open("/staff/programmes/home-care").text.replace("\u00a0", " ")
    assert "64 часа по тарифу 240,00 ₽, всего до 15 360,00 ₽. Сколько именно, зависит от обстоятельств." in care
    assert "300 визитов, бесплатно" in auditor.open("/staff/programmes/active-longevity").text.replace("\u00a0", " ")
    only = auditor.open("/staff/programmes/sanatorium").text
    assert "только подтверждает право" in only
    assert "Действует день выдачи" not in only
    assert "только подтверждает право" in auditor.open("/staff/programmes").text
    operator = sign_in(Role.OPERATOR).open("/staff/issue").source
    assert 'value="home-care"' in operator
    assert 'value="sanatorium"' not in operator


def test_a_till_is_suspended_and_sells_again(staffed: Served, operator: Browser, sign_in: SignIn) -> None:
    shop = staffed.city.rowan
    path = f"/staff/tills/{shop.merchant.id}"
    assert "Магазин «Рябина»" in operator.open("/staff/tills").text
    operator.open(path).send(path, status=422, reason="")
    till = operator.form(path)
    operator.page = operator.http.post(path, data=dict(till.fields) | {"reason": "сломалась"})
    assert "Касса остановлена" in operator.text
    suspended = staffed.client(shop.till.key).post("/quotes", receipt(ANNA_CARD, line()))
    assert suspended.json()["reason"]["code"] == "till_suspended"
    resume = next(one for one in operator.forms() if ("do", "resume") in one.fields)
    operator.page = operator.http.post(path, data=dict(resume.fields) | {"reason": "починили"})
    assert "Касса снова работает." in operator.text
    assert operator.http.post(path, data=dict(till.fields) | {"till": "999999", "reason": "x"}).status_code == 404
    operator.send(f"{path}/invite")
    assert "Код для кассы." in operator.text
    operator.open("/staff/tills/0", status=404)
    sign_in(Role.CLERK).open(path, status=403)


def test_the_audit_is_read_and_not_searched_by_peoples_numbers(staffed: Served, sign_in: SignIn) -> None:
    auditor = sign_in(Role.AUDITOR)
    auditor.open("/staff/audit").send("/staff/audit", subject=f"till:{staffed.city.bullfinch.till.till}")
    assert "subject=till:" in str(auditor.page.url if auditor.page else "")
    auditor.open("/staff/audit").send("/staff/audit", status=422, subject=ANNA_CARD.digits)
    assert ANNA_CARD.digits not in auditor.source
    assert auditor.open("/staff/audit?before=zzz").text
    for odd in ("<b>", "till:касса", "a b"):
        auditor.send("/staff/audit", subject=odd, status=422)
    sign_in(Role.CLERK).open("/staff/audit", status=403)


def test_the_start_says_what_needs_whom(traded: Served, sign_in: SignIn) -> None:
    operator = sign_in().open("/staff")
    for said in ("провер", "Расчёты", "сертификат", "Спрос за прошлую неделю", "Контрольн"):
        assert said in operator.text
    clerk = sign_in(Role.CLERK).open("/staff")
    assert "Товары на проверке" in clerk.text
    assert "Расчёты" not in clerk.text
    auditor = sign_in(Role.AUDITOR, language="en").open("/staff")
    assert "wait for review" not in auditor.text
    assert "Settling" in auditor.text
    assert "PostgreSQL" in auditor.open("/staff/health").text
    clerk.open("/staff/health", status=403)
    assert traded.url
