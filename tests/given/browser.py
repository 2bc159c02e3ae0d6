"""A real browser for tests: Debian's Chromium through Playwright, and axe, which says what hinders people.

A test asks for the fixture `browser`; without Chromium it is skipped.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from given.checkout import FRONTEND

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 AA, which is more than ГОСТ Р 52872-2019 asks for, and what the authors of axe advise besides.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


# Not for the whole session: while Playwright is open its event loop counts as running, and no other test may run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the tests of a file."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this system")
    with sync_playwright() as playwright:
        # Root may start it only without its sandbox; it shows our own pages.
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def window(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    language: str = "ru",
    sight: str = "",
    has_script: bool = True,
    is_cut_off: bool = False,
) -> Iterator[Page]:
    """A new window without any cookie but those of language and sight.

    Whatever its console complains of is an error, with it what our content policy forbids; refused requests aside.

    Args:
        browser: The fixture.
        url: Where the server is; paths are taken from there.
        width: CSS pixels; 320 is a wide screen at 400 %.
        language: ru or en.
        sight: "contrast", "large" or "contrast-large".
        has_script: False is a browser whose owner has switched scripts off.
        is_cut_off: its network is about to fail, which the console tells and nobody minds.
    """
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": 800},
        locale=language,
        java_script_enabled=has_script,
    )
    cookies = {"socert_language": language, "socert_sight": sight}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items() if value])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    expected = ("status of 4", "net::ERR") if is_cut_off else ("status of 4",)
    assert [said for said in complaints if not any(one in said for one in expected)] == []


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it is now: the rule, what it is about, and where, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(RULES))
    return [
        f"{violation['id']}: {node['failureSummary']} {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The elements that make a page wider than its window, so that it would scroll sideways; mostly none."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 150))"""
    )
    return wide


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is lower or narrower than 44 pixels, links within a sentence aside."""
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, label[for]")]
        .filter(one => one.type !== "hidden" && one.checkVisibility() && !one.closest("[hidden]"))
        .filter(one => !one.matches("p a, .govuk-error-summary a, .govuk-table a, .govuk-skip-link"))
        .filter(one => !one.matches("label:not(.govuk-radios__label, .govuk-checkboxes__label)"))
        .filter(one => { const box = one.getBoundingClientRect(); return box.height < 43.5 || box.width < 24; })
        .map(one => one.outerHTML.slice(0, 150))"""
    )
    return small


def hindrances(page: Page) -> list[str]:
    """All of the above: whatever on the page hinders somebody."""
    return [*axe(page), *sideways(page), *small_targets(page)]
