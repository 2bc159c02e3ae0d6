"""How a browser becomes a till, by a code it was invited with, and how it leaves."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from psycopg import Connection

from socert.domain import access, audit, providers
from socert.entrypoints.pages.admission import ANYONE, TILL_COOKIE, AnyRequest, till_of
from socert.entrypoints.pages.desk import PageDesk, desk_of
from socert.entrypoints.pages.rendering import make_cookie, redirect, render, speaker_of
from socert.entrypoints.pages.throttle import Attempt, attempt_of

_PATH = "/till"
#: As long as browsers keep a cookie; the key itself is good until it is revoked.
_KEPT_SECONDS = 400 * 24 * 3600
_DOOR = "till"
_CODE_LENGTH_MAX = 64
#: Reading a code is slow on purpose: one at a time, so that guessing takes one core at most and no connection.
_reader = ThreadPoolExecutor(1, thread_name_prefix="till-code")


@get("/till/join", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def join_page(request: AnyRequest) -> Response[str]:
    """Where a code is entered."""
    return _page(request, is_gone=request.query_params.get("gone") == "yes", has_left="left" in request.query_params)


@post("/till/join", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def join(request: AnyRequest) -> Response[Any]:
    """Take a code and give this browser a key of its own, which is shown nowhere."""
    form, desk = await request.form(), desk_of(request)
    code = str(form.get("code", ""))[:_CODE_LENGTH_MAX]
    # Every code is guessed at for itself: nobody can keep others from using theirs.
    attempt = attempt_of(request, door=_DOOR, whom=code.strip().upper())
    wait = await desk.transact(lambda conn: attempt.wait(conn, now=desk.real_time()))
    if wait is not None:
        error = speaker_of(request).say("slow_down_text")
        return _page(request, error=error, code=code, status=HTTPStatus.TOO_MANY_REQUESTS)
    digest = await asyncio.get_running_loop().run_in_executor(_reader, access.till_code_digest, code)
    former = request.cookies.get(TILL_COOKIE, "")
    found = await desk.transact(lambda conn: _accept(conn, desk, digest=digest, former=former, attempt=attempt))
    if isinstance(found, access.TillInvitationRefused):
        error = speaker_of(request).text(found.text)
        return _page(request, error=error, code=code, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_PATH, cookies=[make_till_cookie(request, found.key)])


@post("/till/leave", opt={"people": ANYONE, "roles": ANYONE, "till": True}, include_in_schema=False)
async def leave(request: AnyRequest) -> Response[None]:
    """Take this browser's key back: it is a till no more."""
    till, desk = till_of(request), desk_of(request)

    await desk.transact(lambda conn: _take_back(conn, desk, till.grant, reason="the browser leaves the till"))
    return redirect("/till/join?left=yes", cookies=[make_till_cookie(request, "", seconds=0)])


def _accept(
    conn: Connection, desk: PageDesk, *, digest: bytes | None, former: str, attempt: Attempt
) -> access.IssuedKey | access.TillInvitationRefused:
    found = access.accept_till_invitation(conn, digest=digest, now=desk.now(conn))
    before = access.find_grant(conn, key=former) if former and isinstance(found, access.IssuedKey) else None
    if before is not None and before.till is not None:
        _take_back(conn, desk, before, reason="the browser joins a till again")
    note = attempt.failed if isinstance(found, access.TillInvitationRefused) else attempt.succeeded
    note(conn, now=desk.real_time())
    return found


def _take_back(conn: Connection, desk: PageDesk, grant: access.Grant, *, reason: str) -> None:
    """The key this browser had grants nothing any more, and what lay on its belt is gone."""
    actor = audit.Actor(name=f"till {grant.till}", role=access.Role.TILL)
    providers.clear_belt(conn, credential=grant.credential)
    access.revoke_key(conn, credential=grant.credential, actor=actor, now=desk.now(conn), reason=reason)


def _page(
    request: AnyRequest,
    *,
    error: str = "",
    code: str = "",
    is_gone: bool = False,
    has_left: bool = False,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    shown = {"error": error, "code": code, "is_gone": is_gone, "has_left": has_left}
    return render(request, "till/join.html.jinja", status=status, shown=shown)


def make_till_cookie(request: AnyRequest, key: str, *, seconds: int = _KEPT_SECONDS) -> Cookie:
    """The cookie that makes a browser a till: its key, which no other site's page sends."""
    return make_cookie(request, TILL_COOKIE, key, seconds=seconds, path=_PATH, samesite="strict")


HANDLERS = (join_page, join, leave)
