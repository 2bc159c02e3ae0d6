"""A browser that takes one step at a time: redirects are seen, and a form goes to any path with the page's token."""

import html
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from given.serving import NO_TLS, Served
from socert import wiring
from socert.domain import access
from socert.domain.access import Role
from socert.entrypoints.pages.admission import SESSION_COOKIE, TOKEN_FIELD

_TOKEN = re.compile(rf'name="{TOKEN_FIELD}" value="([0-9a-f]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class NoFormThere(LookupError):
    """The page a form is to be sent from has none, so it has no token."""


@dataclass(slots=True)
class StepBrowser:
    """One browser at a server. Redirects are shown, not followed; `follow` does."""

    url: str
    site: wiring.Site | None = None
    language: str = "ru"
    http: httpx.Client = field(init=False)
    page: httpx.Response | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=self.url,
            timeout=30,
            headers={"accept-language": self.language, "accept": "text/html"},
            verify=NO_TLS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.http.close()

    def open(self, path: str) -> httpx.Response:
        """A page, which the browser then stands on."""
        self.page = self.http.get(path)
        return self.page

    def follow(self) -> httpx.Response:
        """Where the page leads, through all redirects."""
        assert self.page is not None
        for _ in range(5):
            if not self.page.is_redirect:
                break
            self.open(self.page.headers["location"])
        return self.page

    def submit(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the token of the page stood on, or of the page at `path`, and stand on the answer.

        Hidden fields of the page go along unless they are given.

        Raises:
            NoFormThere: neither page has a form.
        """
        if self.page is None or _TOKEN.search(self.page.text) is None:
            self.open(path)
        assert self.page is not None
        found = _TOKEN.search(self.page.text)
        if found is None:
            raise NoFormThere(f"{self.page.url} has no form; it answered {self.page.status_code}.")
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(self.page.text)}
        self.page = self.http.post(path, data={**hidden, TOKEN_FIELD: found[1], **fields})
        return self.page

    def text(self) -> str:
        """The page as it reads, entities resolved."""
        assert self.page is not None
        return html.unescape(self.page.text)

    def signed_in(self, role: Role, subject: int) -> "StepBrowser":
        """The same browser, signed in as somebody without passing a door."""
        assert self.site is not None, "it was not told at which site"
        with self.site.transaction() as conn:
            opened = access.open_session(conn, role=role, subject=subject, now=wiring.real_time())
        self.http.cookies.set(SESSION_COOKIE, opened.token)
        self.page = None
        return self


def browser_of(served: Served, *, language: str = "ru") -> StepBrowser:
    """A new browser at a server."""
    return StepBrowser(served.url, site=served.site, language=language)
