"""The landing page: what happened here, whether the books balance, what to try next; of a live one nothing of it."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from socert import wiring
from socert.domain import installation
from socert.entrypoints.pages.languages import language_of
from socert.entrypoints.pages.story import Facts, greet, read_facts, tell_story
from socert.entrypoints.pages.trying import program_of, steps
from socert.entrypoints.pages.words import WORDS
from socert.values import Language

FRESH_SECONDS = 5.0
_HERE = Path(__file__).parent
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
#: For pages anybody may open.
_ANYBODY: frozenset[str] = frozenset()

AnyRequest = Request[Any, Any, Any]

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(slots=True)
class KeptFacts:
    """The facts as read a few seconds ago at most; whoever comes meanwhile waits for the same reading."""

    facts: Facts | None = None
    read_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, site: wiring.Site) -> Facts:
        """The facts, read anew when they are too old."""
        async with self.lock:
            if self.facts is None or time.monotonic() - self.read_at > FRESH_SECONDS:
                self.facts = await asyncio.to_thread(_read, site)
                self.read_at = time.monotonic()
            return self.facts


def _read(site: wiring.Site) -> Facts:
    with site.transaction() as conn:
        return read_facts(conn, site)


@get("/", opt={"roles": _ANYBODY}, include_in_schema=False)
async def landing(request: AnyRequest) -> Response[str]:
    """What happened here; on a live installation only that it is one."""
    site: wiring.Site = request.app.state.site
    language = language_of(
        asked=request.query_params.get("lang", ""), accepted=request.headers.get("accept-language", "")
    )
    shown = {
        "words": {key: text.in_language(language) for key, text in WORDS.items()},
        "language": language,
        "other_language": Language.EN if language is Language.RU else Language.RU,
    }
    if site.installation.kind is installation.Kind.LIVE:
        # Anybody may open this page, and what merchants are owed is not for anybody.
        page = _templates.get_template("live.html.jinja").render(story=greet(site, language=language), **shown)
    else:
        page = await _story_page(request, site, language=language, shown=shown)
    headers = _HEADERS | {"content-language": language, "vary": "accept-language", "cache-control": "no-cache"}
    return Response(page, media_type="text/html", headers=headers)


async def _story_page(request: AnyRequest, site: wiring.Site, *, language: Language, shown: dict[str, Any]) -> str:
    kept: KeptFacts = request.app.state.setdefault("landing", KeptFacts())
    facts = await kept.current(site)
    return _templates.get_template("landing.html.jinja").render(
        story=tell_story(facts, site=site, language=language),
        steps=steps(site, base_url=str(request.base_url).rstrip("/"), now=facts.now),
        program=program_of(site),
        database=site.database,
        **shown,
    )


@get("/assets/socert.css", opt={"roles": _ANYBODY}, include_in_schema=False, sync_to_thread=False)
def style() -> Response[bytes]:
    """How pages look."""
    return _asset("socert.css", media_type="text/css")


@get("/assets/socert.svg", opt={"roles": _ANYBODY}, include_in_schema=False, sync_to_thread=False)
def icon() -> Response[bytes]:
    """The icon in the browser's tab."""
    return _asset("socert.svg", media_type="image/svg+xml")


def _asset(name: str, *, media_type: str) -> Response[bytes]:
    headers = _HEADERS | {"cache-control": "max-age=300"}
    return Response((_HERE / "assets" / name).read_bytes(), media_type=media_type, headers=headers)


ROUTES: tuple[HTTPRouteHandler, ...] = (landing, style, icon)
