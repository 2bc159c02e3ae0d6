"""A browser becomes a till: once, in time, with a key nobody sees; and is one no more."""

from datetime import timedelta

import pytest

from given.city import ANNA_CARD, CLERK
from given.serving import Served
from given.tills import BREAD, at_till, invite, no_till, scan
from socert.domain import access
from socert.postgres import connect
from socert.wiring import real_time


def test_a_code_is_good_once_and_its_key_is_shown_nowhere(shop: Served) -> None:
    code = invite(shop).code
    typed = code.replace("-", " ").lower().translate(str.maketrans("abcehkmptxy", "авсенкмртху"))
    with no_till(shop) as first, no_till(shop) as second:
        first.send("/till/join", code=typed)  # in Russian letters, as a keyboard may stand
        assert first.path == "/till"
        cookie = next(one for one in first.http.cookies.jar if one.name == "socert_till")
        assert cookie.path == "/till"
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "strict"
        assert cookie.value is not None
        assert cookie.value.startswith("socert_")
        assert cookie.value not in first.source
        second.send("/till/join", status=422, code=code)
        assert "уже подключили" in second.text
        assert second.open("/till").path == "/till/join"


def test_a_new_code_takes_the_place_of_one_nobody_used(shop: Served) -> None:
    former, latter = invite(shop).code, invite(shop).code
    with no_till(shop, language="en") as browser:
        browser.send("/till/join", status=422, code=former)
        assert "no such code" in browser.text
        assert browser.send("/till/join", code=latter).path == "/till"


@pytest.mark.parametrize("code", ["", "AAAAA", "OOOOO-OOOOO", "AAAAA-AAAAA", "<b>" * 40])
def test_what_is_no_code_is_told_so(shop: Served, code: str) -> None:
    with no_till(shop) as browser:
        browser.send("/till/join", status=422, code=code)
        assert "Такого кода нет" in browser.text


def test_guessing_is_slowed_down_and_keeps_nobody_else_out(shop: Served) -> None:
    with no_till(shop) as guesser:
        fields = dict(guesser.form("/till/join").fields) | {"code": "EEEEE-EEEEE"}
        statuses = [guesser.http.post("/till/join", data=fields).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    with at_till(shop):
        pass


def test_an_old_code_has_ended(shop: Served) -> None:
    code = invite(shop).code
    later = real_time() + access.INVITATION_LIFE + timedelta(minutes=1)
    with connect(shop.site.server.application_url(shop.site.database)) as conn:
        assert access.accept_till_invitation(conn, digest=access.till_code_digest(code), now=later) is (
            access.TillInvitationRefused.INVITATION_EXPIRED
        )


def test_a_browser_that_left_is_a_till_no_more(shop: Served) -> None:
    with at_till(shop) as browser:
        key = browser.http.cookies["socert_till"]
        browser.send("/till/leave")
        assert browser.path == "/till/join"
        assert "Касса отключена" in browser.text
        assert browser.open("/till").path == "/till/join"
        assert shop.client(key).post("/balances", {}).status_code == 401


def test_a_browser_that_joins_again_has_one_key(shop: Served) -> None:
    with at_till(shop) as browser:
        scan(browser, ANNA_CARD.digits, f"{BREAD} 59,90")
        former = browser.http.cookies["socert_till"]
        refused = browser.open("/till/join").send("/till/join", status=422, code="AAAAA-AAAAA")
        assert shop.client(former).post("/balances", {}).status_code == 422
        refused.send("/till/join", code=invite(shop, shop.city.bullfinch.till).code)
        assert browser.path == "/till"
        assert "Чек пуст" in browser.text
        assert browser.http.cookies["socert_till"] != former
        assert shop.client(former).post("/balances", {}).status_code == 401


def test_a_key_revoked_in_mid_sale_ends_it_and_says_so(shop: Served) -> None:
    with at_till(shop) as browser:
        scan(browser, ANNA_CARD.digits, f"{BREAD} 59,90").open("/till/quote")
        key = browser.http.cookies["socert_till"]
        with connect(shop.site.server.application_url(shop.site.database)) as conn:
            grant = access.find_grant(conn, key=key)
            assert grant is not None
            access.revoke_key(conn, credential=grant.credential, actor=CLERK, now=real_time(), reason="a test")
        browser.send("/till/pay")
        assert browser.path == "/till/join"
        assert "Незаконченный чек не оплачен" in browser.text


def test_a_form_of_a_page_from_before_joining_adds_nothing(shop: Served) -> None:
    with at_till(shop) as browser:
        fields = dict(browser.form("/till/scan").fields)
        browser.send("/till/leave").send("/till/join", code=invite(shop).code)
        late = browser.http.post("/till/scan", data=fields | {"entry": BREAD})
        assert late.status_code == 422
        assert "Тот чек уже закончен" in late.text
        assert "Чек пуст" in browser.open("/till").text
