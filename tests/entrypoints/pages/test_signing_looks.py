"""Signing in at a real browser by keyboard: invitation, password, code, account; nobody is hindered on the way."""

import re

import pytest
from playwright.sync_api import Browser, Page
from pyotp import TOTP

from given.browser import axe, sideways, small_targets, window
from given.colleagues import given_invitation
from given.serving import Served
from socert.domain.access import Role
from socert.wiring import real_time

PASSWORD = "шесть гусей летят на юг"
#: Language, sight, pixels, and whether scripts run.
READERS: tuple[tuple[str, str, int, bool], ...] = (("ru", "", 1280, True), ("en", "contrast-large", 360, False))


def _hinders_nobody(page: Page, *, has_script: bool) -> None:
    if has_script:
        assert axe(page) == [], page.url
    assert sideways(page) == [], page.url
    assert small_targets(page) == [], page.url


def _types(page: Page, *entries: tuple[str, str]) -> None:
    """Fill in fields and send the form with Enter."""
    for field, text in entries:
        page.focus(field)
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_a_colleague_comes_in_by_keyboard_and_is_hindered_nowhere(
    served: Served, browser: Browser, reader: tuple[str, str, int, bool]
) -> None:
    language, sight, width, has_script = reader
    invitation = given_invitation(served.city.conn, login="olga", role=Role.AUDITOR, now=real_time())
    served.city.conn.commit()
    with window(browser, served.url, language=language, sight=sight, width=width, has_script=has_script) as page:
        page.goto("/staff/invitation")
        _hinders_nobody(page, has_script=has_script)
        _types(page, ("#code", invitation.code))
        _hinders_nobody(page, has_script=has_script)
        totp = page.inner_text(".socert-signing-secret").replace(" ", "")
        code = ("#confirmation", TOTP(totp).at(real_time()))
        _types(page, ("#password", PASSWORD), ("#again", PASSWORD), code)
        assert page.url.endswith("/staff/recovery-codes")
        _hinders_nobody(page, has_script=has_script)
        codes = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", page.inner_text("main"))
        page.focus("main button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/sign-in")
        _hinders_nobody(page, has_script=has_script)
        page.goto("/staff/sign-in?next=/staff/account")
        _types(page, ("#login", "olga"), ("#password", PASSWORD))
        _hinders_nobody(page, has_script=has_script)
        _types(page, ("#code", codes[0]))
        assert page.url.endswith("/staff/account")
        _hinders_nobody(page, has_script=has_script)
        page.goto("/staff/account/second-factor")
        _hinders_nobody(page, has_script=has_script)
