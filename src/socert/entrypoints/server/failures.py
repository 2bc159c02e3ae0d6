"""What is told when nothing here answers to an address: a page to a person's browser, a problem to a program."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from socert.entrypoints.api import failures as api_failures
from socert.entrypoints.pages import failing as page_failures

AnyRequest = Request[Any, Any, Any]


def show_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """What the router itself refuses."""
    is_person = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    return page_failures.show_http(request, error) if is_person else api_failures.show_http(request, error)


HANDLERS: dict[int | type[Exception], Any] = api_failures.HANDLERS | {HTTPException: show_http}
