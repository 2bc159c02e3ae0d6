"""How anything that goes wrong behind the router becomes a problem."""

import logging
import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from socert.entrypoints.api import problems
from socert.entrypoints.api.problems import FieldError, Problem, Refusal
from socert.postgres import DatabaseIsAway

_log = logging.getLogger(__name__)
_STEP = re.compile(r"[^.\[\]]+")

_BY_STATUS = {
    400: Problem.MALFORMED_JSON,
    404: Problem.NOT_FOUND,
    405: Problem.METHOD_NOT_ALLOWED,
    413: Problem.BODY_TOO_LARGE,
    415: Problem.NOT_JSON,
    503: Problem.OVERLOADED,
}

AnyRequest = Request[Any, Any, Any]


def show_refusal(request: AnyRequest, refusal: Refusal) -> Response[bytes]:
    """A refusal as a problem in the caller's language."""
    language = problems.language_of(request.headers.get("accept-language", ""))
    headers = {} if refusal.retry_after is None else {"retry-after": str(refusal.retry_after)}
    return Response(
        problems.encode(refusal, language=language),
        status_code=refusal.problem.status,
        media_type=problems.CONTENT_TYPE,
        headers=headers,
    )


def show_validation(request: AnyRequest, error: ValidationException) -> Response[bytes]:
    """Litestar's list of wrong fields as JSON pointers."""
    extra = error.extra if isinstance(error.extra, list) else []
    errors = tuple(
        FieldError(pointer=_pointer(str(one.get("key", ""))), code="invalid_value", detail=one["message"])
        for one in extra
    )
    return show_refusal(request, Refusal(Problem.INVALID_REQUEST, errors))


def _pointer(key: str) -> str:
    steps = [] if key == "data" else _STEP.findall(key)
    return "".join(f"/{step}" for step in steps)


def show_http(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """What the router itself refuses; which methods a path has, it says."""
    shown = show_refusal(request, Refusal(_BY_STATUS.get(error.status_code, Problem.INTERNAL_ERROR)))
    if allowed := (error.headers or {}).get("allow"):
        shown.headers["allow"] = allowed
    return shown


def show_database_away(request: AnyRequest, error: DatabaseIsAway | OperationalError | PoolTimeout) -> Response[bytes]:
    """The database does not answer."""
    if not isinstance(error, DatabaseIsAway):
        _log.warning("the database is away", exc_info=error)
    return show_refusal(request, Refusal(Problem.DATABASE_AWAY))


def show_anything(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A broken assumption: logged with its cause, told without it."""
    _log.error("a request failed", exc_info=error)
    return show_refusal(request, Refusal(Problem.INTERNAL_ERROR))


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: show_refusal,
    ValidationException: show_validation,
    HTTPException: show_http,
    DatabaseIsAway: show_database_away,
    OperationalError: show_database_away,
    PoolTimeout: show_database_away,
    Exception: show_anything,
}
