"""Block and unblock a certificate, block a card, each with a reason; and what happened to a certificate."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from psycopg import Connection

from socert.domain import audit, certificates, people
from socert.entrypoints.pages.admission import ANYONE, OPERATOR, AnyRequest, PageRefused, actor_of, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.ground import show, word_of, work_at
from socert.entrypoints.pages.staff.looking import Look, look_of
from socert.entrypoints.pages.staff.people import holder_in, note_look, show_person
from socert.entrypoints.pages.staff.person import Held, read_happened, read_held
from socert.values import Text

_CHANGES: dict[str, Callable[..., certificates.Changed | certificates.ChangeRefused]] = {
    "block": certificates.block,
    "unblock": certificates.unblock,
}


@post("/staff/people/{number:str}/change", opt={"people": OPERATOR, "roles": ANYONE}, include_in_schema=False)
async def change(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Block or unblock what the form names; the same again is told, and changes nothing."""
    look = _expected_look(request, number)
    form = await request.form()
    do, what, reason = word_of(form, "do"), word_of(form, "what"), word_of(form, "reason", length_max=300)
    say = speaker_of(request).say
    failed = {}
    if not reason:
        failed[f"reason-{what}"] = say("staff_reason_needed")
    elif audit.names_a_person(reason):
        failed[f"reason-{what}"] = say("staff_reason_names_a_person")
    if failed:
        return await show_person(request, look, status=HTTPStatus.UNPROCESSABLE_ENTITY, failed=failed)
    actor, secret = actor_of(person_of(request)), desk_of(request).site.card_secret

    def work(conn: Connection, now: datetime) -> Text | None:
        subject = _uuid(what)
        if do == "card":
            return _block_card(conn, subject, look, secret=secret, reason=reason, actor=actor, now=now)
        if do not in _CHANGES or not _is_theirs(conn, subject, holder=look.holder):
            raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
        done = _CHANGES[do](conn, certificate=subject, reason=reason, actor=actor, now=now)
        return done.text if isinstance(done, certificates.ChangeRefused) else None

    refused = await work_at(request, work)
    if refused is not None:
        failed = {f"reason-{what}": speaker_of(request).text(refused)}
        return await show_person(request, look, status=HTTPStatus.UNPROCESSABLE_ENTITY, failed=failed)
    said = {"block": "blocked", "unblock": "unblocked", "card": "card_blocked"}[do]
    return redirect(f"/staff/people/{look.holder}?said={said}")


def _expected_look(request: AnyRequest, number: str) -> Look:
    """Why one looks at this person.

    Raises:
        PageRefused: one has not said so lately.
    """
    look = look_of(request, holder=holder_in(number))
    if look is None:
        raise PageRefused(HTTPStatus.FORBIDDEN, "form_stale")
    return look


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found") from None


def _is_theirs(conn: Connection, certificate: UUID, *, holder: int) -> bool:
    return any(one.id == certificate for one in certificates.certificates_of(conn, holder=holder))


def _block_card(
    conn: Connection, card: UUID, look: Look, *, secret: bytes, reason: str, actor: audit.Actor, now: datetime
) -> Text | None:
    if not any(one.hash == card for one in people.cards_of(conn, holder=look.holder)):
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    done = people.take_away_card(conn, card=card, secret=secret, actor=actor, now=now, reason=reason)
    return done.text if isinstance(done, people.Refusal) else None


@get(
    "/staff/people/{number:str}/certificates/{certificate:str}",
    opt={"people": OPERATOR, "roles": ANYONE},
    include_in_schema=False,
)
async def certificate_history(request: AnyRequest, number: FromPath[str], certificate: FromPath[str]) -> Response[Any]:
    """Everything that happened to a certificate."""
    holder = holder_in(number)
    look = look_of(request, holder=holder)
    if look is None:
        return redirect(f"/staff/people/{holder}")
    site, actor, wanted = desk_of(request).site, actor_of(person_of(request)), _uuid(certificate)

    def work(conn: Connection, now: datetime) -> tuple[Held | None, Any]:
        held = read_held(conn, holder=holder, now=now, zone=site.installation.zone)
        found = next((one for one in held if one.id == wanted), None)
        if found is None:
            return None, []
        note_look(conn, look, action="certificate_history_seen", actor=actor, now=now)
        return found, read_happened(conn, certificate=wanted)

    found, happened = await work_at(request, work)
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return show(request, "certificate", holder=holder, found=found, happened=happened)


HANDLERS = (change, certificate_history)
