"""Merchants with their shops and tills: suspend one, let it sell again."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import access, audit, providers
from socert.entrypoints.pages.admission import ANYONE, OPERATOR, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.ground import show, word_of, work_at

_DIGITS_MAX = 9
_CHANGES = {"suspend": providers.suspend_till, "resume": providers.resume_till}


@get("/staff/tills", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def merchant_list(request: AnyRequest) -> Response[str]:
    """All merchants, with how many tills they have and how many are suspended."""

    def work(conn: Connection, _now: datetime) -> list[tuple[providers.Merchant, int, int]]:
        places = providers.till_places(conn)
        return [
            (
                one,
                sum(place.merchant == one.id for place in places),
                sum(place.merchant == one.id and place.is_suspended for place in places),
            )
            for one in providers.merchants(conn)
        ]

    return show(request, "merchants", merchants=await work_at(request, work))


@get("/staff/tills/{number:str}", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def merchant_page(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """A merchant's shops and tills."""
    return await _show(request, _number(number))


async def _show(
    request: AnyRequest,
    number: int,
    *,
    status: int = HTTPStatus.OK,
    failed: dict[str, str] | None = None,
    invited: access.TillInvitation | None = None,
) -> Response[str]:
    def work(conn: Connection, _now: datetime) -> dict[str, Any] | None:
        merchant = next((one for one in providers.merchants(conn) if one.id == number), None)
        if merchant is None:
            return None
        tills = providers.tills_of(conn, merchant=number)
        outlets = [one for one in providers.outlets(conn) if one.merchant == number]
        shops = [(one, [found for found in tills if found[0].outlet == one.id]) for one in outlets]
        return {"merchant": merchant, "shops": shops}

    shown = await work_at(request, work)
    if shown is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    said = request.query_params.get("said", "")
    said = said if said in _CHANGES else ""
    return show(request, "merchant", status=status, failed=failed or {}, said=said, invited=invited, **shown)


@post("/staff/tills/{number:str}", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def change(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Suspend a till or let it sell again, with a reason."""
    merchant, form, say = _number(number), await request.form(), speaker_of(request).say
    do, till = word_of(form, "do"), _number(word_of(form, "till"))
    reason = word_of(form, "reason", length_max=300)
    if do not in _CHANGES:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    failed = {}
    if not reason:
        failed[f"reason-{till}"] = say("staff_reason_needed")
    elif audit.names_a_person(reason):
        failed[f"reason-{till}"] = say("staff_reason_names_a_person")
    if failed:
        return await _show(request, merchant, status=HTTPStatus.UNPROCESSABLE_ENTITY, failed=failed)
    actor = actor_of(person_of(request))

    def work(conn: Connection, now: datetime) -> None:
        if not any(one.id == till for one, _ in providers.tills_of(conn, merchant=merchant)):
            raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
        _CHANGES[do](conn, till=till, actor=actor, now=now, reason=reason)

    await work_at(request, work)
    return redirect(f"/staff/tills/{merchant}?said={do}")


@post("/staff/tills/{number:str}/invite", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def invite(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """A code that makes a browser a till; it is on this page and nowhere else, so there is none to be led to."""
    merchant, form = _number(number), await request.form()
    till, actor = _number(word_of(form, "till")), actor_of(person_of(request))

    def work(conn: Connection, now: datetime) -> access.TillInvitation:
        if not any(one.id == till for one, _ in providers.tills_of(conn, merchant=merchant)):
            raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
        return access.invite_till(conn, merchant=merchant, till=till, actor=actor, now=now)

    invitation = await work_at(request, work)
    return await _show(request, merchant, invited=invitation)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX):
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return int(text)


HANDLERS = (merchant_list, merchant_page, change, invite)
