"""Pages of staff in a real browser: they hinder nobody, and long work tells by itself how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from given.browser import axe, sideways, small_targets, window
from given.city import anna
from given.imports import code
from given.serving import Served
from socert.domain import access
from socert.entrypoints.pages.admission import SESSION_COOKIE
from socert.postgres import connect
from socert.wiring import real_time

PAGES = (
    *("/staff", "/staff/catalogue", "/staff/catalogue/articles", "/staff/people", "/staff/issue", "/staff/programmes"),
    *("/staff/programmes/food-certificate", "/staff/periods", "/staff/demand", "/staff/tills", "/staff/tills/1"),
    *("/staff/verify", "/staff/health", "/staff/audit", "/staff/tasks", f"/staff/catalogue/choose?marked=0{code(904)}"),
)


@contextmanager
def at_work(staffed: Served, browser: Browser, *, language: str, sight: str = "", width: int = 1280) -> Iterator[Page]:
    """An operator at a browser."""
    with connect(staffed.site.application_url) as conn:
        opened = access.open_session(conn, role=access.Role.OPERATOR, subject=1, now=real_time())
    with window(browser, staffed.url, language=language, sight=sight, width=width) as page:
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": opened.token, "url": staffed.url}])
        yield page


def test_a_page_of_staff_hinders_nobody(staffed: Served, browser: Browser) -> None:
    # In Russian at 400 %, where room is least; `test_every_page` looks from a desktop, and with high contrast.
    with at_work(staffed, browser, language="ru", sight="large", width=320) as page:
        for path in PAGES:
            answer = page.goto(path)
            assert answer is not None
            assert answer.ok, path
            _expect_nothing_in_the_way(page, path)
        page.goto("/staff/people")
        page.fill("#number", anna.snils.text)
        page.select_option("#purpose", "visit")
        page.press("#note", "Enter")
        expect(page.locator("h1")).to_contain_text("Иванова")
        _expect_nothing_in_the_way(page, "a person")


def _expect_nothing_in_the_way(page: Page, path: str) -> None:
    assert axe(page) == [], path
    assert sideways(page) == [], path
    assert small_targets(page) == [], path


def test_long_work_tells_by_itself_how_it_ends(staffed: Served, browser: Browser) -> None:
    with at_work(staffed, browser, language="en") as page:
        page.goto("/staff/verify")
        page.get_by_role("button", name="Verify now").click()
        expect(page.get_by_text("Everything holds.")).to_be_visible(timeout=30_000)
        assert "/staff/tasks/" in page.url
