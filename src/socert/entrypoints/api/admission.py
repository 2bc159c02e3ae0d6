"""Every route says which roles it admits, in `opt["roles"]`; this guard holds them to it."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from socert.domain import access
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.problems import Problem, Refusal

#: For routes anybody may call: health and the API's own description.
ANYBODY: frozenset[access.Role] = frozenset()

AnyRequest = Request[Any, Any, Any]


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Admit a key whose role the route names; a route that says nothing of roles is not served at all.

    Raises:
        Refusal: key_not_accepted, role_not_allowed, or not_found.
    """
    roles: frozenset[access.Role] | None = handler.opt.get("roles")
    if roles is None:
        raise Refusal(Problem.NOT_FOUND)
    if roles == ANYBODY:
        return
    authorization = connection.headers.get("authorization", "")
    connection.state.grant = await desk_of(connection).admit_now(authorization, roles)


def desk_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Desk:
    """The desk that wiring laid into the application's state."""
    desk: Desk = connection.app.state.desk
    return desk


def grant_of(request: AnyRequest) -> access.Grant:
    """Who knocked, after the guard."""
    grant: access.Grant = request.state.grant
    return grant


def till_of(grant: access.Grant) -> tuple[int, int]:
    """The till and merchant of a till's key."""
    assert grant.till is not None
    assert grant.merchant is not None
    return grant.till, grant.merchant
