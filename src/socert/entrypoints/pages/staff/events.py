"""The audit: who did what, when and why; the newest first, or of one subject."""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from psycopg import Connection

from socert.domain import audit
from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.staff.ground import READERS, show, word_of, work_at

_LISTED = 50
_OF_A_SUBJECT = 200
_SUBJECT = re.compile(r"[a-z_]{1,40}(:[\w.-]{1,80})?", re.ASCII)
_BEFORE = re.compile(r"[0-9]{1,18}")


@get("/staff/audit", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def events(request: AnyRequest) -> Response[str]:
    """The newest events; `subject` such as till:7 shows one's own, `before` goes on."""
    subject = request.query_params.get("subject", "")
    before = request.query_params.get("before", "")
    subject = subject if _is_usable(subject) else ""

    def work(conn: Connection, _now: datetime) -> dict[str, Any]:
        if subject:
            return {"events": audit.events_of(conn, subject=subject, limit=_OF_A_SUBJECT), "next": ""}
        place = int(before) if _BEFORE.fullmatch(before) else None
        found = audit.latest_events(conn, limit=_LISTED + 1, before=place)
        following = str(found[_LISTED - 1][0]) if len(found) > _LISTED else ""
        return {"events": [one for _, one in found[:_LISTED]], "next": following}

    return show(request, "audit", subject=subject, is_first=not before, **await work_at(request, work))


@post("/staff/audit", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def find(request: AnyRequest) -> Response[Any]:
    """Look for a subject; what was typed gets into an address only if it is one and no number of a person's."""
    subject = word_of(await request.form(), "subject", length_max=120)
    if not subject:
        return redirect("/staff/audit")
    if not _is_usable(subject):
        error = speaker_of(request).say("audit_subject_unusable")
        return show(
            request,
            "audit",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            failed={"subject": error},
            subject="",
            events=[],
            next="",
            is_first=True,
        )
    return redirect(f"/staff/audit?subject={subject}")


def _is_usable(subject: str) -> bool:
    return _SUBJECT.fullmatch(subject) is not None and not audit.names_a_person(subject.replace(":", " "))


HANDLERS = (events, find)
