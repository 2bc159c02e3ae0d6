"""People: found by a number that never stands in an address, shown to who says why, every look written down."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import audit, people
from socert.entrypoints.pages.admission import ANYONE, OPERATOR, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.ground import show, word_of, work_at
from socert.entrypoints.pages.staff.looking import PURPOSES, Look, look_cookie, look_of, reason_of
from socert.entrypoints.pages.staff.person import Person, read_person
from socert.values import CardNumber, InvalidNumber, Snils

_NUMBERS = ("snils", "card")
_HOLDER_DIGITS_MAX = 19
_NOTE_LENGTH_MAX = 200


@get("/staff/people", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def search_page(request: AnyRequest) -> Response[str]:
    """Whom to find, and why."""
    return _show_search(request)


def _show_search(
    request: AnyRequest,
    *,
    failed: dict[str, str] | None = None,
    given: dict[str, str] | None = None,
    holder: int | None = None,
) -> Response[str]:
    say = speaker_of(request).say
    purposes = [("", say("look_choose")), *((one, say(f"look_{one}")) for one in PURPOSES)]
    kinds = [(one, say(f"people_by_{one}")) for one in _NUMBERS]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    kept = {"by": _NUMBERS[0], "purpose": "", "note": ""} | (given or {})
    return show(
        request, "people", status=status, purposes=purposes, kinds=kinds, failed=failed or {}, given=kept, holder=holder
    )


@post("/staff/people", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def search(request: AnyRequest) -> Response[Any]:
    """Find somebody; the page that follows knows them by a random number."""
    form, say = await request.form(), speaker_of(request).say
    given = {name: word_of(form, name) for name in ("by", "purpose")}
    given["note"] = word_of(form, "note", length_max=_NOTE_LENGTH_MAX)
    failed = _flaws_of_purpose(request, form)
    number = _number_of(given["by"], word_of(form, "number"))
    if number is None:
        failed["number"] = say("people_number_unusable")
    if failed or number is None:
        return _show_search(request, failed=failed, given=given)
    secret, actor = desk_of(request).site.card_secret, actor_of(person_of(request))
    reason = reason_of(purpose=given["purpose"], note=given["note"])

    def work(conn: Connection, now: datetime) -> int | None:
        found = _find(conn, number, secret=secret)
        _note_search(conn, found, reason=reason, actor=actor, now=now)
        return found

    holder = await work_at(request, work)
    if holder is None:
        return _show_search(request, failed={"number": say("people_unknown")}, given=given)
    cookie = look_cookie(request, holder=holder, purpose=given["purpose"], note=given["note"])
    return redirect(f"/staff/people/{holder}", cookies=[cookie])


def _flaws_of_purpose(request: AnyRequest, form: FormMultiDict) -> dict[str, str]:
    say, failed = speaker_of(request).say, {}
    if word_of(form, "purpose") not in PURPOSES:
        failed["purpose"] = say("look_needed")
    if audit.names_a_person(word_of(form, "note", length_max=_NOTE_LENGTH_MAX)):
        failed["note"] = say("staff_reason_names_a_person")
    return failed


def _number_of(by: str, text: str) -> Snils | CardNumber | None:
    try:
        return CardNumber.parse(text) if by == "card" else Snils.parse(text)
    except InvalidNumber:
        return None


def _find(conn: Connection, number: Snils | CardNumber, *, secret: bytes) -> int | None:
    if isinstance(number, Snils):
        found = people.find_holders(conn, snils=[number])
        return found[number][0] if number in found else None
    card = people.find_card(conn, card=people.card_hash(secret=secret, card=number))
    return None if card is None else card.holder


def _note_search(conn: Connection, found: int | None, *, reason: str, actor: audit.Actor, now: datetime) -> None:
    """Write down that a number was looked for, also in vain; the number itself is kept nowhere."""
    subject = "residents" if found is None else f"resident:{found}"
    audit.record(conn, actor=actor, action="resident_searched", subject=subject, purpose=reason, details={}, at=now)


@get("/staff/people/{number:str}", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def person_page(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """A person with what they hold; whoever has not said why is asked first."""
    holder = holder_in(number)
    look = look_of(request, holder=holder)
    if look is None:
        return _show_search(request, holder=holder)
    return await show_person(request, look)


async def show_person(
    request: AnyRequest, look: Look, *, status: int = HTTPStatus.OK, failed: dict[str, str] | None = None
) -> Response[str]:
    """The page of a person, the look written down."""
    site, actor = desk_of(request).site, actor_of(person_of(request))

    def work(conn: Connection, now: datetime) -> Person | None:
        found = read_person(conn, holder=look.holder, now=now, zone=site.installation.zone)
        if found is not None:
            note_look(conn, look, action="resident_seen", actor=actor, now=now)
        return found

    found = await work_at(request, work)
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    said = request.query_params.get("said", "")
    said = said if said in {"blocked", "unblocked", "card_blocked"} else ""
    return show(request, "person", status=status, found=found, look=look, failed=failed or {}, said=said)


def note_look(conn: Connection, look: Look, *, action: str, actor: audit.Actor, now: datetime) -> None:
    """Write down who looked at whom, and why."""
    subject = f"resident:{look.holder}"
    audit.record(conn, actor=actor, action=action, subject=subject, purpose=look.reason, details={}, at=now)


@post("/staff/people/{number:str}", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def say_why(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Say why one looks at a person whose page one was led to."""
    holder, form = holder_in(number), await request.form()
    purpose, note = word_of(form, "purpose"), word_of(form, "note", length_max=_NOTE_LENGTH_MAX)
    failed = _flaws_of_purpose(request, form)
    if failed:
        return _show_search(request, failed=failed, given={"purpose": purpose, "note": note}, holder=holder)
    cookie = look_cookie(request, holder=holder, purpose=purpose, note=note)
    return redirect(f"/staff/people/{holder}", cookies=[cookie])


def holder_in(number: str) -> int:
    """A person's random number in an address.

    Raises:
        PageRefused: it is none.
    """
    if not (number.isascii() and number.isdecimal() and len(number) <= _HOLDER_DIGITS_MAX) or int(number) >= 1 << 62:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return int(number)


HANDLERS = (search_page, search, person_page, say_why)
