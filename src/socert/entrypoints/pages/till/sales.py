"""A sale that was made: its receipt, what was said to the buyer, and voiding it."""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from socert.entrypoints.pages.admission import AnyRequest, PageRefused
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.till.asking import Json, NoAnswer, ask, look
from socert.entrypoints.pages.till.entries import KOPECKS_DIGITS_MAX, read_whole
from socert.entrypoints.pages.till.keeping import belt_of
from socert.entrypoints.pages.till.selling import TILL
from socert.entrypoints.pages.till.showing import answered_rows, show, words_of

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@get("/till/sales/{authorisation:str}", opt=TILL, include_in_schema=False)
async def sale_made(request: AnyRequest, authorisation: FromPath[str]) -> Response[Any]:
    """The receipt, to be looked at and printed."""
    return await _show(request, await find_authorisation(request, authorisation))


@post("/till/sales/{authorisation:str}/void", opt=TILL, include_in_schema=False)
async def void(request: AnyRequest, authorisation: FromPath[str]) -> Response[Any]:
    """The sale did not happen after all: everything goes back."""
    view = await find_authorisation(request, authorisation)
    path, speaker = f"/authorisations/{view['id']}/void", speaker_of(request)
    try:
        told = await ask(request, "POST", path, body={}, key=f"void-{view['id']}")
    except NoAnswer:
        problem, status = speaker.say("till_void_no_answer"), HTTPStatus.SERVICE_UNAVAILABLE
        return await _show(request, view, problem=problem, status=status)
    if not told.is_done:
        return await _show(request, view, problem=told.detail)
    if told.document["outcome"] == "declined":
        return await _show(request, view, problem=words_of(told.document["reason"], speaker))
    return redirect(f"/till/sales/{view['id']}")


async def find_authorisation(request: AnyRequest, authorisation: str) -> Json:
    """An authorisation of this till's organisation, as the API shows it.

    Raises:
        PageRefused: not_found, or away.
    """
    if _ID.fullmatch(authorisation) is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    told = await look(request, f"/authorisations/{authorisation}")
    if not told.is_done:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return told.document


async def _show(
    request: AnyRequest, view: Json, *, problem: str = "", status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> Response[str]:
    speaker = speaker_of(request)
    quoted = request.query_params.get("quoted", "")
    refunded = sum(one["refunded"] for one in view["captures"])
    shown = {
        "belt": await belt_of(request),
        "sale": view,
        "at": datetime.fromisoformat(view["at"]),
        "rows": answered_rows(view["lines"], speaker),
        "reason": words_of(view.get("reason"), speaker),
        "total": view["covered"] + view["own_money"],
        "quoted": read_whole(quoted, digits_max=KOPECKS_DIGITS_MAX),
        "is_kept": request.query_params.get("kept") == "yes",
        "refunded": refunded,
        "may_void": view["status"] in ("held", "captured", "partly_captured") and not refunded,
        "may_return": view["status"] in ("captured", "partly_captured"),
    }
    errors = [("void", problem)] if problem else []
    return await show(request, "receipt", status=status if problem else HTTPStatus.OK, errors=errors, shown=shown)


HANDLERS = (sale_made, void)
