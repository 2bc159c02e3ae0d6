"""A resident signs in: the card's number, then the code sent to their phone; in an example the message is shown."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import access, installation, messages, people
from socert.entrypoints.pages.admission import (
    ANYONE,
    SESSION_COOKIE,
    AnyRequest,
    found_person,
)
from socert.entrypoints.pages.desk import PageDesk, desk_of
from socert.entrypoints.pages.rendering import local_path, make_cookie, redirect, render, speaker_of
from socert.entrypoints.pages.resident import waiting
from socert.entrypoints.pages.resident.waiting import Waiting, browser_of, waiting_of
from socert.entrypoints.pages.signing.openid import expect_other_ways, offered_openid
from socert.entrypoints.pages.throttle import Attempt, attempt_of, minutes_of
from socert.values import CardNumber, InvalidNumber

HOME = "/me"
#: What is counted apart: asking for a code, and entering one.
_ASKING, _ENTERING = people.SIGN_IN_DOORS
_REFUSED = {
    people.Refusal.CARD_BLOCKED: "sign_in_card_blocked",
    people.Refusal.CARD_IS_A_REPRESENTATIVES: "sign_in_card_of_representative",
    people.Refusal.SHEET_SIGNS_NOBODY_IN: "sign_in_sheet",
    people.Refusal.CARD_NOT_VALID_NOW: "sign_in_card_not_valid",
}


@get("/sign-in", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def ask_card(request: AnyRequest) -> Response[Any]:
    """Which card; whoever is signed in already goes on."""
    leads_to = local_path(request.query_params.get("next"), otherwise=HOME)
    request.state.now = await desk_of(request).transact(desk_of(request).now)
    person = found_person(request)
    if person is not None and person.role is access.Role.RESIDENT:
        return redirect(leads_to)
    return _card_page(request, leads_to=leads_to)


@post("/sign-in", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def take_card(request: AnyRequest) -> Response[Any]:
    """Send a code, if the card is one a code can be sent for, and ask for it whatever card it was."""
    expect_other_ways(request, door=access.OpenIdDoor.RESIDENT)
    form = await request.form()
    leads_to = local_path(form.get("next"), otherwise=HOME)
    try:
        card = CardNumber.parse(str(form.get("card", "")))
    except InvalidNumber as error:
        return _card_page(request, leads_to=leads_to, error=speaker_of(request).text(error.text))
    digest = people.card_hash(secret=desk_of(request).site.card_secret, card=card)
    return await _send(request, Waiting(digest, card.last_four, digest, leads_to))


@get("/sign-in/code", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def ask_code(request: AnyRequest) -> Response[Any]:
    """The code that was sent."""
    found = waiting_of(request)
    return redirect("/sign-in") if found is None else await _code_page(request, found)


@post("/sign-in/code/again", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def send_again(request: AnyRequest) -> Response[Any]:
    """Send another code; the one before is good no more."""
    found = waiting_of(request)
    return redirect("/sign-in") if found is None else await _send(request, found)


@post("/sign-in/code", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def take_code(request: AnyRequest) -> Response[Any]:
    """Sign in with a right code; say what is wrong with another."""
    found, desk = waiting_of(request), desk_of(request)
    if found is None:
        return redirect("/sign-in")
    code = "".join(one for one in str((await request.form()).get("code", ""))[:20] if not one.isspace() and one != "-")
    if not code:
        return await _code_page(request, found, error=speaker_of(request).say("sign_in_code_missing"))
    attempt = _attempt(request, found, door=_ENTERING)
    wait = await desk.transact(lambda conn: attempt.wait(conn, now=desk.real_time()))
    if wait is not None:
        return await _code_page(request, found, error=_wait(request, wait))
    tried = await desk.transact(lambda conn: _try(conn, desk, request, found, code=code))
    if tried.outcome is not people.CodeTry.RIGHT:
        await desk.transact(lambda conn: attempt.failed(conn, now=desk.real_time()))
        return await _code_page(request, found, error=_wrong(request, tried))
    opened = await desk.transact(lambda conn: _enter(conn, desk, request, found))
    if opened is None:
        return _card_page(request, leads_to=found.leads_to, error=speaker_of(request).say("sign_in_card_blocked"))
    return redirect(
        found.leads_to,
        cookies=[
            make_cookie(request, SESSION_COOKIE, opened.token),
            make_cookie(request, waiting.COOKIE, "", seconds=0),
        ],
    )


async def _send(request: AnyRequest, wanted: Waiting) -> Response[Any]:
    desk = desk_of(request)
    attempt = _attempt(request, wanted, door=_ASKING)
    wait = await desk.transact(lambda conn: attempt.wait(conn, now=desk.real_time()))
    if wait is not None:
        return _card_page(request, leads_to=wanted.leads_to, error=_wait(request, wait))
    sent = await desk.transact(lambda conn: _send_code(conn, desk, request, wanted))
    if isinstance(sent, people.Refusal):
        return _card_page(request, leads_to=wanted.leads_to, error=speaker_of(request).say(_REFUSED[sent]))
    if sent is None:
        return _card_page(request, leads_to=wanted.leads_to, error=_wait(request, timedelta(hours=1)))
    kept = waiting.kept(request, sent)
    return redirect("/sign-in/code", cookies=[make_cookie(request, waiting.COOKIE, kept, seconds=waiting.KEPT_SECONDS)])


def _send_code(
    conn: Connection, desk: PageDesk, request: AnyRequest, wanted: Waiting
) -> Waiting | people.Refusal | None:
    now = desk.now(conn)
    card = people.card_to_sign_in(conn, card=wanted.card, now=now)
    if isinstance(card, people.Refusal):
        return card
    asker = people.AskingBrowser(browser_of(request))
    message = people.send_code(conn, card=wanted.card, asker=asker, secret=desk.site.card_secret, now=now)
    return None if message is None else Waiting(wanted.card, wanted.last_four, message, wanted.leads_to)


def _try(conn: Connection, desk: PageDesk, request: AnyRequest, found: Waiting, *, code: str) -> people.TriedToSignIn:
    return people.try_sign_in_code(
        conn,
        card=found.card,
        asker=people.AskingBrowser(browser_of(request)),
        code=code,
        secret=desk.site.card_secret,
        now=desk.now(conn),
    )


def _enter(conn: Connection, desk: PageDesk, request: AnyRequest, found: Waiting) -> access.OpenedSession | None:
    """Open a session as whom the card opens; None where it was blocked since the code was sent."""
    card = people.card_to_sign_in(conn, card=found.card, now=desk.now(conn))
    if not isinstance(card, people.Card):
        return None
    now = desk.real_time()
    for door in (_ASKING, _ENTERING):
        _attempt(request, found, door=door).succeeded(conn, now=now)
    access.close_session(conn, token=request.cookies.get(SESSION_COOKIE, ""))
    return access.open_session(conn, role=access.Role.RESIDENT, subject=card.holder, now=now)


def _attempt(request: AnyRequest, found: Waiting, *, door: str) -> Attempt:
    return attempt_of(request, door=door, whom=found.card.hex)


def _card_page(request: AnyRequest, *, leads_to: str, error: str = "") -> Response[str]:
    """The number itself is not shown again: the page may be looked at over a shoulder."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    openid = offered_openid(request, door=access.OpenIdDoor.RESIDENT, back_to=leads_to)
    shown = {"leads_to": leads_to, "error": error, "openid": openid}
    return render(request, "resident/card.html.jinja", status=status, shown=shown)


async def _code_page(request: AnyRequest, found: Waiting, *, error: str = "") -> Response[str]:
    desk = desk_of(request)
    is_example = desk.site.installation.kind is installation.Kind.EXAMPLE
    message = await desk.transact(lambda conn: messages.find(conn, message=found.message)) if is_example else None
    shown = {"last_four": found.last_four, "error": error, "message": None if message is None else message.body}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "resident/code.html.jinja", status=status, shown=shown)


def _wrong(request: AnyRequest, tried: people.TriedToSignIn) -> str:
    speaker = speaker_of(request)
    match tried.outcome:
        case people.CodeTry.WRONG if tried.tries_left:
            return speaker.say("sign_in_code_wrong", count=tried.tries_left)
        case people.CodeTry.EXPIRED:
            return speaker.say("sign_in_code_expired")
        case people.CodeTry.NOT_SET:
            return speaker.say("sign_in_code_not_asked")
        case _:
            return speaker.say("sign_in_code_spent")


def _wait(request: AnyRequest, wait: timedelta) -> str:
    return speaker_of(request).say("sign_in_wait", count=minutes_of(wait))


HANDLERS = (ask_card, take_card, ask_code, send_again, take_code)
