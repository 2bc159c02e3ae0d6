"""Every person at every page: generated from the routes, so that a new page without a rule cannot slip in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from given.colleagues import given_colleague
from given.serving import Served
from given.stepping import StepBrowser, browser_of
from socert.domain.access import Role
from socert.entrypoints.pages import routes
from socert.entrypoints.pages.admission import RESIDENT, TILL_COOKIE, TOKEN_FIELD, VISITOR_COOKIE
from socert.entrypoints.pages.words import WORDS
from socert.entrypoints.server.application import make_application
from socert.values import Text

_PLACE = re.compile(r"\{(\w+):(\w+)\}")
_SAMPLES: Mapping[str, str] = {"str": "x", "int": "1", "path": "socert.css", "uuid": "0" * 32}
#: Whoever is no till is led to where one becomes one.
_JOIN = "/till/join"
TILL = "a till's browser"
_ROLES = (Role.RESIDENT, Role.OPERATOR, Role.CLERK, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Page:
    """A route with its rule; `path` has something in each place."""

    method: str
    path: str
    people: frozenset[Role]
    is_of_till: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _pages() -> Iterator[Page]:
    for handler in routes.ROUTES:
        for template in handler.paths:
            path = _PLACE.sub(lambda place: _SAMPLES[place[2]], template)
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield Page(method, path, handler.opt["people"], bool(handler.opt.get("till")))


def _said(key: str) -> str:
    word = WORDS[key]
    assert isinstance(word, Text)
    return word.ru


@pytest.fixture
def visitors(served: Served) -> Iterator[dict[str, StepBrowser]]:
    """A browser of each kind; "" is nobody, and one is a till where nobody is signed in."""
    subjects = {Role.RESIDENT: served.city.anna.holder} | {
        role: given_colleague(served.city.conn, login=role, role=role).number for role in _ROLES[1:]
    }
    served.city.conn.commit()
    found = {"": browser_of(served), TILL: browser_of(served)}
    found[TILL].http.cookies.set(TILL_COOKIE, served.city.bullfinch.till.key)
    for role, subject in subjects.items():
        found[role] = browser_of(served).signed_in(role, subject)
    for browser in found.values():
        browser.open("/")
        assert VISITOR_COOKIE in browser.http.cookies
    yield found
    for browser in found.values():
        browser.http.close()


def _expected(page: Page, visitor: str) -> str:
    """What has to happen: led to a door, "not yours", "stale" for a form without its token, or admitted."""
    if page.people and visitor not in page.people:
        if visitor in ("", TILL):
            return "/sign-in" if page.people == RESIDENT else "/staff/sign-in"
        return "not yours"
    if page.is_of_till and visitor != TILL:
        return _JOIN
    return "admitted" if page.method == "GET" else "stale"


def _happened(answer: httpx.Response) -> str:
    if answer.status_code == 303:
        door = answer.headers["location"].partition("?")[0]
        return door if door in ("/sign-in", "/staff/sign-in", _JOIN) else "admitted"
    if answer.status_code == 403:
        for kind, word in (("not yours", "not_yours_title"), ("stale", "form_stale_title")):
            if _said(word) in answer.text:
                return kind
    return "admitted" if answer.status_code < 500 else f"failed with {answer.status_code}"


def test_every_page_admits_whom_it_names_and_every_form_wants_its_token(
    visitors: dict[str, StepBrowser],
) -> None:
    wrong = []
    for page in _pages():
        for visitor, browser in visitors.items():
            answer = browser.http.request(page.method, page.path, data={"a": "b"} if page.method != "GET" else None)
            happened, expected = _happened(answer), _expected(page, visitor)
            if not page.people and page.method == "GET" and not page.is_of_till:
                # A page for anybody may lead on as it likes, but fails nobody and refuses nobody.
                happened = "admitted" if happened.startswith("/") else happened
            if happened != expected:
                wrong.append(f"{page} as {visitor or 'nobody'}: {happened} ({answer.status_code}), not {expected}")
    assert wrong == []


def test_a_token_of_another_browser_or_of_another_session_is_none(visitors: dict[str, StepBrowser]) -> None:
    operator, auditor, nobody = visitors[Role.OPERATOR], visitors[Role.AUDITOR], visitors[""]
    path = "/staff/account/sign-out-everywhere"
    operator.open("/staff/account")
    token = re.search(rf'name="{TOKEN_FIELD}" value="(\w+)"', operator.text())
    assert token is not None
    for browser in (auditor, nobody):
        answer = browser.http.post(path, data={TOKEN_FIELD: token[1]})
        assert _happened(answer) in ("stale", "/staff/sign-in")
    for made_up in ("", "0" * 64, token[1][:-1], "ы"):
        assert _happened(operator.http.post(path, data={TOKEN_FIELD: made_up})) == "stale"
    assert operator.http.post(path, data={TOKEN_FIELD: token[1]}).status_code == 303


def test_no_page_takes_forms_without_a_token_by_its_own_word() -> None:
    assert [handler.paths for handler in routes.ROUTES if "without_token" in handler.opt] == []


def test_every_page_that_is_served_is_in_the_matrix(served: Served) -> None:
    router = make_application(served.site)._behind
    assert isinstance(router, Litestar)
    served_here = [handler for one in router.routes if isinstance(one, HTTPRoute) for handler in one.route_handlers]
    handlers = [handler for handler in served_here if "people" in handler.opt]
    found = {(method, path) for one in handlers for path in one.paths for method in one.http_methods}
    known = {(method, path) for one in routes.ROUTES for path in one.paths for method in one.http_methods}
    assert {pair for pair in found if pair[0] != "OPTIONS"} == {pair for pair in known if pair[0] != "OPTIONS"}
