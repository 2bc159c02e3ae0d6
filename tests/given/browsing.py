"""A browser without script: keeps cookies, sends forms as they stand on a page, follows where it is led."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from given.serving import NO_TLS
from socert.entrypoints.pages.admission import SESSION_COOKIE


@dataclass(slots=True)
class Form:
    """A form of a page: where it leads, how, and its fields as they stand; buttons are not among them."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._now: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._now = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self._now)
        if self._now is None:
            return
        name, value, kind = given.get("name") or "", given.get("value") or "", given.get("type") or ""
        if tag == "button" and name:
            self._now.buttons.append((name, value))
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in given:
            self._now.fields.append((self._select, value))
        is_chosen = kind not in {"checkbox", "radio"} or "checked" in given
        if tag == "input" and name and kind != "file" and is_chosen:
            self._now.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None


class Browser:
    """Somebody at a browser; `page` is what was shown last."""

    def __init__(self, url: str, *, session: str = "", language: str = "ru") -> None:
        cookies = {SESSION_COOKIE: session} if session else {}
        headers = {"accept-language": language}
        self.http = httpx.Client(
            base_url=url, cookies=cookies, headers=headers, timeout=60, follow_redirects=True, verify=NO_TLS
        )
        self.page: httpx.Response | None = None

    @property
    def text(self) -> str:
        """What the page shows, its marks and entities resolved."""
        assert self.page is not None
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.text)))

    @property
    def source(self) -> str:
        """The page as it came."""
        assert self.page is not None
        return self.page.text

    @property
    def status(self) -> int:
        """How it was answered."""
        assert self.page is not None
        return self.page.status_code

    @property
    def path(self) -> str:
        """Where one is."""
        assert self.page is not None
        return self.page.url.path

    def open(self, path: str, *, status: int = 200) -> "Browser":
        """Open a page."""
        self.page = self.http.get(path)
        assert self.page.status_code == status, f"{path}: {self.page.status_code}"
        return self

    def forms(self) -> list[Form]:
        """The forms of the page."""
        found = _Forms()
        found.feed(self.source)
        return found.forms

    def form(self, action: str, *, method: str = "") -> Form:
        """The first form that leads there, by a method where one is named."""
        return next(one for one in self.forms() if one.action == action and method in ("", one.method))

    def send(
        self,
        action: str,
        *,
        status: int = 200,
        method: str = "",
        files: Any = None,
        press: tuple[str, str] | None = None,
        **given: Any,
    ) -> "Browser":
        """Fill in a form of the page and send it; `status` is that of the page it leads to."""
        form = self.form(action, method=method)
        fields = [(name, value) for name, value in form.fields if name not in given]
        for name, value in given.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        if press is not None:
            assert press in form.buttons, form.buttons
            fields.append(press)
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        if form.method == "get":
            self.page = self.http.get(action, params=data)
        else:
            self.page = self.http.post(action, data=data, files=files)
        assert self.page.status_code == status, f"{action}: {self.page.status_code} {self.text[:600]}"
        return self

    def close(self) -> None:
        """Leave."""
        self.http.close()
