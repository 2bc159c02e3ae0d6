"""The printed sheet: make it, print it again, make another instead."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post

from socert.domain import people
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.rendering import HEADERS, redirect, speaker_of
from socert.entrypoints.pages.resident.carrier_printing import Printed, print_sheet, printed
from socert.entrypoints.pages.resident.showing import Own, look, show

#: Printing takes some tenths of a second of a processor: one at a time, and tills' work waits for none of it.
_printer = ThreadPoolExecutor(1, thread_name_prefix="sheet")


@get("/me/sheet", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def sheet(request: AnyRequest) -> Response[str]:
    """The sheet somebody has, or how to have one."""
    shown = await look(request, _standing)
    return show(request, "carrier_sheet", shown=shown | {"is_done": "done" in request.query_params})


def _standing(own: Own) -> dict[str, Any]:
    found = people.find_sheet(own.conn, holder=own.holder, secret=own.desk.site.card_secret)
    card = None if found is None else found.card
    is_reachable = card is None or people.is_reachable(own.conn, card=card.hash, now=own.now)
    return {"card": card, "is_reachable": is_reachable, "is_taken": printed(own).is_taken}


@post("/me/sheet", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def make(request: AnyRequest) -> Response[Any]:
    """Make one; the one before stops working."""
    actor = actor_of(person_of(request))

    def work(own: Own) -> None:
        people.make_sheet(own.conn, holder=own.holder, secret=own.desk.site.card_secret, actor=actor, now=own.now)

    await look(request, work)
    return redirect("/me/sheet?done")


@get("/me/sheet.pdf", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def sheet_file(request: AnyRequest) -> Response[bytes]:
    """The sheet to be printed."""
    return await answer_file(request, representation=None)


async def answer_file(request: AnyRequest, *, representation: UUID | None) -> Response[bytes]:
    """The sheet of a resident, or of who represents them, as a file; not found where there is none."""

    def find(own: Own) -> tuple[people.Sheet | None, Printed]:
        secret = own.desk.site.card_secret
        found = people.find_sheet(own.conn, holder=own.holder, secret=secret, representation=representation)
        return found, printed(own)

    found, what = await look(request, find)
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    speaker = speaker_of(request)
    work = partial(print_sheet, found, what, speaker=speaker)
    content = await asyncio.get_running_loop().run_in_executor(_printer, work)
    name = f"{speaker.say('sheet_file')}-{found.card.last_four}.pdf"
    headers = HEADERS | {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


HANDLERS = (sheet, make, sheet_file)
