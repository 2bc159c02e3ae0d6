"""The public API as this till asks it: over HTTP, with its own key, and knowing when there was no answer."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
import msgspec

from socert.entrypoints.pages.admission import AnyRequest, JoinFirst, PageRefused, till_of
from socert.entrypoints.pages.rendering import speaker_of

#: After this long the answer is as good as lost; it is asked for again under the same key.
ANSWER_SECONDS_MAX = 20.0

Json = dict[str, Any]


class NoAnswer(Exception):
    """Whether it was done is not known, or the server is too busy to say: to be asked again under the same key."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the API answered: a status and a document."""

    status: int
    document: Json

    @property
    def is_done(self) -> bool:
        """Whether it is an answer and no problem."""
        return self.status < HTTPStatus.BAD_REQUEST

    @property
    def is_about_carrier(self) -> bool:
        """Whether a problem is what the buyer presented."""
        pointers = [str(one.get("pointer", "")) for one in self.document.get("errors") or ()]
        return any(one.startswith("/carrier") for one in pointers)

    @property
    def detail(self) -> str:
        """A problem's sentence, in the language of the page."""
        errors = self.document.get("errors") or ()
        told = [str(self.document.get("detail", "")), *(str(one.get("detail", "")) for one in errors)]
        return " ".join(one for one in told if one)


async def ask(
    request: AnyRequest,
    method: str,
    path: str,
    *,
    body: Json | None = None,
    key: str = "",
    query: dict[str, str] | None = None,
) -> Told:
    """Ask the API at a path below `/api/v1`; problems come back as they are.

    Raises:
        NoAnswer: none came in time, or one that says to ask again.
        JoinFirst: the key was revoked.
    """
    headers = {"authorization": f"Bearer {till_of(request).key}", "accept-language": speaker_of(request).language}
    if key:
        headers["idempotency-key"] = key
    client: httpx.AsyncClient = request.app.state.own_api
    try:
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            # In a task of its own: what the server notes of the request within is not noted of the page.
            asked = client.request(method, path, json=body, headers=headers, params=query)
            answer = await asyncio.create_task(asked)
    except (TimeoutError, httpx.HTTPError) as error:
        raise NoAnswer from error
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise JoinFirst(had_key=True)
    told = Told(answer.status_code, msgspec.json.decode(answer.content))
    is_busy = told.status == HTTPStatus.TOO_MANY_REQUESTS and told.document["code"] != "too_many_codes"
    if is_busy or told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NoAnswer
    return told


async def look(request: AnyRequest, path: str, *, query: dict[str, str] | None = None) -> Told:
    """Look something up that changes nothing; a page that cannot be shown without it says so.

    Raises:
        PageRefused: away.
        JoinFirst: the key was revoked.
    """
    try:
        return await ask(request, "GET", path, query=query)
    except NoAnswer as error:
        raise PageRefused(HTTPStatus.SERVICE_UNAVAILABLE, "away") from error


async def look_or_leave(request: AnyRequest, path: str, *, query: dict[str, str] | None = None) -> Json:
    """The same for what a page can do without: nothing where there is no answer."""
    try:
        told = await ask(request, "GET", path, query=query)
    except NoAnswer:
        return {}
    return told.document if told.is_done else {}
