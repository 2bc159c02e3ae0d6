"""What each line would be answered now, what the certificate pays and what is paid with own money."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post

from socert.entrypoints.pages.admission import AnyRequest, till_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.till.asking import Json, NoAnswer, Told, ask
from socert.entrypoints.pages.till.belt import Belt
from socert.entrypoints.pages.till.bodies import carrier_body, receipt_body
from socert.entrypoints.pages.till.entries import Flaw
from socert.entrypoints.pages.till.keeping import belt_of
from socert.entrypoints.pages.till.selling import TILL
from socert.entrypoints.pages.till.showing import (
    decided,
    declined_of,
    problem_of,
    row_of,
    show,
    show_belt,
    show_sale,
    words_of,
)

#: What confirms a purchase, by what the API asks for.
_WANTED = {"pin": ("pin",), "code": ("code",), "pin_and_code": ("pin", "code")}


@get("/till/quote", opt=TILL, include_in_schema=False)
async def quote(request: AnyRequest) -> Response[Any]:
    """One clear answer a line. Moves nothing, so that it may be loaded again."""
    belt = await belt_of(request)
    if belt.is_asked:
        return redirect("/till/unknown")
    missing = _missing(belt)
    return await _quote(request, belt) if missing is None else await show_sale(request, belt, flaw=missing)


@post("/till/code", opt=TILL, include_in_schema=False)
async def send_code(request: AnyRequest) -> Response[Any]:
    """Send a one-time code to whoever carries the card."""
    belt = await belt_of(request)
    if belt.carrier is None or belt.is_asked:
        return redirect("/till")
    try:
        told = await ask(request, "POST", "/confirmations", body=carrier_body(belt.carrier))
    except NoAnswer:
        return await _quote(request, belt, error=speaker_of(request).say("till_code_no_answer"))
    return (
        redirect("/till/quote?told=code")
        if told.is_done
        else await _quote(request, belt, error=problem_of(told, speaker_of(request)))
    )


def _missing(belt: Belt) -> Flaw | None:
    if belt.asking is not None:
        return Flaw("till_price_first")
    if not belt.lines:
        return Flaw("till_goods_first")
    return Flaw("till_card_first") if belt.carrier is None else None


async def _quote(request: AnyRequest, belt: Belt, *, error: str = "") -> Response[str]:
    speaker = speaker_of(request)
    body = receipt_body(belt, receipt=f"{till_of(request).number}-quote", at=request.state.now, capture=False)
    try:
        told = await ask(request, "POST", "/quotes", body=body)
    except NoAnswer:
        errors = [("entry", speaker.say("till_quote_no_answer"))]
        return await show_belt(request, belt, errors=errors, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if not told.is_done:
        return await show_belt(request, belt, errors=[("entry", problem_of(told, speaker_of(request)))])
    errors = [("pay", one) for one in (error,) if one]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return await show(request, "quote", status=status, errors=errors, shown=_shown(request, belt, told))


def _shown(request: AnyRequest, belt: Belt, told: Told) -> Json:
    speaker, answer = speaker_of(request), told.document
    reason = answer.get("reason")
    by_place = {line["position"]: line for line in answer["lines"]}
    rows = [
        decided(row_of(line, place, speaker), by_place[place], speaker)
        for place, line in enumerate(belt.lines, start=1)
    ]
    wanted = _WANTED.get((reason or {}).get("confirmation", ""), ())
    return {
        "belt": belt,
        "rows": rows,
        "outcome": answer["outcome"],
        "covered": answer["covered"],
        "own_money": answer["own_money"],
        "waived": sum(line.get("waived", 0) for line in answer["lines"]),
        "reason": words_of(reason, speaker),
        "wanted": wanted,
        "may_pay": answer["outcome"] != "declined" or bool(wanted),
        "declined": declined_of(belt, speaker),
        "balances": answer["balances"],
    }


HANDLERS = (quote, send_code)
