"""What pages look like in a real browser, with which they hinder nobody, and what scripts add to them."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from given.browser import axe, sideways, small_targets, window

PAGES = ("/", "/components", "/no-such-page")
#: Language, sight, and pixels: a desktop, a phone, and a desktop zoomed to 400 % by somebody who reads large letters.
READERS = (("ru", "", 1280), ("en", "contrast", 1280), ("ru", "contrast-large", 360), ("ru", "large", 320))
WARNED_AFTER_SECONDS = 25 * 60
ENDED_AFTER_SECONDS = 30 * 60


@pytest.mark.parametrize(("language", "sight", "width"), READERS)
def test_a_page_hinders_nobody(demo_url: str, browser: Browser, language: str, sight: str, width: int) -> None:
    with window(browser, demo_url, language=language, sight=sight, width=width) as page:
        for path in PAGES:
            page.goto(path)
            assert axe(page) == [], path
            assert sideways(page) == [], path
            assert small_targets(page) == [], path


def test_letters_are_golos_text_and_come_from_here(demo_url: str, browser: Browser) -> None:
    with window(browser, demo_url) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/components")
        # A letter that the font does not have leaves the width as the next font of the list has it.
        widths = page.evaluate(
            """async () => {
                await document.fonts.ready;
                const canvas = document.createElement("canvas").getContext("2d");
                const width = (font, text) => { canvas.font = `40px ${font}`; return canvas.measureText(text).width; };
                return [..."Ёщ₽№—A1"].map(one => [one, width('"Golos Text", serif', one), width("serif", one)]);
            }"""
        )
        assert [letter for letter, ours, theirs in widths if ours == theirs] == []
        assert [url for url in asked if not url.startswith(demo_url)] == []
        assert [url for url in asked if "/fonts/golos-text-cyrillic.woff2" in url]


def test_an_installation_with_real_people_shows_no_components(live_url: str) -> None:
    assert httpx.get(f"{live_url}/components").status_code == 404


def test_the_notices_are_text_anybody_can_read(demo_url: str) -> None:
    notices = httpx.get(f"{demo_url}/assets/NOTICES.txt")
    assert notices.headers["content-type"] == "text/plain; charset=utf-8"
    assert "SIL OPEN FONT LICENSE" in notices.text


def test_an_error_is_where_the_reader_is_led_to(demo_url: str, browser: Browser) -> None:
    with window(browser, demo_url) as page:
        page.goto("/sign-in")
        page.fill("#card", "123")
        page.press("#card", "Enter")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#card")).to_be_focused()


def test_a_form_is_sent_once_however_often_it_is_pressed(demo_url: str, browser: Browser) -> None:
    with window(browser, demo_url) as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.goto("/")
        page.dblclick("button[value=pensioner]")
        page.wait_for_url("**/me")
        assert len(sent) == 1


def test_what_changes_by_itself_is_taken_anew_while_somebody_looks(demo_url: str, browser: Browser) -> None:
    with window(browser, demo_url) as page:
        page.clock.install()
        page.goto("/components")
        words = page.locator("#issuing .socert-progress__words")
        told = words.text_content()
        words.evaluate("one => one.textContent = ''")
        page.clock.fast_forward(20_000)
        assert words.text_content() == ""
        page.clock.fast_forward(15_000)
        expect(words).to_have_text(told or "nothing")


def test_without_a_script_the_same_is_a_link(demo_url: str, browser: Browser) -> None:
    with window(browser, demo_url, has_script=False) as page:
        page.goto("/components")
        page.click("#issuing .socert-refresh")
        assert page.url == f"{demo_url}/components"
        page.goto("/")
        page.click("button[value=pensioner]")
        assert page.url == f"{demo_url}/me"


@pytest.fixture
def signed_in(demo_url: str, browser: Browser) -> Iterator[Page]:
    """A window of somebody who is signed in; its clock is the test's."""
    with window(browser, demo_url) as page:
        page.clock.install()
        page.goto("/")
        page.click("button[value=pensioner]")
        page.wait_for_url("**/me")
        yield page


def test_whoever_does_nothing_is_asked_and_may_stay(signed_in: Page) -> None:
    asked = signed_in.locator("#idle")
    signed_in.clock.fast_forward((WARNED_AFTER_SECONDS - 60) * 1000)
    expect(asked).to_be_hidden()
    signed_in.clock.fast_forward(60_000)
    expect(asked).to_be_visible()
    assert axe(signed_in) == []
    with signed_in.expect_response("**/still-here") as answer:
        signed_in.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(asked).to_be_hidden()


def test_another_window_of_the_same_person_counts(signed_in: Page) -> None:
    signed_in.clock.fast_forward(WARNED_AFTER_SECONDS * 1000)
    expect(signed_in.locator("#idle")).to_be_visible()
    signed_in.evaluate("localStorage.setItem('socert-seen', String(Date.now()))")
    signed_in.clock.fast_forward(10_000)
    expect(signed_in.locator("#idle")).to_be_hidden()


def test_whoever_does_not_answer_is_signed_out(signed_in: Page, demo_url: str) -> None:
    signed_in.clock.fast_forward(WARNED_AFTER_SECONDS * 1000)
    signed_in.clock.fast_forward((ENDED_AFTER_SECONDS - WARNED_AFTER_SECONDS) * 1000)
    signed_in.wait_for_url(f"{demo_url}/")
    signed_in.goto("/me")
    assert "/sign-in" in signed_in.url


def test_nobody_who_is_not_signed_in_is_still_there(demo_url: str) -> None:
    answer = httpx.get(f"{demo_url}/still-here")
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["location"]
