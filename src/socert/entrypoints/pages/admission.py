"""Every page says who may open it, in `opt["people"]`; this guard holds them to it, and every form to its token."""

import hmac
from dataclasses import dataclass, field
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
#: New recovery codes on their way to a page; signing out takes it back.
CODES_COOKIE = "socert_codes"
#: A browser that is a till brings its key only to the till's pages.
TILL_COOKIE = "socert_till"
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


class JoinFirst(Exception):
    """This browser is no till; `had_key` where it was one until its key was revoked."""

    def __init__(self, *, had_key: bool) -> None:
        super().__init__("this browser is no till")
        self.had_key = had_key


@dataclass(frozen=True, slots=True)
class AtTill:
    """The till this browser is: what its key grants, and the key, to be shown nowhere."""

    grant: access.Grant
    number: int
    key: str = field(repr=False)


async def admit_person(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Admit who is signed in with a role the page names; a page that says nothing of people is not served at all.

    Raises:
        SignInFirst: nobody is signed in.
        JoinFirst: a till's page, and this browser is no till.
        PageRefused: not_found, not_yours, or form_stale.
    """
    people: frozenset[access.Role] | None = handler.opt.get("people")
    if people is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    if handler.opt.get("is_file"):
        return
    assert isinstance(connection, Request)
    if b"%00" in connection.scope["query_string"]:
        raise PageRefused(HTTPStatus.BAD_REQUEST, "unreadable")
    if handler.opt.get("till"):
        # Whoever is signed in here as somebody else is not kept so by the till's work.
        await _expect_till(connection)
        person = None
    else:
        person, connection.state.now = await desk_of(connection).look_up(connection.cookies.get(SESSION_COOKIE, ""))
    connection.state.person = person
    if people and person is None:
        raise SignInFirst(people)
    if people and person is not None and person.role not in people:
        raise PageRefused(HTTPStatus.FORBIDDEN, "not_yours")
    if connection.method not in _SAFE and not handler.opt.get("without_token"):
        await _expect_token(connection)


async def _expect_till(request: AnyRequest) -> None:
    key = request.cookies.get(TILL_COOKIE, "")
    grant, request.state.now = await desk_of(request).grant_of(key)
    if grant is None or grant.till is None:
        raise JoinFirst(had_key=bool(key))
    request.state.till = AtTill(grant, grant.till, key)


async def _expect_token(request: AnyRequest) -> None:
    """A form is taken from a page of ours, opened at this browser by whoever is signed in now."""
    if VISITOR_COOKIE not in request.cookies:  # before anything is read of it
        raise PageRefused(HTTPStatus.FORBIDDEN, "form_stale")
    form = await request.form()
    given = form.get(TOKEN_FIELD, "")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), form_token(request).encode()):
        raise PageRefused(HTTPStatus.FORBIDDEN, "form_stale")
    if any(isinstance(value, str) and "\0" in value for value in form.values()):
        raise PageRefused(HTTPStatus.BAD_REQUEST, "unreadable")


def form_token(request: AnyRequest) -> str:
    """What a form on this page has to bring back: bound to the browser and to the session.

    A till's key is sent by no other site's page and to few of ours, so it is no part of it.
    """
    return desk_of(request).seal("form", visitor_of(request), request.cookies.get(SESSION_COOKIE, ""))


def visitor_of(request: AnyRequest) -> str:
    """The browser's random number, from its cookie or about to be given; empty before that."""
    return request.cookies.get(VISITOR_COOKIE) or str(getattr(request.state, "visitor", ""))


def found_person(request: AnyRequest) -> access.Session | None:
    """Who is signed in, after the guard; None where nobody is, also on a page that failed before the guard."""
    person: access.Session | None = getattr(request.state, "person", None)
    return person


def person_of(request: AnyRequest) -> access.Session:
    """Who is signed in, on a page only they may open."""
    person = found_person(request)
    assert person is not None, "the guard let nobody else in"
    return person


def found_till(request: AnyRequest) -> AtTill | None:
    """Which till this browser is, on a till's page; None elsewhere."""
    till: AtTill | None = getattr(request.state, "till", None)
    return till


def till_of(request: AnyRequest) -> AtTill:
    """Which till this browser is, on a page only a till may open."""
    till = found_till(request)
    assert till is not None, "the guard let nobody else in"
    return till


def actor_of(person: access.Session) -> audit.Actor:
    """Whoever is signed in as one who acts: by role and number, never by name."""
    return audit.Actor(name=f"{person.role} {person.subject}", role=person.role)
