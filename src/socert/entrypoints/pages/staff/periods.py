"""Settling with merchants: what a period would be, closing it, its claims, registers and payments."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import audit, clearing, providers, tasks
from socert.entrypoints.pages.admission import ANYONE, OPERATOR, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.ground import READERS, once_of, show, word_of, work_at
from socert.entrypoints.pages.staff.long_work import found_task
from socert.entrypoints.pages.staff.papers import paper

_NUMBER_DIGITS_MAX = 9
_REFERENCE_LENGTH_MAX = 100


@get("/staff/periods", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def period_list(request: AnyRequest) -> Response[str]:
    """Closed periods, the newest first, and the form for the next."""
    return await _show_list(request)


async def _show_list(
    request: AnyRequest, *, status: int = HTTPStatus.OK, last: str = "", error: str = ""
) -> Response[str]:
    zone = desk_of(request).site.installation.zone

    def work(conn: Connection, now: datetime) -> dict[str, Any]:
        found = clearing.period_sums(conn)
        yesterday = (now.astimezone(zone) - timedelta(days=1)).date()
        return {"periods": [(one, _last_day(one)) for one in found], "last": last or yesterday.isoformat()}

    return show(request, "periods", status=status, error=error, **await work_at(request, work))


def _last_day(one: clearing.ClosedPeriod | clearing.PeriodSums) -> datetime:
    """An instant of its last day."""
    return one.ends_at - timedelta(microseconds=1)


def _summed(one: clearing.ClosedPeriod) -> dict[str, Any]:
    paid = sum(claim.due for claim in one.claims if claim.status is clearing.ClaimStatus.PAID)
    due = sum(claim.due for claim in one.claims if claim.due > 0)
    return {"period": one, "due": due, "paid": paid, "last_day": _last_day(one)}


@post("/staff/periods", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def expect(request: AnyRequest) -> Response[Any]:
    """Reckon what closing through a day would make."""
    form = await request.form()
    typed = word_of(form, "last", length_max=20)
    try:
        until = date.fromisoformat(typed) + timedelta(days=1)
    except (ValueError, OverflowError):
        say = speaker_of(request).say
        return await _show_list(
            request, status=HTTPStatus.UNPROCESSABLE_ENTITY, last=typed, error=say("period_day_needed")
        )
    parameters = {"until": until.isoformat()}
    once = f"{once_of(form)} {until}"
    return await _asked(request, tasks.Kind.EXPECT_CLAIMS, once=once, parameters=parameters)


@post("/staff/tasks/{number:str}/close", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def close(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Close the period that was reckoned."""
    reckoned = await found_task(request, number)
    if reckoned.kind is not tasks.Kind.EXPECT_CLAIMS or reckoned.state is not tasks.State.DONE:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    once = once_of(await request.form())
    return await _asked(request, tasks.Kind.CLOSE_PERIOD, once=once, parameters={"until": reckoned.parameters["until"]})


async def _asked(request: AnyRequest, kind: tasks.Kind, *, once: str, parameters: tasks.Parameters) -> Response[Any]:
    actor = actor_of(person_of(request))
    task = await work_at(
        request,
        lambda conn, now: tasks.ask(conn, kind=kind, once=once, parameters=parameters, actor=actor, now=now),
    )
    return redirect(f"/staff/tasks/{task.id}")


@get("/staff/periods/{number:str}", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def period_page(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """A period with its claims and registers."""
    return await _show_period(request, _number(number))


async def _show_period(
    request: AnyRequest, number: int, *, status: int = HTTPStatus.OK, failed: dict[str, str] | None = None
) -> Response[str]:
    def work(conn: Connection, _now: datetime) -> dict[str, Any] | None:
        found = clearing.find_period(conn, period=number)
        if found is None:
            return None
        merchants = {one.id: one for one in providers.merchants(conn)}
        made = tasks.last_done(conn, kind=tasks.Kind.REGISTERS, parameters={"period": number})
        return _summed(found) | {"merchants": merchants, "files": None if made is None else _files(made.outcome)}

    shown = await work_at(request, work)
    if shown is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    said = request.query_params.get("said", "")
    return show(request, "period", status=status, failed=failed or {}, said=said if said == "paid" else "", **shown)


def _files(outcome: tasks.Outcome | None) -> list[tuple[Mapping[str, str] | None, str, str]]:
    """Merchant, name of the CSV and of the XLSX; without a merchant the summary of all."""
    assert outcome is not None, "what is done has an outcome"
    summary = f"register-summary-period-{outcome['period']}"
    found = [(one, one["csv"], one["xlsx"]) for one in outcome["registers"]]
    return [*found, (None, f"{summary}.csv", f"{summary}.xlsx")]


@post("/staff/periods/{number:str}/pay", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def pay(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Note that a claim was paid; a claim is paid once."""
    period, form, speaker = _number(number), await request.form(), speaker_of(request)
    text = word_of(form, "claim")
    reference = word_of(form, "reference", length_max=_REFERENCE_LENGTH_MAX)
    failed = {}
    if not reference:
        failed[f"reference-{text}"] = speaker.say("period_reference_needed")
    elif audit.names_a_person(reference):
        failed[f"reference-{text}"] = speaker.say("staff_reason_names_a_person")
    if failed:
        return await _show_period(request, period, status=HTTPStatus.UNPROCESSABLE_ENTITY, failed=failed)
    try:
        claim = UUID(text)
    except ValueError:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found") from None
    actor = actor_of(person_of(request))
    done = await work_at(
        request, lambda conn, now: clearing.mark_paid(conn, claim=claim, now=now, actor=actor, reference=reference)
    )
    if isinstance(done, clearing.ClearingRefused):
        failed = {f"reference-{text}": speaker.text(done.sentence)}
        return await _show_period(request, period, status=HTTPStatus.CONFLICT, failed=failed)
    return redirect(f"/staff/periods/{period}?said=paid")


@post("/staff/periods/{number:str}/registers", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def make_registers(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Write the registers of a period."""
    period, form = _number(number), await request.form()
    return await _asked(request, tasks.Kind.REGISTERS, once=once_of(form), parameters={"period": period})


@get(
    "/staff/periods/{number:str}/registers/{name:str}",
    opt={"people": READERS, "roles": ANYONE},
    include_in_schema=False,
)
async def register(request: AnyRequest, number: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A register, to be kept or sent on."""
    period = _number(number)
    made = await work_at(
        request,
        lambda conn, _now: tasks.last_done(conn, kind=tasks.Kind.REGISTERS, parameters={"period": period}),
    )
    if made is None or made.outcome is None or name not in {one for _, *names in _files(made.outcome) for one in names}:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return await paper(request, "registers", str(made.outcome["folder"]), name)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS_MAX):
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return int(text)


HANDLERS = (period_list, expect, close, period_page, pay, make_registers, register)
