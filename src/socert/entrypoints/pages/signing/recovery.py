"""`/staff/recovery-codes`: new recovery codes, until they are kept somewhere, for ten minutes at most.

They are stored as hashes only. So the browser carries them here in a cookie that only we can read, and the page may be
opened again in another language or in larger text.
"""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie

from socert.entrypoints.pages.admission import ANYONE, CODES_COOKIE, AnyRequest, found_person, visitor_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import make_cookie, redirect, render

PATH = "/staff/recovery-codes"
_SECONDS = 600
_OPT = {"people": ANYONE, "roles": ANYONE}


def codes_cookie(request: AnyRequest, codes: list[str]) -> Cookie:
    """The cookie that carries the codes here; it tells nothing to whoever reads it."""
    until = int(desk_of(request).real_time().timestamp()) + _SECONDS
    concealed = desk_of(request).conceal(f"{until} {' '.join(codes)}", owner=visitor_of(request))
    return make_cookie(request, CODES_COOKIE, concealed, seconds=_SECONDS)


def no_codes_cookie(request: AnyRequest) -> Cookie:
    """The same cookie taken back."""
    return make_cookie(request, CODES_COOKIE, "", seconds=0)


@get(PATH, opt=_OPT, include_in_schema=False, sync_to_thread=False)
def recovery_codes(request: AnyRequest) -> Response[Any]:
    """The codes."""
    desk = desk_of(request)
    until, *codes = (desk.reveal(request.cookies.get(CODES_COOKIE, ""), owner=visitor_of(request)) or "0").split()
    if int(until) <= desk.real_time().timestamp():
        return redirect(_next(request))
    page = render(request, "signing/recovery_codes.html.jinja", shown={"codes": codes, "form_path": PATH})
    page.headers["cache-control"] = "no-store"
    return page


@post(PATH, opt=_OPT, include_in_schema=False, sync_to_thread=False)
def forget_recovery_codes(request: AnyRequest) -> Response[None]:
    """They are kept; the browser forgets them."""
    return redirect(_next(request), cookies=[no_codes_cookie(request)])


def _next(request: AnyRequest) -> str:
    return "/staff/sign-in" if found_person(request) is None else "/staff/account"


HANDLERS = (recovery_codes, forget_recovery_codes)
