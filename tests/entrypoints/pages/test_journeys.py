"""What people do, in a real browser and in both languages: each journey is named for it."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from given.browser import browser, window
from given.city import CARD_SECRET, CLERK, Carded, given_city
from given.databases import Database
from given.imports import DEFAULT, Importer, code, given_suggester, row
from given.programmes import given_programme
from given.serving import Served, serve
from given.tills import invite
from socert.domain import access, certificates, installation, people
from socert.domain.people import NewResident
from socert.entrypoints.pages.admission import SESSION_COOKIE
from socert.entrypoints.pages.speaking import Speaker
from socert.postgres import DatabaseServer, connect
from socert.values import CardNumber, Language, Snils
from socert.wiring import real_time

__all__ = ["browser"]

BREAD, MILK, VODKA = "04600610082647", "04602701001155", "04603264001279"
TELEVISION_CAP = 1_250_000
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def town(server: DatabaseServer, template: str) -> Iterator[Served]:
    """A served city with food certificates and durable goods for veterans; new goods wait for the clerk."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    server.create_database(name, template=template)
    database = Database(name=name, owner_url=server.owner_url(name), application_url=server.application_url(name))
    try:
        with connect(database.application_url) as conn:
            city = given_city(conn, now=real_time())
            for programme in ("food-certificate", "veterans-durables"):
                given_programme(city, programme)
            new = [row(number, name, DEFAULT) for number, name in ((801, "Сыр Российский 200 г"), (802, "Чай чёрный"))]
            Importer(conn, suggester=given_suggester()).take(*new)
            with serve(server, database, city) as running:
                yield running
    finally:
        server.drop_database(name)


@pytest.fixture(params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """In which language people read."""
    found: str = request.param
    return found


@pytest.fixture
def open_window(browser: Browser, town: Served, language: str) -> Iterator[Open]:
    """Opens windows, each a device of its own."""
    with ExitStack() as stack:

        def opened(*, width: int = 1280, is_cut_off: bool = False) -> Page:
            made = window(browser, town.url, width=width, language=language, is_cut_off=is_cut_off)
            return stack.enter_context(made)

        yield opened


@pytest.fixture
def speak(town: Served, language: str) -> Speaker:
    """Says what pages should say."""
    return Speaker(Language(language), town.site.installation.zone)


_numbers = iter(range(500, 900))


def given_person(town: Served, *, programme: str, need: tuple[str, ...] = ()) -> Carded:
    """Somebody new with a card, a phone and a certificate."""
    number = next(_numbers)
    new = NewResident(
        Snils.from_nine(500_000_000 + number), "Ёлкина", "Зоя", "Юрьевна", date(1948, 5, 9), "Заозёрный",
        f"+7999{number:07d}",
    )  # fmt: skip
    card = CardNumber.complete(f"9643{number:011d}")
    with connect(town.site.application_url) as conn:
        now = town.site.now(conn)
        registered = people.register(conn, residents=[new], lanes=1, actor=CLERK, now=now)[0]
        hashed = people.card_hash(secret=CARD_SECRET, card=card)
        linked = people.NewCard(hashed, card.last_four, registered.holder, None, now, None)
        assert people.link_cards(conn, cards=[linked], actor=CLERK, now=now).linked == 1
        issued = certificates.issue(
            conn, programme=programme, holder=registered.holder, lane=registered.lane, now=now,
            zone=town.site.installation.zone, actor=CLERK, need=need,
        )  # fmt: skip
        assert isinstance(issued, certificates.Issued), issued
    return Carded(registered.holder, registered.lane, new.snils, card, hashed)


def sign_in(page: Page, person: Carded) -> Page:
    """With the card's number and the code from the message, which an example shows."""
    page.goto("/sign-in")
    page.locator("#card").fill(person.card.digits)
    page.keyboard.press("Enter")
    message = page.locator("#message").inner_text()
    found = re.search(r"\b\d{6}\b", message)
    assert found is not None, message
    page.locator("#code").fill(found[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/me$"))
    return page


def become_till(page: Page, town: Served) -> Page:
    """By an invitation."""
    page.goto("/till/join")
    page.locator("#code").fill(invite(town).code)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/till$"))
    return page


def scan(page: Page, *entries: str) -> None:
    """As a scanner types: the text, then Enter."""
    for entry in entries:
        page.locator("[data-main]").fill(entry)
        page.keyboard.press("Enter")
        expect(page.locator("[data-main]")).to_have_value("")


def pay(page: Page) -> None:
    """See the answer, then pay, with the keyboard alone."""
    page.keyboard.press("F2")
    expect(page.locator("#pay")).to_be_visible()
    page.keyboard.press("F2")
    expect(page).to_have_url(re.compile("/till/sales/"))


def captured(town: Served, person: Carded) -> list[int]:
    """What the ledger says the certificate paid for each receipt."""
    with connect(town.site.application_url) as conn:
        rows = conn.execute(
            "select covered from operation where holder = %s and kind = 1 and outcome < 3 order by at", (person.holder,)
        )
        return [one[0] for one in rows]


def sums(page: Page, kopecks: int, speak: Speaker) -> None:
    """A sum stands on the page."""
    expect(page.locator("main")).to_contain_text(speak.money(kopecks))


def move_on(town: Served, *, days: int) -> None:
    """Let days go by in the example."""
    with connect(town.site.owner_url) as conn:
        to = town.site.now(conn) + timedelta(days=days)
        assert isinstance(installation.move_clock(conn, to=to, real=real_time()), timedelta)


def sign_in_as(page: Page, town: Served, role: access.Role) -> Page:
    """A colleague, already signed in."""
    with connect(town.site.application_url) as conn:
        opened = access.open_session(conn, role=role, subject=1, now=real_time())
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": opened.token, "url": town.url}])
    return page


def repay(operator: Page, town: Served) -> None:
    """Reckon the period until yesterday, close it, note that the shop was paid."""
    operator.goto("/staff/periods")
    operator.locator('form[action="/staff/periods"] button').click()
    operator.locator('form[action$="/close"] button').click()
    expect(operator.locator("#task .govuk-tag")).to_have_class(re.compile("success"), timeout=20_000)
    operator.goto("/staff/periods")
    operator.locator('main a[href^="/staff/periods/"]').first.click()
    claim = operator.locator("section", has_text=str(town.city.bullfinch.merchant.inn))
    claim.locator("input[name=reference]").fill("п/п 17")
    claim.get_by_role("button").click()
    expect(operator.locator(".govuk-notification-banner--success")).to_be_visible()
    expect(claim).to_contain_text("п/п 17")


def test_a_pensioner_buys_with_her_phone_returns_a_bread_sees_it_all_and_the_shop_is_repaid(
    town: Served, open_window: Open, speak: Speaker
) -> None:
    zoya = given_person(town, programme="food-certificate")
    phone = sign_in(open_window(width=360), zoya)
    sums(phone, 50_000, speak)
    phone.goto("/me/card")
    expect(phone.locator("#code svg")).to_be_visible()
    till = become_till(open_window(width=1024), town)
    with connect(town.site.application_url) as conn:
        now = town.site.now(conn)
        shown = people.qr_token(conn, holder=zoya.holder, secret=CARD_SECRET, actor=CLERK, now=now)
        assert not isinstance(shown, people.Refusal)
    scan(till, shown.token, f"2*{BREAD} 59,90", f"{VODKA} 549")
    till.keyboard.press("F2")
    expect(till.locator("#own-money")).to_contain_text(speak.money(54_900))
    expect(till.locator("main")).to_contain_text(speak.say("till_outcome_not_covered"))
    till.keyboard.press("F2")
    expect(till).to_have_url(re.compile("/till/sales/"))
    expect(till.locator("#covered")).to_contain_text(speak.money(11_980))
    till.locator('a[href^="/till/returns/auth"]').click()
    till.locator("#back-1").fill("1")
    till.keyboard.press("Enter")
    sums(till, 5_990, speak)
    phone.goto("/me")
    sums(phone, 50_000 - 5_990, speak)
    phone.goto("/me/history")
    phone.locator('main a[href^="/me/history/"]').first.click()
    sums(phone, 54_900, speak)
    move_on(town, days=2)
    repay(sign_in_as(open_window(), town, access.Role.OPERATOR), town)


def test_a_veteran_buys_a_dearer_television(town: Served, open_window: Open, speak: Speaker) -> None:
    veteran = given_person(town, programme="veterans-durables", need=("television",))
    phone = sign_in(open_window(width=360), veteran)
    till = become_till(open_window(width=1024), town)
    with connect(town.site.application_url) as conn:
        found = conn.execute(
            "select gtin from good join category on number = category where id = 'television' limit 1"
        ).fetchone()
    assert found is not None
    scan(till, veteran.card.digits, f"{found[0]:013d} 19990")
    pay(till)
    expect(till.locator("#own-money")).to_contain_text(speak.money(1_999_000 - TELEVISION_CAP))
    expect(till.locator("#covered")).to_contain_text(speak.money(TELEVISION_CAP))
    phone.goto("/me/history")
    sums(phone, TELEVISION_CAP, speak)


def test_a_cashiers_network_dies_in_mid_sale_and_money_moves_once(
    town: Served, open_window: Open, speak: Speaker
) -> None:
    zoya = given_person(town, programme="food-certificate")
    till = become_till(open_window(width=1024, is_cut_off=True), town)
    scan(till, zoya.card.digits, f"{BREAD} 59,90")
    till.keyboard.press("F2")
    expect(till.locator("#pay")).to_be_visible()
    with _answers_lost(till):
        till.keyboard.press("F2")
        expect(till.locator("#till-asking")).to_be_visible()
        till.reload()
        expect(till.locator("#till-asking")).to_be_visible()
    expect(till).to_have_url(re.compile("/till/sales/"), timeout=20_000)
    expect(till.locator("#covered")).to_contain_text(speak.money(5_990))
    assert captured(town, zoya) == [5_990]


@contextmanager
def _answers_lost(page: Page) -> Iterator[None]:
    """The server takes what moves money, and its answers never arrive."""

    def lose(route: "object") -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/till/pay", lose)
    yield
    page.unroute("**/till/pay")


def test_a_lost_card_is_blocked_while_a_basket_is_on_the_belt(town: Served, open_window: Open) -> None:
    zoya = given_person(town, programme="food-certificate")
    phone = sign_in(open_window(width=360), zoya)
    till = become_till(open_window(width=1024), town)
    scan(till, zoya.card.digits, f"{BREAD} 59,90")
    till.keyboard.press("F2")
    expect(till.locator("#pay")).to_be_visible()
    phone.goto("/me/block")
    phone.locator('a[href^="/me/block/"]').first.click()
    phone.locator("main form button").click()
    expect(phone.locator(".govuk-notification-banner--success")).to_be_visible()
    till.keyboard.press("F2")
    expect(till.locator(".govuk-notification-banner").first).to_be_visible()
    assert captured(town, zoya) == []


def test_a_clerk_accepts_a_good_and_the_next_sale_covers_it(
    town: Served, open_window: Open, speak: Speaker, language: str
) -> None:
    number = {"ru": 801, "en": 802}[language]
    zoya = given_person(town, programme="food-certificate")
    till = become_till(open_window(width=1024), town)
    scan(till, zoya.card.digits, f"{code(number)} 100")
    till.keyboard.press("F2")
    expect(till.locator("main")).to_contain_text(speak.say("till_outcome_not_covered"))
    clerk = sign_in_as(open_window(), town, access.Role.CLERK)
    clerk.goto("/staff/catalogue")
    clerk.locator("tr", has_text=code(number)).get_by_role("button").first.click()
    expect(clerk.locator(".govuk-notification-banner--success")).to_be_visible()
    till.goto("/till/quote")
    expect(till.locator("#covered")).to_contain_text(speak.money(10_000))


def test_what_can_be_bought_is_found_while_it_is_typed(town: Served, open_window: Open, speak: Speaker) -> None:
    zoya = given_person(town, programme="food-certificate")
    phone = sign_in(open_window(width=360), zoya)
    phone.goto("/me/check")
    phone.locator("#q").press_sequentially("водка")
    expect(phone.locator("#found li").first).to_contain_text(speak.say("check_no"))
    phone.locator("#q").fill("4600610082647")
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_contain_text("Хлеб")
