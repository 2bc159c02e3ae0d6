"""In a real browser: the network dies in mid-sale, answers are lost, the server is killed, pages are loaded again."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from given.browser import axe, sideways, small_targets, window
from given.city import ANNA_CARD, BORIS_CARD
from given.command_line import CommandLine
from given.serving import Served
from given.tills import BREAD, VODKA, balance, invite, leave_lying, paid
from socert.entrypoints.replays.visitors import VISITORS

#: Cut before the page is opened whose script asks: one that is open already may go on past it for a moment.
PAY = "**/till/pay"
RECEIPT = "**/till/sales/auth_*"
UNKNOWN = "Мы не знаем, прошла ли оплата"


@contextmanager
def till(browser: Browser, url: str, code: str, *, width: int = 1024, language: str = "ru") -> Iterator[Page]:
    """A window that has become a till."""
    with window(browser, url, width=width, language=language, is_cut_off=True) as page:
        page.goto("/till/join")
        page.fill("#code", code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/till")
        yield page


def scan(page: Page, *entries: str) -> None:
    """What a scanner does: type and press Enter, and go on at once."""
    for entry in entries:
        page.keyboard.type(entry)
        page.keyboard.press("Enter")


def calculate(page: Page, *entries: str) -> None:
    """Scan and calculate, by keys alone."""
    scan(page, *entries)
    page.keyboard.press("F2")
    page.wait_for_url("**/till/quote")


def panel(page: Page) -> None:
    """The page says that it does not know."""
    expect(page.locator("#till-asking")).to_be_visible()
    expect(page.locator("#till-asking")).to_contain_text(UNKNOWN)
    expect(page.locator("#till-asking")).to_contain_text("дважды не спишется")


def test_scans_are_faster_than_the_server_and_outlive_the_network(shop: Served, browser: Browser) -> None:
    before, had = paid(shop), balance(shop)
    with till(browser, shop.url, invite(shop).code) as page:
        scan(page, ANNA_CARD.digits, f"{BREAD} 59,90", BREAD)
        expect(page.locator("#quantity-1")).to_have_value("2")
        page.context.set_offline(True)
        scan(page, f"{VODKA} 549", BREAD)
        expect(page.locator("#till-offline")).to_contain_text("Нет связи")
        expect(page.locator("#till-offline")).to_contain_text("Ждут отправки: 2")
        page.context.set_offline(False)
        expect(page.locator("#quantity-1")).to_have_value("3")
        expect(page.locator("#till-offline")).to_be_empty()
        calculate(page)
        page.context.set_offline(True)
        page.keyboard.press("F2")
        panel(page)
        expect(page.locator("#till-offline")).to_have_text("Нет связи.")
        kept = page.evaluate("localStorage.getItem('socert-till-pending')")
        assert ANNA_CARD.digits not in kept
        assert "form_token" not in kept
        page.keyboard.press("F2")  # once more changes nothing
        page.context.set_offline(False)
        page.wait_for_url(RECEIPT)
        expect(page.locator("#own-money")).to_contain_text("549,00")
        assert page.evaluate("localStorage.getItem('socert-till-pending')") is None
    assert (paid(shop), had - balance(shop)) == (before + 1, 3 * 5_990)


def test_a_slip_among_quick_scans_stays_on_the_screen(shop: Served, browser: Browser) -> None:
    with till(browser, shop.url, invite(shop).code) as page:
        scan(page, f"{BREAD} 59,90", "4600610082648", f"{VODKA} 549")
        expect(page.locator("#quantity-2")).to_be_visible()
        expect(page.locator(".govuk-error-summary")).to_contain_text("контрольная цифра не сходится")
        page.keyboard.press("Escape")
        expect(page.locator(".govuk-error-summary")).to_be_hidden()
        scan(page, BREAD)
        expect(page.locator("#quantity-1")).to_have_value("2")
        expect(page.locator(".govuk-error-summary")).to_be_hidden()


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_lost_answer_is_asked_for_again_also_after_a_reload(
    shop: Served, browser: Browser, *, is_taken: bool
) -> None:
    before, had = paid(shop), balance(shop, BORIS_CARD)
    cut: list[str] = []

    def lose(route: Route) -> None:
        """The server takes it, or does not, and the answer is lost on the way."""
        cut.append(route.request.url)
        if is_taken:
            route.fetch(max_redirects=0)
        route.abort()

    with till(browser, shop.url, invite(shop).code) as page:
        page.route(PAY, lose)
        calculate(page, f"{BREAD} 10", BORIS_CARD.digits)
        page.keyboard.press("F2")
        panel(page)
        page.reload()
        panel(page)
        page.goto("/till/returns")
        panel(page)
        assert len(cut) >= 3
        assert paid(shop) == before + is_taken
        page.unroute(PAY)
        page.wait_for_url(RECEIPT)
    assert (paid(shop), had - balance(shop, BORIS_CARD)) == (before + 1, 1_000)


def test_what_was_asked_yesterday_waits_for_the_cashier(shop: Served, browser: Browser) -> None:
    before, had = paid(shop), balance(shop, BORIS_CARD)
    sent: list[str] = []
    with till(browser, shop.url, invite(shop).code) as page:
        page.route(PAY, lambda route: route.abort())
        calculate(page, f"{BREAD} 10", BORIS_CARD.digits)
        page.keyboard.press("F2")
        panel(page)
        aged = "{...JSON.parse(localStorage['socert-till-pending']), since: Date.now() - 301000}"
        page.add_init_script(
            f"localStorage['socert-till-pending'] && (localStorage['socert-till-pending'] = JSON.stringify({aged}))"
        )
        page.unroute(PAY)
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.reload()
        asking = page.locator("#till-asking")
        expect(asking).to_contain_text("Само ничего не отправится")
        expect(asking).not_to_contain_text("Спрашиваем снова", use_inner_text=True)
        page.wait_for_timeout(1_500)
        assert (sent, paid(shop)) == ([], before)
        leave_lying(shop, minutes=16)
        page.get_by_role("button", name="Спросить сейчас").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("Чек лежал слишком долго")
        expect(page.locator("#card")).to_have_text("Карты пока нет")
        expect(asking).to_be_hidden()
        assert page.evaluate("localStorage.getItem('socert-till-pending')") is None
    assert (paid(shop), balance(shop, BORIS_CARD)) == (before, had)


@pytest.mark.parametrize("is_taken", [True, False])
def test_the_cashier_voids_instead_and_nothing_is_charged(shop: Served, browser: Browser, *, is_taken: bool) -> None:
    had = balance(shop, BORIS_CARD)
    with till(browser, shop.url, invite(shop).code) as page:
        page.route(PAY, lambda route: (route.fetch(max_redirects=0) if is_taken else None, route.abort()))
        calculate(page, f"{BREAD} 10", BORIS_CARD.digits)
        page.keyboard.press("F2")
        panel(page)
        assert had - balance(shop, BORIS_CARD) == (1_000 if is_taken else 0)
        page.get_by_role("button", name="Отменить покупку").click()
        page.wait_for_url(RECEIPT if is_taken else "**/till?told=abandoned")
        expect(page.locator("main")).to_contain_text("Покупка отменена")
        assert balance(shop, BORIS_CARD) == had
        assert page.evaluate("localStorage.getItem('socert-till-pending')") is None


@contextmanager
def free_port() -> Iterator[int]:
    """A port nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
    yield port


def test_a_server_killed_in_mid_sale_has_charged_once_when_it_is_back(demo: CommandLine, browser: Browser) -> None:
    demo_of = ("--database", "socert_demo")
    code = demo.ask("merchant", "invite", "till_1", *demo_of)["code"]
    card = VISITORS[0].card.digits
    with free_port() as port:
        where = (*demo_of, "--port", str(port))
        with demo.serving(*where) as (url, process), till(browser, url, code) as page:

            def kill(route: Route) -> None:
                route.fetch(max_redirects=0)
                process.kill()
                process.wait()
                route.abort()

            page.route(PAY, kill, times=1)
            calculate(page, f"{BREAD} 59,90", card)
            page.keyboard.press("F2")
            panel(page)
            with demo.serving(*where):
                page.wait_for_url(RECEIPT)
                expect(page.locator("h1")).to_contain_text("Оплачено")
                number = page.locator("h1").inner_text().split()[-1]
                page.goto(f"/till/returns?receipt={number}")
                page.wait_for_url("**/till/returns/auth_*")  # one purchase has this number, no more


@pytest.mark.parametrize(("language", "width"), [("ru", 360), ("en", 1024)])
def test_every_page_of_the_till_is_for_everybody(shop: Served, browser: Browser, *, language: str, width: int) -> None:
    found: list[str] = []
    with till(browser, shop.url, invite(shop).code, width=width, language=language) as page:

        def look() -> None:
            found.extend(f"{page.url}: {one}" for one in [*axe(page), *sideways(page), *small_targets(page)])

        scan(page, "4600610082648")
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        look()
        page.keyboard.press("Escape")
        scan(page, f"{BREAD} 59,90", VODKA)
        expect(page.locator("#price")).to_be_visible()
        look()
        page.route(PAY, lambda route: route.abort())
        calculate(page, "549", BORIS_CARD.digits)
        look()
        page.keyboard.press("F2")
        expect(page.locator("#till-asking")).to_be_visible()
        look()
        page.unroute(PAY)
        page.wait_for_url(RECEIPT)
        look()
        page.locator("a[href^='/till/returns/auth_']").click()
        page.wait_for_url("**/till/returns/auth_*")
        look()
        page.fill("#back-1", "1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/till/refunds/*")
        look()
        page.goto("/till/day")
        look()
    assert found == []
