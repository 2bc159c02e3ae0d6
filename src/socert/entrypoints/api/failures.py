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

_log = logging.getLogger(__name__)
_STEP = re.compile(r"[^.\[\]]+")

_BY_STATUS = {
    400: Problem.MALFORMED_JSON,
    404: Problem.NOT_FOUND,
    405: Problem.METHOD_NOT_ALLOWED,
    413: Problem.BODY_TOO_LARGE,
    415: Problem.NOT_JSON,
}

AnyRequest = Request[Any, Any, Any]


def show_refusal(request: AnyRequest, refusal: Refusal) -> Response[bytes]:
    """A refusal as a problem in the caller's language."""
    language = problems.language_of(request.headers.get("accept-language", ""))
    status = refusal.problem.status
    headers = {"retry-after": str(problems.RETRY_AFTER_SECONDS)} if status == Problem.OVERLOADED.status else {}
    return Response(
        problems.encode(refusal, language=language),
        status_code=status,
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
    """What the router itself refuses."""
    return show_refusal(request, Refusal(_BY_STATUS.get(error.status_code, Problem.INTERNAL_ERROR)))


def show_database_away(request: AnyRequest, error: OperationalError | PoolTimeout) -> Response[bytes]:
    """The database does not answer."""
    _log.warning("the database is away: %s", type(error).__name__)
    return show_refusal(request, Refusal(Problem.DATABASE_AWAY))


def show_anything(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A broken assumption: logged with its cause, told without it."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return show_refusal(request, Refusal(Problem.INTERNAL_ERROR))


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: show_refusal,
    ValidationException: show_validation,
    HTTPException: show_http,
    OperationalError: show_database_away,
    PoolTimeout: show_database_away,
    Exception: show_anything,
}
