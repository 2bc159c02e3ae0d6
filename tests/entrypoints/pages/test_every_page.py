"""Every page that links lead to, from every door of the demo: nobody is hindered, nothing is broken, both languages."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page

from given.browser import browser, hindrances, window

__all__ = ["browser"]

DOORS = ("", "pensioner", "mother", "till", "clerk", "operator")
#: A desktop in Russian, and in English whoever zooms to 400 % and wants high contrast.
READERS = ({"language": "ru", "width": 1280}, {"language": "en", "sight": "contrast-large", "width": 320})
PAGES_MAX = 60
#: Looked at once, without a door.
OPEN_TO_ALL = {"/", "/developers", "/components", "/sign-in", "/staff/sign-in", "/till/join"}
_NUMBERS = re.compile(r"(?<=/)(?:[0-9a-f-]{8,}|[a-z]+_[0-9a-zA-Z-]+|[0-9]+|\d{4}-W\d\d)(?=/|$)")
#: What is no page, or ends the visit.
_NO_PAGE = re.compile(r"\.(?:pdf|csv|xlsx|svg|json|txt|tsv)\b|/sight\?|/api/|/registers/|lang=|/assets/")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader["language"])
@pytest.mark.parametrize("door", DOORS)
def test_no_page_behind_a_door_hinders_anybody(
    demo_url: str, browser: Browser, door: str, reader: dict[str, Any]
) -> None:
    with window(browser, demo_url, **reader) as page:
        page.goto("/")
        if door:
            page.locator(f'button[name="door"][value="{door}"]').click()
            page.wait_for_load_state()
        found = {path: faults for path in _crawl(page, demo_url, door) if (faults := _faults(page, path))}
        assert found == {}


def _faults(page: Page, path: str) -> list[str]:
    answered = page.goto(path)
    status = 0 if answered is None else answered.status
    return hindrances(page) if status in (200, 422) else [f"answered {status}"]


def _crawl(page: Page, url: str, door: str) -> Iterator[str]:
    """One page of every kind, as links lead from one to the next; the caller opens each before asking for more."""
    waiting, seen = deque([page.url.removeprefix(url)]), set(OPEN_TO_ALL) if door else set[str]()
    while waiting and len(seen) < PAGES_MAX:
        path = waiting.popleft()
        kind = _NUMBERS.sub("*", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        yield path
        links = page.evaluate("() => [...document.querySelectorAll('a[href]')].map(one => one.href)")
        here = (urldefrag(link)[0] for link in links if link.startswith(f"{url}/"))
        waiting += [link.removeprefix(url) for link in here if not _NO_PAGE.search(link)]
    assert len(seen) < PAGES_MAX, "links lead on and on"
