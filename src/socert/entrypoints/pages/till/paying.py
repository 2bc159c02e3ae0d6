"""Paying once: asked for under the basket's key, as often as it takes; what is not known is said, and can be voided."""

import re
from datetime import datetime, timedelta
from enum import Enum, auto
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post

from socert.entrypoints.pages.admission import AnyRequest, PageRefused
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.till.asking import Json, NoAnswer, Told, ask, look
from socert.entrypoints.pages.till.belt import Belt, Declined, cleared, tried_again, without_card
from socert.entrypoints.pages.till.bodies import carrier_body, confirmation_body, receipt_body
from socert.entrypoints.pages.till.entries import KOPECKS_DIGITS_MAX, read_whole
from socert.entrypoints.pages.till.keeping import belt_of, change, change_by_age, next_receipt
from socert.entrypoints.pages.till.selling import TILL
from socert.entrypoints.pages.till.showing import problem_of, row_of, show, show_belt, words_of
from socert.entrypoints.pages.words.till import WORDS
from socert.values import Text

_KEY = re.compile(r"[0-9a-f-]{36}")
_PIN = re.compile(r"[0-9]{4,8}")
_CODE = re.compile(r"[0-9]{6}")
#: Who showed their card is still there; later a payment that comes by itself is not theirs to make any more.
_BELT_AGE_MAX = timedelta(minutes=15)


class _NotBegun(Enum):
    """Why the belt is not paid: another one lies there now, or this one lay there too long."""

    OTHER = auto()
    OLD = auto()


@post("/till/pay", opt=TILL, include_in_schema=False)
async def pay(request: AnyRequest) -> Response[Any]:
    """Pay what lies on the belt, or ask again what became of it: the same key gives the same answer."""
    form = await request.form()
    sale, quoted = _sale(form.get("sale")), str(form.get("own", ""))
    pin, code = (re.sub(r"\s", "", str(form.get(name, ""))) for name in ("pin", "code"))
    if (pin and not _PIN.fullmatch(pin)) or (code and not _CODE.fullmatch(code)):
        errors = [("pay", speaker_of(request).say("till_confirmation_shape"))]
        return await show_belt(request, await belt_of(request), errors=errors)
    belt = await _begin(request, sale)
    if belt is _NotBegun.OTHER:
        return await _finished(request, sale)
    if belt is _NotBegun.OLD:
        return await _too_old(request, sale)
    body = receipt_body(belt, receipt=belt.receipt, at=belt.asked_at, capture=True)
    try:
        told = await ask(
            request, "POST", "/authorisations", body=body | confirmation_body(pin=pin, code=code), key=sale
        )
    except NoAnswer:
        return await _unknown(request, belt, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return await _settle(request, sale, told, quoted=quoted)


@get("/till/unknown", opt=TILL, include_in_schema=False)
async def unknown(request: AnyRequest) -> Response[Any]:
    """Payment was asked for and no answer is known: ask again, or void."""
    belt = await belt_of(request)
    return await _unknown(request, belt) if belt.is_asked else redirect("/till")


@post("/till/abandon", opt=TILL, include_in_schema=False)
async def abandon(request: AnyRequest) -> Response[Any]:
    """The cashier gives up waiting: whatever became of the payment is void, also if it arrives later."""
    form = await request.form()
    sale, belt = _sale(form.get("sale")), await belt_of(request)
    if belt.sale != sale:
        return await _void_finished(request, sale)
    if belt.carrier is None:
        return redirect("/till")
    # Also where nothing was sent as far as is known here: it may still be on its way.
    path = f"/authorisations/by-key/{sale}/void"
    try:
        told = await ask(request, "POST", path, body=carrier_body(belt.carrier), key=f"abandon-{sale}")
    except NoAnswer:
        return await _unknown(request, belt, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if not told.is_done:
        return await _unknown(
            request, belt, problem=problem_of(told, speaker_of(request)), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    if told.document["outcome"] == "declined":  # it paid nothing in the first place, or more has happened to it since
        return await _finished(request, sale, problem=words_of(told.document["reason"], speaker_of(request)))
    await _leave(request, sale, declined=None)
    return redirect("/till?told=abandoned")


async def _begin(request: AnyRequest, sale: str) -> Belt | _NotBegun:
    """The belt as it is paid, number and time fixed with the first attempt, which has to come soon."""
    receipt, at = await next_receipt(request), request.state.now.isoformat()

    def work(belt: Belt, age: timedelta) -> Belt | _NotBegun:
        if belt.sale != sale or belt.carrier is None or not belt.lines:
            return _NotBegun.OTHER
        if belt.is_asked:
            return belt
        if age > _BELT_AGE_MAX:
            return _NotBegun.OLD
        return msgspec.structs.replace(belt, receipt=receipt, asked_at=at, asking=None, declined=None)

    return await change_by_age(request, work)


async def _too_old(request: AnyRequest, sale: str) -> Response[Any]:
    """Nothing is sent for whoever has long gone: the card is to be shown again, unless the sale is known already."""
    told = await look(request, f"/authorisations/by-key/{sale}")
    if told.is_done:
        return await _finished(request, sale)
    belt = await change(request, lambda belt: without_card(belt) if belt.sale == sale and not belt.is_asked else belt)
    return await show_belt(request, belt, errors=[("entry", speaker_of(request).say("till_belt_old"))])


async def _settle(request: AnyRequest, sale: str, told: Told, *, quoted: str) -> Response[Any]:
    """Go on from an answer."""
    if not told.is_done:  # it was not understood, so nothing was done, and the key is still free
        await _leave(request, sale, declined=None)
        return await show_belt(
            request, await belt_of(request), errors=[("entry", problem_of(told, speaker_of(request)))]
        )
    answer = told.document
    if answer["outcome"] == "declined":
        await _leave(request, sale, declined=_why(answer))
        return redirect("/till/quote")
    await change(request, lambda belt: cleared(belt) if belt.sale == sale else belt)
    return redirect(_receipt_path(answer, quoted=quoted))


async def _finished(request: AnyRequest, sale: str, *, problem: str = "") -> Response[Any]:
    """What became of a sale that may no longer lie on the belt."""
    told = await look(request, f"/authorisations/by-key/{sale}")
    if not told.is_done:
        return redirect("/till?told=finished")
    view = told.document
    if view["status"] in ("declined", "voided", "lapsed"):
        await _leave(request, sale, declined=_why(view) if view["status"] == "declined" else None)
        return redirect("/till/quote" if view["status"] == "declined" else "/till?told=abandoned")
    await change(request, lambda belt: cleared(belt) if belt.sale == sale else belt)
    return redirect(_receipt_path(view, quoted="", problem=problem))


async def _void_finished(request: AnyRequest, sale: str) -> Response[Any]:
    """It was paid, and the cashier did not see it: void it by its number, as they asked."""
    told = await look(request, f"/authorisations/by-key/{sale}")
    if not told.is_done or told.document["status"] not in ("held", "captured", "partly_captured"):
        return await _finished(request, sale)
    number = told.document["id"]
    try:
        void = await ask(request, "POST", f"/authorisations/{number}/void", body={}, key=f"void-{number}")
    except NoAnswer as error:
        raise PageRefused(HTTPStatus.SERVICE_UNAVAILABLE, "away") from error
    is_void = void.is_done and void.document["outcome"] == "approved"
    return redirect(f"/till/sales/{number}" + ("" if is_void else "?kept=yes"))


async def _leave(request: AnyRequest, sale: str, *, declined: Declined | None) -> None:
    """The basket stays, under a new key."""
    await change(request, lambda belt: tried_again(belt, declined=declined) if belt.sale == sale else belt)


def _why(answer: Json) -> Declined:
    reason = answer.get("reason")
    if reason is None:
        words = WORDS["till_nothing_covered"]
        assert isinstance(words, Text)
        return Declined("nothing_covered", words.ru, words.en)
    return Declined(reason["code"], reason["text"]["ru"], reason["text"]["en"])


def _receipt_path(answer: Json, *, quoted: str, problem: str = "") -> str:
    """Where the receipt is; it says so where less or more own money is due than was said before."""
    path = f"/till/sales/{answer['id']}"
    said = read_whole(quoted, digits_max=KOPECKS_DIGITS_MAX)
    query = {"quoted": quoted} if said not in {None, answer["own_money"]} else {"kept": "yes"} if problem else {}
    return f"{path}?{urlencode(query)}" if query else path


async def _unknown(request: AnyRequest, belt: Belt, *, problem: str = "", status: int = HTTPStatus.OK) -> Response[str]:
    speaker = speaker_of(request)
    errors = [("again", problem)] if problem else []
    shown = {
        "belt": belt,
        "asked_seconds": _seconds_since(belt.asked_at, now=request.state.now),
        "rows": [row_of(line, place, speaker) for place, line in enumerate(belt.lines, start=1)],
    }
    return await show(request, "unknown", status=status, errors=errors, shown=shown)


def _seconds_since(asked_at: str, *, now: datetime) -> int:
    return max(0, int((now - datetime.fromisoformat(asked_at)).total_seconds())) if asked_at else 0


def _sale(given: object) -> str:
    if not isinstance(given, str) or _KEY.fullmatch(given) is None:
        raise PageRefused(HTTPStatus.BAD_REQUEST, "unreadable")
    return given


HANDLERS = (pay, unknown, abandon)
