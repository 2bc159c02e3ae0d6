"""The day's totals of this till, and whether the cash register's own agree with them."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post

from socert.entrypoints.pages.admission import AnyRequest, till_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.till.asking import Json, NoAnswer, ask, look
from socert.entrypoints.pages.till.entries import KOPECKS_DIGITS_MAX, read_whole
from socert.entrypoints.pages.till.selling import TILL
from socert.entrypoints.pages.till.showing import Errors, show
from socert.values import InvalidMoney, Money

_COUNTS = ("captures", "taken_back_count")
_SUMS = ("captured", "taken_back")
_COUNT_MAX = 1_000_000


@get("/till/day", opt=TILL, include_in_schema=False)
async def day_page(request: AnyRequest) -> Response[Any]:
    """A day as the ledger has it; today unless another is asked for."""
    day = _day(request, request.query_params.get("day", ""))
    if day is None:
        errors = [("day", speaker_of(request).say("till_day_unreadable"))]
        return await _show(request, _today(request), errors=errors)
    return await _show(request, day)


@post("/till/day", opt=TILL, include_in_schema=False)
async def compare(request: AnyRequest) -> Response[Any]:
    """Hand in the cash register's totals; both are kept, and the page says whether they agree."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    day, speaker = _day(request, form.get("day", "")), speaker_of(request)
    if day is None:
        return await _show(request, _today(request), errors=[("day", speaker.say("till_day_unreadable"))])
    reported: dict[str, int] = {}
    errors: list[tuple[str, str]] = []
    for name in (*_COUNTS, *_SUMS):
        number = _read(form.get(name, ""), is_count=name in _COUNTS)
        if number is None:
            errors.append((name, speaker.say("till_day_number" if name in _COUNTS else "till_day_sum")))
        else:
            reported[name] = number
    if errors:
        return await _show(request, day, errors=errors, given=form)
    body = {"day": day.isoformat(), **reported}
    try:
        told = await ask(request, "POST", f"/tills/till_{till_of(request).number}/days", body=body)
    except NoAnswer:
        told_of = [("captures", speaker.say("till_day_no_answer"))]
        return await _show(request, day, errors=told_of, given=form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if not told.is_done:
        return await _show(request, day, errors=[("captures", told.detail)], given=form)
    query = {"day": day.isoformat(), "agrees": "yes" if told.document["agrees"] else "no"}
    return redirect("/till/day?" + urlencode(query | {name: str(number) for name, number in reported.items()}))


async def _show(
    request: AnyRequest,
    day: date,
    *,
    errors: Errors = (),
    given: dict[str, str] | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response[str]:
    told = await look(request, f"/tills/till_{till_of(request).number}/days/{day.isoformat()}")
    counted: Json = told.document if told.is_done else {}
    reported = _reported(request)
    shown = {
        "wanted": day,
        "counted": counted,
        "given": given or {},
        "reported": reported,
        "agrees": bool(reported) and all(reported[name] == counted.get(name) for name in reported),
    }
    return await show(request, "day", status=status if errors else HTTPStatus.OK, errors=errors, shown=shown)


def _reported(request: AnyRequest) -> dict[str, int]:
    """What was handed in just now, as the address says; all of it or nothing."""
    names = (*_COUNTS, *_SUMS)
    asked = {name: read_whole(request.query_params.get(name, ""), digits_max=KOPECKS_DIGITS_MAX) for name in names}
    read = {name: number for name, number in asked.items() if number is not None}
    return read if len(read) == len(names) else {}


def _read(text: str, *, is_count: bool) -> int | None:
    text = text.strip()
    if is_count:
        count = read_whole(text, digits_max=len(str(_COUNT_MAX)))
        return count if count is not None and count <= _COUNT_MAX else None
    try:
        return Money.parse(text).kopecks
    except InvalidMoney:
        return None


def _today(request: AnyRequest) -> date:
    now: datetime = request.state.now
    return now.astimezone(desk_of(request).site.installation.zone).date()


def _day(request: AnyRequest, text: str) -> date | None:
    if not text:
        return _today(request)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None  # noqa: PLR2004 - what the API takes


HANDLERS = (day_page, compare)
