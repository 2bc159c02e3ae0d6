"""Signing in by an identity from elsewhere: to the provider, and back from there."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from litestar import Response, get
from psycopg import Connection

from socert import outside
from socert.domain import access, audit, people
from socert.entrypoints.pages.admission import ANYONE, SESSION_COOKIE, VISITOR_COOKIE, AnyRequest, PageRefused
from socert.entrypoints.pages.desk import PageDesk, desk_of
from socert.entrypoints.pages.rendering import local_path, make_cookie, redirect
from socert.entrypoints.pages.throttle import Attempt, attempt_of
from socert.values import InvalidSnils, Snils

Result = TypeVar("Result")

_OPT = {"people": ANYONE, "roles": ANYONE}
_PATHS = {access.OpenIdDoor.STAFF: "/staff/sign-in/openid", access.OpenIdDoor.RESIDENT: "/sign-in/openid"}
_HOMES = {access.OpenIdDoor.STAFF: "/staff", access.OpenIdDoor.RESIDENT: "/me"}
_LENGTH_MAX = 2_000
#: Where ways to a provider are counted.
_DOOR = "openid"
#: A provider that is slow keeps nobody else waiting.
_asking = ThreadPoolExecutor(4, thread_name_prefix="openid")


@dataclass(frozen=True, slots=True)
class OfferedOpenId:
    """The button of a sign-in page: what it says, where it leads, whether it stands there alone."""

    name: str
    href: str
    is_only_way: bool


def offered_openid(request: AnyRequest, *, door: access.OpenIdDoor, back_to: str) -> OfferedOpenId | None:
    """The button for a door; None where no provider is set up."""
    entrance = desk_of(request).entrances.get(door)
    if entrance is None:
        return None
    return OfferedOpenId(entrance.name, f"{_PATHS[door]}?{urlencode({'next': back_to})}", entrance.is_only_way)


def expect_other_ways(request: AnyRequest, *, door: access.OpenIdDoor) -> None:
    """Refuse a form of ours where the provider is the only way in.

    Raises:
        PageRefused: it is.
    """
    entrance = desk_of(request).entrances.get(door)
    if entrance is not None and entrance.is_only_way:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")


@get(_PATHS[access.OpenIdDoor.STAFF], opt=_OPT, include_in_schema=False)
async def staff_there(request: AnyRequest) -> Response[None]:
    """To the provider of staff."""
    return await _lead_there(request, access.OpenIdDoor.STAFF)


@get(f"{_PATHS[access.OpenIdDoor.STAFF]}/back", opt=_OPT, include_in_schema=False)
async def staff_back(request: AnyRequest) -> Response[None]:
    """And back."""
    return await _take_back(request, access.OpenIdDoor.STAFF)


@get(_PATHS[access.OpenIdDoor.RESIDENT], opt=_OPT, include_in_schema=False)
async def resident_there(request: AnyRequest) -> Response[None]:
    """To the provider of residents."""
    return await _lead_there(request, access.OpenIdDoor.RESIDENT)


@get(f"{_PATHS[access.OpenIdDoor.RESIDENT]}/back", opt=_OPT, include_in_schema=False)
async def resident_back(request: AnyRequest) -> Response[None]:
    """And back."""
    return await _take_back(request, access.OpenIdDoor.RESIDENT)


async def _lead_there(request: AnyRequest, door: access.OpenIdDoor) -> Response[None]:
    desk, entrance = desk_of(request), _entrance(request, door)
    browser = request.cookies.get(VISITOR_COOKIE, "")
    back_to = local_path(request.query_params.get("next"), otherwise=_HOMES[door])
    if not browser or len(back_to) > _LENGTH_MAX:
        # Whoever comes without our cookie could not be known again: first the page that gives it.
        return redirect(_PATHS[door].removesuffix("/openid"))

    attempt = _attempt(request)

    def begin(conn: Connection) -> access.OpenIdAsk | None:
        if attempt.wait(conn, now=desk.real_time()) is not None:
            return None
        return access.begin_openid(
            conn,
            door=door,
            browser=browser,
            back_to=back_to,
            secret=desk.site.card_secret,
            real_now=desk.real_time(),
        )

    ask = await desk.transact(begin)
    if ask is None:
        raise PageRefused(HTTPStatus.TOO_MANY_REQUESTS, "slow_down")
    address = await _elsewhere(lambda: entrance.provider.address(ask, redirect_uri=_redirect_uri(request, door)))
    if isinstance(address, access.OpenIdRefusal):
        raise _refused(address)
    return redirect(address)


async def _take_back(request: AnyRequest, door: access.OpenIdDoor) -> Response[None]:
    desk, entrance = desk_of(request), _entrance(request, door)
    code, state = (request.query_params.get(name, "")[:_LENGTH_MAX] for name in ("code", "state"))
    browser = request.cookies.get(VISITOR_COOKIE, "")

    def take(conn: Connection) -> access.OpenIdAsk | None:
        return access.take_openid(
            conn, door=door, state=state, browser=browser, secret=desk.site.card_secret, real_now=desk.real_time()
        )

    ask = await desk.transact(take)
    if ask is None or not code:
        raise _refused(access.OpenIdRefusal.NOT_PROVEN)
    redirect_uri = _redirect_uri(request, door)
    identity = await _elsewhere(
        lambda: entrance.provider.identity(code=code, ask=ask, redirect_uri=redirect_uri, now=desk.real_time())
    )
    if isinstance(identity, access.OpenIdRefusal):
        raise _refused(identity)
    before = request.cookies.get(SESSION_COOKIE, "")
    attempt = _attempt(request)

    def enter(conn: Connection) -> access.OpenedSession | None:
        opened = _open(conn, desk, door, identity, before=before)
        if opened is not None:
            attempt.succeeded(conn, now=desk.real_time())
        return opened

    opened = await desk.transact(enter)
    if opened is None:
        raise PageRefused(HTTPStatus.FORBIDDEN, "openid_unknown")
    return redirect(ask.back_to, cookies=[make_cookie(request, SESSION_COOKIE, opened.token)])


def _open(
    conn: Connection, desk: PageDesk, door: access.OpenIdDoor, identity: access.Identity, *, before: str
) -> access.OpenedSession | None:
    now, real_now = desk.now(conn), desk.real_time()
    if door is access.OpenIdDoor.STAFF:
        opened = access.sign_in_by_openid(
            conn, identity=identity, links_by_login=desk.entrances[door].links_by_login, now=now, real_now=real_now
        )
    else:
        opened = _open_resident(conn, identity, desk=desk, claim=desk.entrances[door].snils_claim)
    if opened is not None:
        access.close_session(conn, token=before)
    return opened


def _open_resident(
    conn: Connection, identity: access.Identity, *, desk: PageDesk, claim: str
) -> access.OpenedSession | None:
    try:
        snils = Snils.parse(identity.claim(claim))
    except InvalidSnils:
        return None
    found = people.find_by_snils(conn, snils=snils)
    if found is None:
        return None
    actor = audit.Actor(name=f"resident {found.holder}", role=access.Role.RESIDENT)
    audit.record(
        conn,
        actor=actor,
        action="signed_in",
        subject=f"resident:{found.holder}",
        purpose="identity provider",
        details={},
        at=desk.now(conn),
    )
    return access.open_session(conn, role=access.Role.RESIDENT, subject=found.holder, now=desk.real_time())


def _attempt(request: AnyRequest) -> Attempt:
    """A way to the provider, each of which writes a row: bounded by browser and network, given back to who gets in.

    No browser is known at this door: a provider's word is as good at any.
    """
    return replace(attempt_of(request, door=_DOOR, whom=request.cookies.get(VISITOR_COOKIE, "")), device="")


def _entrance(request: AnyRequest, door: access.OpenIdDoor) -> outside.Entrance:
    entrance = desk_of(request).entrances.get(door)
    if entrance is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return entrance


def _redirect_uri(request: AnyRequest, door: access.OpenIdDoor) -> str:
    return f"{str(request.base_url).rstrip('/')}{_PATHS[door]}/back"


def _refused(refusal: access.OpenIdRefusal) -> PageRefused:
    match refusal:
        case access.OpenIdRefusal.PROVIDER_AWAY:
            return PageRefused(HTTPStatus.BAD_GATEWAY, "openid_away")
        case access.OpenIdRefusal.NOT_PROVEN:
            return PageRefused(HTTPStatus.FORBIDDEN, "openid_refused")


async def _elsewhere(work: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_asking, work)


HANDLERS = (staff_there, staff_back, resident_there, resident_back)
