"""`/staff/sign-in`: login and password, then a code from the app or a recovery code."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import access
from socert.entrypoints.pages.admission import ANYONE, SESSION_COOKIE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import local_path, make_cookie, redirect, render, speaker_of
from socert.entrypoints.pages.signing.forms import text_of
from socert.entrypoints.pages.signing.half import half_cookie, half_of, no_half_cookie
from socert.entrypoints.pages.signing.openid import expect_other_ways, offered_openid
from socert.entrypoints.pages.signing.slow import slowly
from socert.entrypoints.pages.throttle import Attempt, attempt_of, minutes_of

_HOME = "/staff"
_DOOR = "staff"
_CODE_DOOR = "staff code"
_SIGN_IN = "/staff/sign-in"
_CODE = "/staff/sign-in/code"
_OPT = {"people": ANYONE, "roles": ANYONE}


@get(_SIGN_IN, opt=_OPT, include_in_schema=False)
async def sign_in(request: AnyRequest) -> Response[str]:
    """The form."""
    return _show(request, back_to=local_path(request.query_params.get("next"), otherwise=_HOME))


@post(_SIGN_IN, opt=_OPT, include_in_schema=False)
async def take_password(request: AnyRequest) -> Response[Any]:
    """Judge login and password; a wrong login is told like a wrong password, and takes as long."""
    expect_other_ways(request, door=access.OpenIdDoor.STAFF)
    desk, form = desk_of(request), await request.form()
    login, password = text_of(form, "login"), text_of(form, "password")
    back_to = local_path(form.get("next"), otherwise=_HOME)
    if not login.strip() or not password:
        return _show(request, back_to=back_to, login=login, word="signing_blank")
    attempt = attempt_of(request, door=_DOOR, whom=login.strip().lower())

    def begin(conn: Connection) -> timedelta | access.KeptPassword:
        return attempt.wait(conn, now=desk.real_time()) or access.kept_password(conn, login=login)

    kept = await desk.transact(begin)
    if isinstance(kept, timedelta):
        return _show(request, back_to=back_to, login=login, wait=kept)
    if not await slowly(lambda: access.is_right_password(kept, password=password)):
        await desk.transact(lambda conn: _note_wrong(conn, request, attempt, kept))
        return _show(request, back_to=back_to, login=login, word="signing_wrong")
    assert kept.colleague is not None
    return redirect(f"{_CODE}?{urlencode({'next': back_to})}", cookies=[half_cookie(request, number=kept.colleague)])


@get(_CODE, opt=_OPT, include_in_schema=False)
async def code(request: AnyRequest) -> Response[Any]:
    """The form of the second step."""
    if half_of(request, now=desk_of(request).real_time()) is None:
        return redirect(_SIGN_IN)
    return _show_code(request, back_to=local_path(request.query_params.get("next"), otherwise=_HOME))


@post(_CODE, opt=_OPT, include_in_schema=False)
async def take_code(request: AnyRequest) -> Response[Any]:
    """Judge the code; a new session begins, and the browser's old one ends."""
    expect_other_ways(request, door=access.OpenIdDoor.STAFF)
    desk, form = desk_of(request), await request.form()
    number = half_of(request, now=desk.real_time())
    if number is None:
        return redirect(_SIGN_IN)
    back_to = local_path(form.get("next"), otherwise=_HOME)
    attempt = attempt_of(request, door=_CODE_DOOR, whom=str(number))
    wait = await desk.transact(lambda conn: attempt.wait(conn, now=desk.real_time()))
    if wait is not None:
        return _show_code(request, back_to=back_to, wait=wait)
    given = _Code(number, text_of(form, "code"), request.cookies.get(SESSION_COOKIE, ""))
    opened = await desk.transact(lambda conn: _finish(conn, request, attempt, given))
    if opened is None:
        return _show_code(request, back_to=back_to, word="signing_code_wrong")
    return redirect(back_to, cookies=[make_cookie(request, SESSION_COOKIE, opened.token), no_half_cookie(request)])


@dataclass(frozen=True, slots=True)
class _Code:
    colleague: int
    code: str
    token_before: str


def _note_wrong(conn: Connection, request: AnyRequest, attempt: Attempt, kept: access.KeptPassword) -> None:
    desk = desk_of(request)
    attempt.failed(conn, now=desk.real_time())
    access.note_wrong_password(conn, kept=kept, now=desk.now(conn))


def _finish(conn: Connection, request: AnyRequest, attempt: Attempt, given: _Code) -> access.OpenedSession | None:
    desk, real_now = desk_of(request), desk_of(request).real_time()
    opened = access.sign_in_colleague(
        conn,
        number=given.colleague,
        code=given.code,
        secret=desk.site.card_secret,
        now=desk.now(conn),
        real_now=real_now,
    )
    if opened is None:
        attempt.failed(conn, now=real_now)
        return None
    access.close_session(conn, token=given.token_before)
    attempt.succeeded(conn, now=real_now)
    colleague = access.find_colleague(conn, number=given.colleague)
    assert colleague is not None
    attempt_of(request, door=_DOOR, whom=colleague.login).succeeded(conn, now=real_now)
    return opened


def _show(
    request: AnyRequest, *, back_to: str, login: str = "", word: str = "", wait: timedelta | None = None
) -> Response[str]:
    openid = offered_openid(request, door=access.OpenIdDoor.STAFF, back_to=back_to)
    shown = {
        "back_to": back_to,
        "login": login,
        "error": _error(request, word, wait),
        "openid": openid,
        "has_password": openid is None or not openid.is_only_way,
    }
    return render(request, "signing/sign_in.html.jinja", status=_status(word, wait), shown=shown)


def _show_code(request: AnyRequest, *, back_to: str, word: str = "", wait: timedelta | None = None) -> Response[str]:
    shown = {"back_to": back_to, "error": _error(request, word, wait)}
    return render(request, "signing/code.html.jinja", status=_status(word, wait), shown=shown)


def _error(request: AnyRequest, word: str, wait: timedelta | None) -> str:
    speaker = speaker_of(request)
    if wait is not None:
        return speaker.say("signing_wait", count=minutes_of(wait))
    return speaker.say(word) if word else ""


def _status(word: str, wait: timedelta | None) -> HTTPStatus:
    if wait is not None:
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.UNPROCESSABLE_ENTITY if word else HTTPStatus.OK


HANDLERS = (sign_in, take_password, code, take_code)
