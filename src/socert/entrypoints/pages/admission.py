"""Every page says who may open it, in `opt["people"]`; this guard holds them to it, and every form to its token."""

import hmac
from http import HTTPStatus
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from socert.domain import access, audit
from socert.entrypoints.pages.desk import desk_of

#: For pages anybody may open.
ANYONE: frozenset[access.Role] = frozenset()
RESIDENT = frozenset({access.Role.RESIDENT})
OPERATOR = frozenset({access.Role.OPERATOR})
CLERK = frozenset({access.Role.CLERK, access.Role.OPERATOR})
#: Whoever works here, in whatever role.
STAFF = frozenset({access.Role.OPERATOR, access.Role.CLERK, access.Role.AUDITOR})
#: Whoever is signed in.
EVERYBODY = frozenset(access.Role)

SESSION_COOKIE = "socert_session"
VISITOR_COOKIE = "socert_visitor"
TOKEN_FIELD = "form_token"  # noqa: S105 - a field's name

AnyRequest = Request[Any, Any, Any]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PageRefused(Exception):
    """A page is not shown; `status` and the two words say why."""

    def __init__(self, status: HTTPStatus, word: str) -> None:
        super().__init__(word)
        self.status = status
        #: The catalogue has `{word}_title` and `{word}_text`.
        self.word = word


class SignInFirst(Exception):
    """Nobody is signed in; `roles` says which door leads in."""

    def __init__(self, roles: frozenset[access.Role]) -> None:
        super().__init__("nobody is signed in")
        self.roles = roles


async def admit_person(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Admit who is signed in with a role the page names; a page that says nothing of people is not served at all.

    Raises:
        SignInFirst: nobody is signed in.
        PageRefused: not_found, not_yours, or form_stale.
    """
    people: frozenset[access.Role] | None = handler.opt.get("people")
    if people is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    if handler.opt.get("is_file"):
        return
    person, now = await desk_of(connection).look_up(connection.cookies.get(SESSION_COOKIE, ""))
    connection.state.person, connection.state.now = person, now
    if people and person is None:
        raise SignInFirst(people)
    if people and person is not None and person.role not in people:
        raise PageRefused(HTTPStatus.FORBIDDEN, "not_yours")
    assert isinstance(connection, Request)
    if connection.method not in _SAFE and not handler.opt.get("without_token"):
        await _expect_token(connection)


async def _expect_token(request: AnyRequest) -> None:
    """A form is taken from a page of ours, opened at this browser by whoever is signed in now."""
    form = await request.form()
    given = form.get(TOKEN_FIELD, "")
    if VISITOR_COOKIE not in request.cookies or not isinstance(given, str):
        raise PageRefused(HTTPStatus.FORBIDDEN, "form_stale")
    if not hmac.compare_digest(given.encode(), form_token(request).encode()):
        raise PageRefused(HTTPStatus.FORBIDDEN, "form_stale")


def form_token(request: AnyRequest) -> str:
    """What a form on this page has to bring back: bound to the browser and to the session."""
    session = request.cookies.get(SESSION_COOKIE, "")
    return desk_of(request).seal("form", visitor_of(request), session)


def visitor_of(request: AnyRequest) -> str:
    """The browser's random number, from its cookie or about to be given."""
    visitor: str = request.cookies.get(VISITOR_COOKIE) or request.state.visitor
    return visitor


def found_person(request: AnyRequest) -> access.Session | None:
    """Who is signed in, after the guard; None where nobody is, also on a page that failed before the guard."""
    person: access.Session | None = getattr(request.state, "person", None)
    return person


def person_of(request: AnyRequest) -> access.Session:
    """Who is signed in, on a page only they may open."""
    person = found_person(request)
    assert person is not None, "the guard let nobody else in"
    return person


def actor_of(person: access.Session) -> audit.Actor:
    """Whoever is signed in as one who acts: by role and number, never by name."""
    return audit.Actor(name=f"{person.role} {person.subject}", role=person.role)
