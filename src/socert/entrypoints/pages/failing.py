"""What a person sees when a page cannot be shown: what happened and what to do, never a trace."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from socert.entrypoints.pages.admission import RESIDENT, AnyRequest, JoinFirst, PageRefused, SignInFirst
from socert.entrypoints.pages.rendering import redirect, render
from socert.postgres import DatabaseIsAway

_log = logging.getLogger(__name__)
_BY_STATUS = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not_found",
    HTTPStatus.FORBIDDEN: "not_yours",
    HTTPStatus.TOO_MANY_REQUESTS: "slow_down",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
}


def show_refused(request: AnyRequest, refused: PageRefused) -> Response[str]:
    """A page that is not shown."""
    return _tell(request, refused.status, refused.word)


def lead_to_sign_in(request: AnyRequest, wanted: SignInFirst) -> Response[Any]:
    """To the door that leads in, and from there back to the page that was asked for."""
    door = "/sign-in" if wanted.roles == RESIDENT else "/staff/sign-in"
    return redirect(f"{door}?{urlencode({'next': request.url.path})}" if request.method == "GET" else door)


def lead_to_join(request: AnyRequest, wanted: JoinFirst) -> Response[Any]:  # noqa: ARG001 - a handler's signature
    """To where a browser becomes a till; one whose key was revoked is told so."""
    return redirect("/till/join?gone=yes" if wanted.had_key else "/till/join")


def show_http(request: AnyRequest, error: HTTPException) -> Response[str]:
    """What the router itself refuses."""
    status = HTTPStatus(error.status_code)
    return _tell(request, status, _BY_STATUS.get(status, "unreadable"))


def show_away(request: AnyRequest, error: DatabaseIsAway | OperationalError | PoolTimeout) -> Response[str]:
    """The database does not answer."""
    if not isinstance(error, DatabaseIsAway):
        _log.warning("the database is away", exc_info=error)
    return _tell(request, HTTPStatus.SERVICE_UNAVAILABLE, "away")


def show_anything(request: AnyRequest, error: Exception) -> Response[str]:
    """A broken assumption: logged with its cause, told without it."""
    _log.error("a page failed", exc_info=error)
    return _tell(request, HTTPStatus.INTERNAL_SERVER_ERROR, "broken")


def _tell(request: AnyRequest, status: HTTPStatus, word: str) -> Response[str]:
    return render(request, "failed.html.jinja", status=status, shown={"word": word})


HANDLERS: dict[int | type[Exception], Any] = {
    PageRefused: show_refused,
    SignInFirst: lead_to_sign_in,
    JoinFirst: lead_to_join,
    HTTPException: show_http,
    DatabaseIsAway: show_away,
    OperationalError: show_away,
    PoolTimeout: show_away,
    Exception: show_anything,
}
