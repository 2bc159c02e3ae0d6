"""`/staff/account`: a colleague's own password, second factor and sessions."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import access
from socert.entrypoints.pages.admission import ANYONE, SESSION_COOKIE, STAFF, AnyRequest, PageRefused, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import make_cookie, redirect, render, speaker_of
from socert.entrypoints.pages.signing import recovery
from socert.entrypoints.pages.signing.forms import judged_password, shown_enrolment, text_of
from socert.entrypoints.pages.signing.slow import slowly
from socert.entrypoints.pages.throttle import attempt_of, minutes_of

_PATH = "/staff/account"
_OPT = {"people": STAFF, "roles": ANYONE}
#: Who knows the password may change it; guessing it here is bounded like at the door.
_DOOR = "staff account"
_DONE = {"password": "signing_password_done"}
_Errors = list[tuple[str, str]]


@get(_PATH, opt=_OPT, include_in_schema=False)
async def account(request: AnyRequest) -> Response[str]:
    """Who one is here, and what is open."""
    return await _show(request, errors=[])


@post(f"{_PATH}/password", opt=_OPT, include_in_schema=False)
async def take_password(request: AnyRequest) -> Response[Any]:
    """Change the password; every other session ends, this one begins anew."""
    desk, form = desk_of(request), await request.form()
    colleague = await _colleague(request)
    password = text_of(form, "password")
    errors = judged_password(request, password=password, again=text_of(form, "again"), colleague=colleague)
    errors = errors or await _prove(request, colleague, current=text_of(form, "current"))
    if errors:
        return await _show(request, errors=errors)
    kept = await slowly(lambda: access.make_password_hash(password))

    def change(conn: Connection) -> access.OpenedSession | None:
        refused = access.change_password(conn, number=colleague.number, password=kept, now=desk.now(conn))
        if refused is not None:
            return None
        return access.open_session(conn, role=colleague.role, subject=colleague.number, now=desk.real_time())

    opened = await desk.transact(change)
    if opened is None:
        return _led_out(request)
    return redirect(f"{_PATH}?done=password", cookies=[make_cookie(request, SESSION_COOKIE, opened.token)])


@get(f"{_PATH}/second-factor", opt=_OPT, include_in_schema=False)
async def second_factor(request: AnyRequest) -> Response[str]:
    """A new second factor to be set."""
    colleague = await _colleague(request)
    enrolment = access.offer_second_factor(colleague, secret=desk_of(request).site.card_secret)
    return _show_enrolment(request, colleague, enrolment, errors=[])


@post(f"{_PATH}/second-factor", opt=_OPT, include_in_schema=False)
async def take_second_factor(request: AnyRequest) -> Response[Any]:
    """Set it and begin a new session; then come new recovery codes."""
    desk, form = desk_of(request), await request.form()
    colleague = await _colleague(request)
    secret, sealed, confirmation = desk.site.card_secret, text_of(form, "sealed"), text_of(form, "confirmation")
    enrolment = access.offered_again(colleague, sealed=sealed, secret=secret)
    errors = await _prove(request, colleague, current=text_of(form, "current"))
    if errors:
        return _show_enrolment(request, colleague, enrolment, errors=errors)

    def change(conn: Connection) -> tuple[list[str], access.OpenedSession] | access.ColleagueRefusal:
        codes = access.change_second_factor(
            conn,
            number=colleague.number,
            sealed=sealed,
            confirmation=confirmation,
            secret=secret,
            now=desk.now(conn),
            real_now=desk.real_time(),
        )
        if isinstance(codes, access.ColleagueRefusal):
            return codes
        return codes, access.open_session(conn, role=colleague.role, subject=colleague.number, now=desk.real_time())

    done = await desk.transact(change)
    if done is access.ColleagueRefusal.COLLEAGUE_BLOCKED:
        return _led_out(request)
    if isinstance(done, access.ColleagueRefusal):
        error = ("confirmation", speaker_of(request).text(done.text))
        return _show_enrolment(request, colleague, enrolment, errors=[error])
    codes, opened = done
    cookies = [make_cookie(request, SESSION_COOKIE, opened.token), recovery.codes_cookie(request, codes)]
    return redirect(recovery.PATH, cookies=cookies)


@post(f"{_PATH}/sign-out-everywhere", opt=_OPT, include_in_schema=False)
async def sign_out_everywhere(request: AnyRequest) -> Response[None]:
    """End every session, this one as well."""
    desk, number = desk_of(request), person_of(request).subject
    await desk.transact(lambda conn: access.end_sessions(conn, number=number, now=desk.now(conn)))
    return _led_out(request)


def _led_out(request: AnyRequest) -> Response[Any]:
    """To the door, with nothing left at the browser."""
    cookies = [make_cookie(request, SESSION_COOKIE, "", seconds=0), recovery.no_codes_cookie(request)]
    return redirect("/staff/sign-in", cookies=cookies)


async def _colleague(request: AnyRequest) -> access.Colleague:
    number = person_of(request).subject
    found = await desk_of(request).transact(lambda conn: access.find_colleague(conn, number=number))
    if found is None:  # somebody of the demo, who has no account
        raise PageRefused(HTTPStatus.NOT_FOUND, "no_account")
    return found


async def _prove(request: AnyRequest, colleague: access.Colleague, *, current: str) -> _Errors:
    """What is wrong with the current password."""
    desk, speaker = desk_of(request), speaker_of(request)
    attempt = attempt_of(request, door=_DOOR, whom=colleague.login)

    def begin(conn: Connection) -> timedelta | access.KeptPassword:
        return attempt.wait(conn, now=desk.real_time()) or access.kept_password(conn, login=colleague.login)

    kept = await desk.transact(begin)
    if isinstance(kept, timedelta):
        return [("current", speaker.say("signing_wait", count=minutes_of(kept)))]
    is_right = await slowly(lambda: access.is_right_password(kept, password=current))
    note = attempt.succeeded if is_right else attempt.failed
    await desk.transact(lambda conn: note(conn, now=desk.real_time()))
    return [] if is_right else [("current", speaker.say("signing_password_wrong"))]


async def _show(request: AnyRequest, *, errors: _Errors) -> Response[str]:
    desk, person = desk_of(request), person_of(request)
    colleague = await _colleague(request)

    def read(conn: Connection) -> tuple[list[access.Session], int]:
        sessions = access.sessions_of(conn, role=person.role, subject=person.subject, now=desk.real_time())
        return sessions, access.recovery_codes_left(conn, number=person.subject)

    sessions, codes_left = await desk.transact(read)
    shown = {
        "colleague": colleague,
        "role": f"signing_role_{colleague.role}",
        "sessions": [(one.began_at, one.seen_at, one.id == person.id) for one in sessions],
        "codes_left": codes_left,
        "errors": errors,
        "error_of": dict(errors),
        "done": _DONE.get(request.query_params.get("done", ""), ""),
    }
    return render(request, "signing/account.html.jinja", status=_status(errors), shown=shown)


def _show_enrolment(
    request: AnyRequest, colleague: access.Colleague, enrolment: access.Enrolment, *, errors: _Errors
) -> Response[str]:
    shown = shown_enrolment(enrolment) | {"colleague": colleague, "errors": errors, "error_of": dict(errors)}
    return render(request, "signing/second_factor.html.jinja", status=_status(errors), shown=shown)


def _status(errors: _Errors) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


HANDLERS = (account, take_password, second_factor, take_second_factor, sign_out_everywhere)
