"""From a template to an answer: language, words, clock, form token, headers; nothing is loaded from elsewhere."""

import re
import secrets
from datetime import datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from socert import wiring
from socert.domain import installation
from socert.entrypoints.pages.admission import (
    TOKEN_FIELD,
    VISITOR_COOKIE,
    AnyRequest,
    form_token,
    found_person,
    found_till,
)
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.languages import language_of
from socert.entrypoints.pages.speaking import Speaker

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
LANGUAGE_COOKIE = "socert_language"
SIGHT_COOKIE = "socert_sight"
_YEAR_SECONDS = 365 * 24 * 3600
_VISITOR_BYTES = 16
#: What a resident may set: which words the cookie may hold.
SIGHTS = frozenset({"contrast", "large"})
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), payment=()",
}
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def speaker_of(request: AnyRequest) -> Speaker:
    """The language of this request: asked for in the address, kept in the cookie, else the browser's, else Russian."""
    asked = request.query_params.get("lang", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    language = language_of(asked=asked, accepted=request.headers.get("accept-language", ""))
    return Speaker(language, desk_of(request).site.installation.zone)


def sight_of(request: AnyRequest) -> frozenset[str]:
    """How somebody wants to see pages: `contrast`, `large`, both or neither."""
    return SIGHTS & set(request.cookies.get(SIGHT_COOKIE, "").split("-"))


def render(
    request: AnyRequest, template: str, *, status: int = HTTPStatus.OK, shown: dict[str, Any] | None = None
) -> Response[str]:
    """A page from a template of `templates/`, which extends `layout.html.jinja`.

    The template finds its values by name; besides `shown` there are `words.KEY`, `say(KEY, count=…, …)`, `text`,
    `money`, `number`, `percent`, `day`, `moment`, `person`, `form_token`, `path`, `asset(NAME)`, `language`, `sight`.
    """
    speaker, site = speaker_of(request), desk_of(request).site
    if VISITOR_COOKIE not in request.cookies:
        request.state.visitor = secrets.token_urlsafe(_VISITOR_BYTES)
    page = _templates.get_template(template).render(
        _frame(request, speaker, site=site) | spoken(speaker) | (shown or {})
    )
    headers = HEADERS | {
        "content-language": speaker.language,
        "vary": "accept-language, cookie",
        "cache-control": "no-store" if found_person(request) or found_till(request) else "no-cache",
    }
    return Response(page, media_type="text/html", status_code=status, headers=headers, cookies=_cookies(request))


def spoken(speaker: Speaker) -> dict[str, Any]:
    """How templates speak."""
    return {
        "words": speaker.plain_words(),
        "say": speaker.say,
        "text": speaker.text,
        "money": speaker.money,
        "number": speaker.count,
        "percent": speaker.percent,
        "day": speaker.day,
        "moment": speaker.moment,
        "language": speaker.language,
        "other_language": speaker.other_language,
    }


def _frame(request: AnyRequest, speaker: Speaker, *, site: wiring.Site) -> dict[str, Any]:
    is_example = site.installation.kind is installation.Kind.EXAMPLE
    return {
        "is_example": is_example,
        "clock": _clock(request, speaker, is_example=is_example),
        "person": found_person(request),
        "form_token": form_token(request),
        "token_field": TOKEN_FIELD,
        "path": request.url.path,
        "asset": asset,
        "sight": sight_of(request),
    }


def _clock(request: AnyRequest, speaker: Speaker, *, is_example: bool) -> str:
    """What time it is here; nothing where an example's own clock was not read."""
    now: datetime | None = getattr(request.state, "now", None)
    return speaker.moment(now or wiring.real_time()) if now or not is_example else ""


def _cookies(request: AnyRequest) -> list[Cookie]:
    cookies = []
    if VISITOR_COOKIE not in request.cookies:
        cookies.append(make_cookie(request, VISITOR_COOKIE, request.state.visitor, seconds=_YEAR_SECONDS))
    asked = request.query_params.get("lang", "")
    if asked and request.cookies.get(LANGUAGE_COOKIE) != asked:
        cookies.append(make_cookie(request, LANGUAGE_COOKIE, speaker_of(request).language, seconds=_YEAR_SECONDS))
    return cookies


def make_cookie(
    request: AnyRequest,
    name: str,
    value: str,
    *,
    seconds: int | None = None,
    path: str = "/",
    samesite: Literal["lax", "strict"] = "lax",
) -> Cookie:
    """A cookie no script reads, sent back only to us; only over TLS where the page came so."""
    is_secure = request.url.scheme == "https"
    return Cookie(name, value=value, path=path, max_age=seconds, httponly=True, samesite=samesite, secure=is_secure)


def redirect(path: str, *, cookies: list[Cookie] | None = None) -> Redirect:
    """See another page of ours after a form was taken (303), so that loading it again repeats nothing."""
    return Redirect(path, status_code=303, headers=HEADERS, cookies=cookies)


def local_path(given: object, *, otherwise: str) -> str:
    """A path of ours that somebody is to be led back to; anything else leads where `otherwise` says."""
    return given if isinstance(given, str) and _LOCAL_PATH.fullmatch(given) else otherwise


@cache
def asset(name: str) -> str:
    """The address of an asset, with a digest of what is in it, so that browsers may keep it for ever."""
    digest = sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={digest}"
