"""`/staff/invitation`: a new colleague sets password and second factor."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import access
from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect, render, speaker_of
from socert.entrypoints.pages.signing import recovery
from socert.entrypoints.pages.signing.forms import judged_password, shown_enrolment, text_of
from socert.entrypoints.pages.signing.slow import slowly

_PATH = "/staff/invitation"
_OPT = {"people": ANYONE, "roles": ANYONE}


@get(_PATH, opt=_OPT, include_in_schema=False, sync_to_thread=False)
def invitation(request: AnyRequest) -> Response[str]:
    """The form for a code that was told or written down."""
    return _show_form(request)


@post(_PATH, opt=_OPT, include_in_schema=False)
async def take_invitation(request: AnyRequest) -> Response[Any]:
    """On to the page of a typed code."""
    code = "".join(letter for letter in text_of(await request.form(), "code") if letter.isalnum())
    if await _invited(request, code) is None:
        return _show_form(request, is_over=True)
    return redirect(f"{_PATH}/{code}")


@get(f"{_PATH}/{{code:str}}", opt=_OPT, include_in_schema=False)
async def open_invitation(request: AnyRequest, code: FromPath[str]) -> Response[str]:
    """The form for password and second factor; the code stands in the path, which no log has."""
    invited = await _invited(request, code)
    if invited is None:
        return _show_form(request, is_over=True)
    enrolment = access.offer_second_factor(invited, secret=desk_of(request).site.card_secret)
    return _show(request, invited, enrolment, errors=[])


@post(f"{_PATH}/{{code:str}}", opt=_OPT, include_in_schema=False)
async def accept(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """Set both; then come the recovery codes."""
    desk, form = desk_of(request), await request.form()
    invited = await _invited(request, code)
    if invited is None:
        return _show_form(request, is_over=True)
    sealed, confirmation, password = (text_of(form, name) for name in ("sealed", "confirmation", "password"))
    enrolment = access.offered_again(invited, sealed=sealed, secret=desk.site.card_secret)
    errors = judged_password(request, password=password, again=text_of(form, "again"), colleague=invited)
    if errors:
        return _show(request, invited, enrolment, errors=errors)
    kept = await slowly(lambda: access.make_password_hash(password))

    def change(conn: Connection) -> list[str] | access.ColleagueRefusal:
        return access.accept_invitation(
            conn,
            code=code,
            password=kept,
            sealed=sealed,
            confirmation=confirmation,
            secret=desk.site.card_secret,
            now=desk.now(conn),
            real_now=desk.real_time(),
        )

    done = await desk.transact(change)
    if done is access.ColleagueRefusal.INVITATION_OVER:
        return _show_form(request, is_over=True)
    if isinstance(done, access.ColleagueRefusal):
        error = ("confirmation", speaker_of(request).text(done.text))
        return _show(request, invited, enrolment, errors=[error])
    return redirect(recovery.PATH, cookies=[recovery.codes_cookie(request, done)])


async def _invited(request: AnyRequest, code: str) -> access.Colleague | None:
    desk = desk_of(request)
    return await desk.transact(lambda conn: access.find_invited(conn, code=code, real_now=desk.real_time()))


def _show_form(request: AnyRequest, *, is_over: bool = False) -> Response[str]:
    over = access.ColleagueRefusal.INVITATION_OVER.text
    shown = {"error": speaker_of(request).text(over) if is_over else "", "form_path": _PATH}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_over else HTTPStatus.OK
    return render(request, "signing/invitation.html.jinja", status=status, shown=shown)


def _show(
    request: AnyRequest, invited: access.Colleague, enrolment: access.Enrolment, *, errors: list[tuple[str, str]]
) -> Response[str]:
    shown = shown_enrolment(enrolment) | {"invited": invited, "errors": errors, "error_of": dict(errors)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    page = render(request, "signing/accept.html.jinja", status=status, shown=shown)
    page.headers["cache-control"] = "no-store"
    return page


HANDLERS = (invitation, take_invitation, open_invitation, accept)
