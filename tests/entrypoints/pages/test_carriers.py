"""What a resident opens their certificates with, at their own pages: the code, the sheet, blocking, representatives."""

import re
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import playwright.sync_api
import pytest
import segno

from given.browser import axe, sideways, small_targets, window
from given.browsing import Browser
from given.city import CARD_SECRET, Carded, anna, boris, given_city
from given.databases import Database
from given.programmes import given_certificate, given_programme
from given.serving import Json, Served, line, serve
from socert.domain import access, people
from socert.domain.people.rules import qr_token, step_of
from socert.entrypoints.pages.admission import SESSION_COOKIE
from socert.postgres import DatabaseServer, connect
from socert.wiring import real_time

SignIn = Callable[..., Browser]


@pytest.fixture(scope="module")
def served(server: DatabaseServer, template: str) -> Iterator[Served]:
    """The server, answering; one for all tests here, so that each has its own resident where it changes something."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    database = Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    try:
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            given_programme(city)
            for person in (city.anna, city.boris):
                given_certificate(conn, person, now=city.now)
            with serve(server, database, city) as running:
                yield running
    finally:
        server.drop_database(name)


@pytest.fixture
def sign_in(served: Served) -> Iterator[SignIn]:
    """Whoever is named, signed in at a browser of their own."""
    opened: list[Browser] = []

    def enter(who: Carded, *, language: str = "ru") -> Browser:
        with connect(served.site.application_url) as conn:
            session = access.open_session(conn, role=access.Role.RESIDENT, subject=who.holder, now=real_time())
        opened.append(Browser(served.url, language=language))
        # Of this place, so that a new session takes its place.
        opened[-1].http.cookies.set(SESSION_COOKIE, session.token, domain="127.0.0.1")
        return opened[-1]

    yield enter
    for one in opened:
        one.close()


def carriers(served: Served, who: Carded, kind: str) -> list[people.Card]:
    """What somebody has of a kind that is not blocked, representatives' included."""
    with connect(served.site.application_url) as conn:
        found = people.cards_of(conn, holder=who.holder)
    return [one for one in found if one.kind == kind and one.status is people.CardStatus.ACTIVE]


def token_shown(served: Served, who: Carded, source: str) -> str:
    """The token whose picture a page shows, found by drawing those it could be."""
    (carrier,) = carriers(served, who, "qr")
    found = re.search(r'<path[^>]*class="qrline"[^>]* d="([^"]+)"', source)
    assert found is not None, source
    with connect(served.site.application_url) as conn:
        step = step_of(served.site.now(conn))
    for back in range(3):
        token = qr_token(carrier.hash, secret=CARD_SECRET, step=step - back)
        if f'd="{found[1]}"' in segno.make_qr(token, error="m").svg_inline(border=4, dark="#000", light="#fff"):
            return token
    raise AssertionError("no token of these steps is drawn so")


def buy(served: Served, carrier: Json) -> Json:
    """Bread, by whatever is presented."""
    body = {"carrier": carrier, "receipt": "1", "at": "2026-11-22T10:00:00+03:00", "capture": True, "lines": [line()]}
    return served.till().authorise(body)


def last_pages(source: bytes) -> str:
    """All that stands in a PDF, its compressed parts unpacked."""
    parts = [source.decode("latin-1")]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", source, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(parts)


def test_the_code_on_the_page_pays_at_a_till(served: Served, sign_in: SignIn) -> None:
    who = served.city.anna
    page = sign_in(who).open("/me/card")
    assert "Покажите этот код на кассе" in page.text
    assert re.search(r"Код действует до \d\d:\d\d:\d\d", page.text)
    assert page.page is not None
    assert page.page.headers["cache-control"] == "no-store"
    seconds = re.search(r'data-refresh-seconds="(\d+)" data-refresh-from="/me/card"', page.source)
    assert seconds is not None
    assert 1 <= int(seconds[1]) <= 30
    token = token_shown(served, who, page.source)
    assert token not in page.source
    found = buy(served, {"kind": "qr", "token": token})
    assert (found["covered"], found["reason"]) == (5_000, None)
    assert "Show this code at the till" in sign_in(who, language="en").open("/me/card").text


def test_pages_of_residents_ask_to_sign_in_first(served: Served) -> None:
    browser = Browser(served.url)
    for path in ("/me/card", "/me/sheet", "/me/sheet.pdf", "/me/block", "/me/representatives"):
        assert browser.open(path).path == "/sign-in"
    browser.close()


def test_a_sheet_is_made_printed_twice_and_made_anew(served: Served, sign_in: SignIn) -> None:
    who = served.city.anna
    page = sign_in(who)
    assert page.http.get("/me/sheet.pdf").status_code == 404
    page.open("/me/sheet").send("/me/sheet")
    assert "Лист готов" in page.text
    (first,) = carriers(served, who, "paper")
    assert f"•••• {first.last_four}" in page.text
    assert "не записан ваш телефон" in page.text
    printed = page.http.get("/me/sheet.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.headers["cache-control"] == "no-store"
    assert f'-{first.last_four}.pdf"' in printed.headers["content-disposition"]
    inside = last_pages(printed.content)
    assert printed.content.startswith(b"%PDF-")
    assert len(re.findall(r"/Type */Page\b", inside)) == 1
    box = re.search(r"/MediaBox *\[([^\]]+)\]", inside)
    assert box is not None
    assert [round(float(one)) for one in box[1].split()] == [0, 0, 595, 842]
    assert page.http.get("/me/sheet.pdf").status_code == 200
    assert [one.hash for one in carriers(served, who, "paper")] == [first.hash]
    page.open("/me/sheet").send("/me/sheet")
    (second,) = carriers(served, who, "paper")
    assert second.hash != first.hash


def test_a_sheet_says_which_certificates_it_opens(served: Served, sign_in: SignIn) -> None:
    page = sign_in(served.city.boris)
    assert "не принимают" not in page.open("/me/sheet").text


def test_a_lost_card_is_blocked_in_two_steps_and_the_code_goes_on(served: Served, sign_in: SignIn) -> None:
    who = served.city.boris
    page = sign_in(who).open("/me/card").open("/me/block")
    assert f"Социальная карта •••• {who.card.last_four}" in page.text
    assert "Код на телефоне" in page.text
    assert who.card.digits not in page.source
    assert who.card_hash.hex not in page.source.replace("-", "")
    addresses = re.findall(r'href="(/me/block/[0-9a-f]+)"', page.source)
    assert len(addresses) == 2
    page.open(addresses[0])
    assert "Новую карту выдадут" in page.text
    assert buy(served, {"kind": "card", "number": who.card.digits})["covered"] == 5_000
    page.send(addresses[0])
    assert "Карта заблокирована" in page.text
    assert buy(served, {"kind": "card", "number": who.card.digits})["reason"]["code"] == "card_not_accepted"
    assert f"•••• {who.card.last_four}" not in page.text
    assert page.http.get(addresses[0]).status_code == 404
    token = token_shown(served, who, page.open("/me/card").source)
    assert buy(served, {"kind": "qr", "token": token})["covered"] == 5_000


def test_a_lost_phone_is_signed_out_and_its_code_is_good_no_more(served: Served, sign_in: SignIn) -> None:
    who = served.city.boris
    lost, mine = sign_in(who), sign_in(who)
    token = token_shown(served, who, lost.open("/me/card").source)
    before = mine.http.cookies.get(SESSION_COOKIE)
    mine.open("/me/block")
    address = re.findall(r'href="(/me/block/[0-9a-f]+)"', mine.source)[-1]
    mine.open(address)
    assert "на всех других устройствах" in mine.text
    mine.send(address)
    assert "Прежний код больше не действует" in mine.text
    assert mine.http.cookies.get(SESSION_COOKIE) != before
    assert lost.open("/me/card").path == "/sign-in"
    assert buy(served, {"kind": "qr", "token": token})["reason"]["code"] == "card_not_accepted"
    fresh = token_shown(served, who, mine.open("/me/card").source)
    assert buy(served, {"kind": "qr", "token": fresh})["reason"] is None


def test_nobody_blocks_what_is_anothers(served: Served, sign_in: SignIn) -> None:
    theirs = sign_in(served.city.anna).open("/me/block")
    address = re.findall(r'href="(/me/block/[0-9a-f]+)"', theirs.source)[0]
    mine = sign_in(served.city.vera).open("/me/block")
    assert mine.http.get(address).status_code == 404
    assert mine.http.post(address, data={}).status_code == 403


def test_a_representative_is_chosen_given_a_sheet_and_ended(served: Served, sign_in: SignIn) -> None:
    who = served.city.anna
    page = sign_in(who).open("/me/representatives")
    assert "Пока никто" in page.text
    page.open("/me/representatives/new")
    today = real_time().date()
    last = str(today + timedelta(days=30))
    page.send("/me/representatives/new", last_name="смирнов", number=boris.snils.digits, last=last)
    assert page.path == "/me/representatives"
    assert "Смирнов" in page.text
    assert "Борис" not in page.text
    assert "Ильич" not in page.text
    page.open("/me/representatives/new")
    page.send("/me/representatives/new", status=422, last_name="смирнов", number=boris.snils.digits, last=last)
    assert "уже назначен на эти же дни" in page.text
    page.open("/me/representatives")
    (theirs,) = [one for one in carriers(served, who, "paper") if one.representation is not None]
    address = f"/me/representatives/{theirs.representation}"
    printed = page.http.get(f"{address}/sheet.pdf")
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    stranger = sign_in(served.city.vera).open("/me/representatives")
    for path in (f"{address}/sheet.pdf", f"{address}/end"):
        assert stranger.http.get(path).status_code == 404
    page.open(f"{address}/end").send(f"{address}/end")
    assert "больше не может" in page.text
    assert "Пока никто" in page.text
    assert page.http.get(f"{address}/sheet.pdf").status_code == 404
    assert [one for one in carriers(served, who, "paper") if one.representation is not None] == []


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"last_name": ""}, "last_name", "Введите фамилию"),
        ({"number": ""}, "number", "В номере ошибка"),
        ({"number": "123"}, "number", "В номере ошибка"),
        ({"last_name": "Петров"}, "number", "Не нашли человека"),
        ({"last_name": "Ким", "number": "334 455 667"}, "number", "В номере ошибка"),
        ({"first": "2020-01-01"}, "first", "уже прошёл"),
        ({"first": "завтра"}, "first", "Укажите день"),
        ({"last": "2026-13-01"}, "last", "Укажите день"),
        ({"last": "9999-12-31"}, "last", "Укажите день"),
        ({"last": "2020-01-01"}, "last", "раньше первого"),
        ({"last": "2099-01-01"}, "last", "Больше чем на год"),
        ({"last_name": anna.last_name, "number": anna.snils.digits}, "number", "сам"),
    ],
)
def test_a_choice_that_cannot_be_is_told_beside_its_field(
    served: Served, sign_in: SignIn, given: dict[str, str], field: str, said: str
) -> None:
    who = served.city.anna
    page = sign_in(who).open("/me/representatives/new")
    typed: dict[str, Any] = {"last_name": boris.last_name, "number": boris.snils.digits} | given
    page.send("/me/representatives/new", status=422, **typed)
    assert f'<a href="#{field}">' in page.source
    assert f'id="{field}-error"' in page.source
    assert said in page.text
    with connect(served.site.application_url) as conn:
        conn.execute("delete from code_limit where subject = %s", (f"named:{who.holder}",))


@pytest.mark.parametrize(("language", "sight", "width"), [("ru", "contrast-large", 360), ("en", "", 320)])
def test_these_pages_hinder_nobody_and_the_code_is_taken_anew(
    *,
    served: Served,
    sign_in: SignIn,
    browser: playwright.sync_api.Browser,
    language: str,
    sight: str,
    width: int,
) -> None:
    here = sign_in(served.city.vera)
    here.open("/me/sheet").send("/me/sheet")
    here.open("/me/card").open("/me/block")
    one = re.findall(r'href="(/me/block/[0-9a-f]+)"', here.source)[0]
    token = here.http.cookies.get(SESSION_COOKIE)
    assert token is not None
    with window(browser, served.url, language=language, sight=sight, width=width) as page:
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": served.url}])
        for path in ("/me/sheet?done", "/me/block", one, "/me/representatives", "/me/representatives/new"):
            page.goto(path)
            assert axe(page) == [], path
            assert sideways(page) == [], path
            assert small_targets(page) == [], path
        page.clock.install()
        page.goto("/me/card")
        assert (axe(page), sideways(page), small_targets(page)) == ([], [], [])
        with page.expect_request("**/me/card"):
            page.clock.run_for(32_000)
