"""The resident's door in a real browser: nobody is hindered, on a phone and at 400 %, in both languages."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from entrypoints.pages.resident.conftest import BREAD, VODKA, Bought, SignIn
from given.browser import axe, browser, sideways, small_targets, window
from given.serving import Served
from socert.entrypoints.pages.admission import SESSION_COOKIE

__all__ = ["browser"]

#: Language, sight, and pixels: a desktop, and one zoomed to 400 % by somebody who reads large letters. The demo's pages
#: are looked at as they are and with large letters of high contrast: `test_every_page`.
READERS = (("en", "contrast", 1280), ("ru", "large", 320))
OUTSIDE = ("/sign-in",)
INSIDE = (
    *("/me", "/me/more", "/me/shops", "/me/shops?category=spirits", "/me/history"),
    *("/me/check", "/me/check?q=хлеб", "/me/check?q=абракадабра", "/me/check?q=123456789012"),
    *(f"/me/check/price?gtin={BREAD}&price=79,90", f"/me/check/price?gtin={VODKA}&price=много"),
)


@pytest.mark.parametrize("reader", READERS)
def test_a_resident_is_not_hindered(
    residents: Served, signed_in: SignIn, bought: Bought, browser: Browser, reader: tuple[str, str, int]
) -> None:
    found = {}
    language, sight, width = reader
    with window(browser, residents.url, language=language, sight=sight, width=width) as page:
        pages = [*OUTSIDE, "/sign-in/code", *INSIDE, f"/me/history/{bought.authorisation}"]
        for path in pages:
            if path == "/sign-in/code":
                page.fill("#card", residents.city.boris.card.digits)
                page.press("#card", "Enter")
                page.wait_for_url("**/sign-in/code")
                token = signed_in(residents.city.anna).http.cookies[SESSION_COOKIE]
                page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": residents.url}])
            else:
                page.goto(path)
            assert urlsplit(page.url).path == urlsplit(path).path
            if wrong := [*axe(page), *sideways(page), *small_targets(page)]:
                found[path] = wrong
    assert found == {}


def test_what_several_things_look_like_hinders_nobody(residents: Served, signed_in: SignIn, browser: Browser) -> None:
    for person in (residents.city.boris, residents.city.vera):
        token = signed_in(person).http.cookies[SESSION_COOKIE]
        with window(browser, residents.url, width=360) as page:
            page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": residents.url}])
            page.goto("/me")
            assert [*axe(page), *sideways(page), *small_targets(page)] == []
