"""Who may shop for me: choose somebody with dates, give them a sheet, end it at once."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from socert.domain import people
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.resident.carrier_sheet import answer_file
from socert.entrypoints.pages.resident.showing import Own, look, show
from socert.values import Period

_LONGEST = timedelta(days=366)
_USUAL = timedelta(days=90)
_TYPED_MAX = 100
_REASON = "the resident ends it"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, and what is wrong with it: sentences by field."""

    last_name: str
    number: str
    first: str
    last: str
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day, once they were found to be days."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last)


@get("/me/representatives", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def representatives(request: AnyRequest) -> Response[str]:
    """Everybody who may shop for a resident now or later, by the name the resident knew: no more is told of them."""
    found = await look(request, _found)
    zone = request.app.state.page_desk.site.installation.zone
    shown = [
        {
            "id": one.representation.id,
            "name": one.last_name,
            "first": one.representation.valid_from,
            "last": Period(one.representation.valid_from, one.representation.valid_until).valid_through(zone),
            "has_sheet": one.has_sheet,
        }
        for one in found
    ]
    said = next((key for key in ("done", "ended") if key in request.query_params), "")
    return show(request, "carrier_representatives", shown={"people": shown, "said": said})


@get("/me/representatives/new", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def choose(request: AnyRequest) -> Response[str]:
    """Ask who, and from when through when."""
    today = await look(request, _today)
    return _choosing(request, Wanted("", "", today.isoformat(), (today + _USUAL).isoformat()))


@post("/me/representatives/new", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def take(request: AnyRequest) -> Response[Any]:
    """Let somebody shop, with a sheet of their own."""
    form = await request.form()
    typed = {name: str(form.get(name, ""))[:_TYPED_MAX].strip() for name in ("last_name", "number", "first", "last")}
    given = Wanted(typed["last_name"], typed["number"], typed["first"], typed["last"])
    wanted = _checked(request, given, today=await look(request, _today))
    if wanted.errors:
        return _choosing(request, wanted)
    refused = await look(request, lambda own: _allow(request, own, wanted))
    if refused is not None:
        return _choosing(request, replace(wanted, errors=(("number", speaker_of(request).text(refused.text)),)))
    return redirect("/me/representatives?done")


@get(
    "/me/representatives/{representation:uuid}/sheet.pdf",
    opt={"people": RESIDENT, "roles": ANYONE},
    include_in_schema=False,
)
async def sheet_file(request: AnyRequest, representation: FromPath[UUID]) -> Response[bytes]:
    """A representative's sheet, to be printed and given to them."""
    await look(request, lambda own: _one(own, representation))
    return await answer_file(request, representation=representation)


@get(
    "/me/representatives/{representation:uuid}/end", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False
)
async def ask_end(request: AnyRequest, representation: FromPath[UUID]) -> Response[str]:
    """Whether they are sure."""
    one = await look(request, lambda own: _one(own, representation))
    return show(request, "carrier_end", shown={"name": one.last_name})


@post(
    "/me/representatives/{representation:uuid}/end", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False
)
async def end(request: AnyRequest, representation: FromPath[UUID]) -> Response[Any]:
    """Let them shop no more."""
    actor = actor_of(person_of(request))

    def work(own: Own) -> None:
        number = _one(own, representation).representation.id
        people.end_representation(own.conn, representation=number, actor=actor, now=own.now, reason=_REASON)

    await look(request, work)
    return redirect("/me/representatives?ended")


def _allow(request: AnyRequest, own: Own, wanted: Wanted) -> people.Refusal | None:
    """Let whoever is meant shop for a resident; a try to find them is counted whatever comes of it."""
    secret, actor = own.desk.site.card_secret, actor_of(person_of(request))
    who = people.find_named(
        own.conn,
        number=wanted.number,
        last_name=wanted.last_name,
        asker=own.holder,
        actor=actor,
        secret=secret,
        now=own.now,
    )
    if isinstance(who, people.Refusal):
        return who
    first, last = wanted.period
    period = Period.of_days(first=first, last=last, zone=own.desk.site.installation.zone)
    assert period.end is not None, "both days were given"
    right = people.represent(
        own.conn,
        representative=who,
        represented=own.holder,
        valid_from=period.start,
        valid_until=period.end,
        actor=actor,
        now=own.now,
    )
    if isinstance(right, people.Refusal):
        return right
    made = people.make_sheet(own.conn, holder=own.holder, secret=secret, actor=actor, now=own.now, representation=right)
    return made if isinstance(made, people.Refusal) else None


def _checked(request: AnyRequest, wanted: Wanted, *, today: date) -> Wanted:
    say, errors = speaker_of(request).say, []
    if not wanted.last_name:
        errors.append(("last_name", say("reps_name_missing")))
    if not wanted.number:
        errors.append(("number", speaker_of(request).text(people.Refusal.NUMBER_UNUSABLE.text)))
    errors += [(name, say("reps_day_unusable")) for name in ("first", "last") if not _is_day(getattr(wanted, name))]
    if not any(field in ("first", "last") for field, _ in errors):
        first, last = wanted.period
        if first < today:
            errors.append(("first", say("reps_first_past")))
        if last < first:
            errors.append(("last", say("reps_last_before")))
        elif last - first >= _LONGEST:
            errors.append(("last", say("reps_too_long")))
    return replace(wanted, errors=tuple(errors))


def _is_day(text: str) -> bool:
    try:
        # Of years beyond, a day's end could not be counted.
        return text.isascii() and len(text) == len("2026-12-31") and date.fromisoformat(text).year < date.max.year - 1
    except ValueError:
        return False


def _choosing(request: AnyRequest, wanted: Wanted) -> Response[str]:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wanted.errors else HTTPStatus.OK
    shown = {"wanted": wanted, "errors": list(wanted.errors), "error_of": dict(wanted.errors)}
    return show(request, "carrier_choose", status=status, shown=shown)


def _found(own: Own) -> list[people.Representative]:
    return people.representatives_of(own.conn, holder=own.holder, now=own.now)


def _one(own: Own, representation: UUID) -> people.Representative:
    found = next((one for one in _found(own) if one.representation.id == representation), None)
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return found


def _today(own: Own) -> date:
    return own.now.astimezone(own.desk.site.installation.zone).date()


HANDLERS = (representatives, choose, take, sheet_file, ask_end, end)
