"""Show somebody their own data: with the door's navigation, and written down once a session in the audit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from litestar import Response
from psycopg import Connection

from socert.domain import audit, purchases
from socert.entrypoints.pages.admission import AnyRequest, actor_of, person_of
from socert.entrypoints.pages.desk import PageDesk, desk_of
from socert.entrypoints.pages.rendering import make_cookie, render, speaker_of
from socert.entrypoints.pages.speaking import Speaker
from socert.values import Text, lane_of

#: Seals that the look at one's own data is written down for this session.
_COOKIE = "socert_noted"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Own:
    """Whose door it is, and all that a look at their data needs."""

    conn: Connection
    desk: PageDesk
    holder: int
    lane: int
    directory: purchases.Directory
    now: datetime


async def look(request: AnyRequest, find: Callable[[Own], Found]) -> Found:
    """Look something up about whoever is signed in; the first look of a session stands in the audit."""
    desk, person = desk_of(request), person_of(request)
    directory = await desk.directory()
    lane = lane_of(holder=person.subject, lanes=desk.site.installation.lanes)
    is_noted = request.cookies.get(_COOKIE) == _note(request)

    def work(conn: Connection) -> Found:
        own = Own(conn, desk, person.subject, lane, directory, desk.now(conn))
        request.state.now = own.now
        if not is_noted:
            audit.record(
                conn,
                actor=actor_of(person),
                action="own_data_seen",
                subject=f"resident:{person.subject}",
                purpose="somebody looks at their own data",
                details={},
                at=own.now,
            )
        return find(own)

    return await desk.transact(work)


def show(
    request: AnyRequest, template: str, *, shown: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
) -> Response[str]:
    """A page of the resident's door."""
    names = partial(_names, speaker_of(request))
    response = render(request, f"resident/{template}.html.jinja", status=status, shown={"names": names} | shown)
    if request.cookies.get(_COOKIE) != _note(request):
        response.set_cookie(make_cookie(request, _COOKIE, _note(request)))
    return response


def _names(speaker: Speaker, texts: Sequence[Text]) -> str:
    """Titles as they stand within a sentence, divided by commas; what begins like an abbreviation stays."""
    said = [speaker.text(one) for one in texts]
    return ", ".join(one if one[1:2].isupper() else one[:1].lower() + one[1:] for one in said)


def _note(request: AnyRequest) -> str:
    return desk_of(request).seal("own data seen", person_of(request).id.hex())
