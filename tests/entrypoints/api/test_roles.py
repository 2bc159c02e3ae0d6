"""Every role at every route: generated, so that a new route without a rule cannot slip in."""

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from given.serving import Served
from socert.domain import access
from socert.domain.access import Role
from socert.entrypoints.api import routes
from socert.entrypoints.server import application
from socert.entrypoints.server.application import make_application
from socert.wiring import SYSTEM, real_time

_REFUSED = {401, 403}


def _routes() -> list[tuple[str, str, frozenset[Role]]]:
    return [
        (method, prefix + path.replace("{authorisation:str}", "auth_x").replace(":str}", "}"), handler.opt["roles"])
        for prefix, handlers in (("/api/v1", routes.ROUTES), ("", application.ROUTES))
        for handler in handlers
        for path in handler.paths
        for method in sorted(handler.http_methods)
        if method in ("GET", "POST", "PUT")
    ]


@pytest.fixture
def keys(served: Served) -> dict[Role | None, str | None]:
    """A key of each role; None knocks without one."""
    shop = served.city.bullfinch
    found: dict[Role | None, str | None] = {None: None, Role.TILL: shop.till.key}
    for role in (Role.MERCHANT, Role.OPERATOR, Role.AUDITOR):
        merchant = shop.merchant.id if role is Role.MERCHANT else None
        issued = access.issue_key(
            served.city.conn,
            role=role,
            merchant=merchant,
            till=None,
            label=role,
            actor=SYSTEM,
            now=real_time(),
        )
        found[role] = issued.key
    served.city.conn.commit()
    return found


def test_every_route_admits_its_roles_and_nobody_else(served: Served, keys: dict[Role | None, str | None]) -> None:
    wrong = []
    for method, path, roles in _routes():
        for role, key in keys.items():
            client = served.client(key).http
            url = f"{served.url}{path}"
            status = client.request(method, url, json={}, headers={"idempotency-key": "k"}).status_code
            is_admitted = status not in _REFUSED
            should_be = not roles or role in roles
            expected_refusal = 401 if role is None else 403
            if is_admitted != should_be or (not should_be and status != expected_refusal):
                wrong.append(f"{method} {path} as {role}: {status}")
    assert wrong == []


def test_every_served_route_is_in_the_matrix(served: Served) -> None:
    router = make_application(served.site)._behind
    assert isinstance(router, Litestar)
    known = {(method, path) for method, path, _ in _known_templates()}
    handlers = [
        (route.path, handler)
        for route in router.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if not route.path.startswith("/schema") and "people" not in handler.opt  # pages have a matrix of their own
    ]
    found = {(method, path) for path, handler in handlers for method in handler.http_methods if method != "OPTIONS"}
    assert found == known


def _known_templates() -> list[tuple[str, str, frozenset[Role]]]:
    return [
        (method, prefix + path, handler.opt["roles"])
        for prefix, handlers in (("/api/v1", routes.ROUTES), ("", application.ROUTES))
        for handler in handlers
        for path in handler.paths
        for method in handler.http_methods
        if method in ("GET", "POST", "PUT")
    ]
