"""Lost something? Block it at once: a card, the code on the phone, a sheet."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from socert.domain import access, people
from socert.entrypoints.pages.admission import (
    ANYONE,
    RESIDENT,
    SESSION_COOKIE,
    AnyRequest,
    PageRefused,
    actor_of,
    person_of,
)
from socert.entrypoints.pages.desk import PageDesk
from socert.entrypoints.pages.rendering import make_cookie, redirect, speaker_of
from socert.entrypoints.pages.resident.showing import Own, look, show

_NAME_LENGTH = 16
_REASON = "the resident says it is lost"


@get("/me/block", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def carriers(request: AnyRequest) -> Response[str]:
    """What somebody opens their certificates with, each to be blocked."""
    found = await look(request, _own)
    shown = [(_title(request, one), f"/me/block/{name}") for name, one in found.items()]
    done = request.query_params.get("done", "")
    said = speaker_of(request).say(f"block_done_{done}") if done in set(people.CarrierKind) else ""
    return show(request, "carrier_block", shown={"carriers": shown, "said": said, "done": done})


@get("/me/block/{name:str}", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def ask(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """Whether they are sure, and what happens then."""
    one = _named(await look(request, _own), name)
    shown = {"what": _title(request, one), "after": speaker_of(request).say(f"block_after_{one.kind}")}
    return show(request, "carrier_block_one", shown=shown)


@post("/me/block/{name:str}", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def block(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Block it; a lost phone is signed out as well, and so is every other device but this."""
    actor = actor_of(person_of(request))

    def work(own: Own) -> tuple[people.Card, str]:
        one = _named(_own(own), name)
        people.block_card(own.conn, card=one.hash, actor=actor, now=own.now, reason=_REASON)
        return one, _sign_in_here_only(own) if one.kind is people.CarrierKind.QR else ""

    one, token = await look(request, work)
    cookies = [make_cookie(request, SESSION_COOKIE, token)] if token else None
    return redirect(f"/me/block?done={one.kind}", cookies=cookies)


def _sign_in_here_only(own: Own) -> str:
    """A new session for this browser after all others were closed."""
    access.close_sessions_of(own.conn, role=access.Role.RESIDENT, subject=own.holder)
    now = own.desk.real_time()
    return access.open_session(own.conn, role=access.Role.RESIDENT, subject=own.holder, now=now).token


def _own(own: Own) -> dict[str, people.Card]:
    """A resident's carriers by names that say nothing to anybody else."""
    found = people.own_carriers(own.conn, holder=own.holder, now=own.now)
    return {_name(own.desk, one): one for one in found}


def _name(desk: PageDesk, one: people.Card) -> str:
    return desk.seal("carrier", one.hash.hex)[:_NAME_LENGTH]


def _named(found: dict[str, people.Card], name: str) -> people.Card:
    if name not in found:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return found[name]


def _title(request: AnyRequest, one: people.Card) -> str:
    if one.kind is people.CarrierKind.QR:
        return speaker_of(request).say("block_qr")
    return speaker_of(request).say(f"block_{one.kind}", last_four=one.last_four)


HANDLERS = (carriers, ask, block)
