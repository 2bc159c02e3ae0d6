"""The code on the phone: a QR that a till takes for half a minute or a whole one, then the next."""

import math
from dataclasses import dataclass
from datetime import datetime

import segno
from litestar import Response, get
from markupsafe import Markup

from socert.domain import people
from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest, actor_of, person_of
from socert.entrypoints.pages.resident.showing import Own, look, show

#: Modules of white around a code; scanners need four.
_QUIET_ZONE = 4


class NoCode(Exception):
    """A resident who is signed in has no code; only somebody erased meanwhile."""


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A picture of the code, when a till stops taking it, and in how many seconds the next one is due."""

    picture: Markup
    good_until: datetime
    seconds: int


@get("/me/card", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def code(request: AnyRequest) -> Response[str]:
    """The code of this moment."""
    found = await look(request, lambda own: _shown(request, own))
    zone = request.app.state.page_desk.site.installation.zone
    until = found.good_until.astimezone(zone).strftime("%H:%M:%S")
    return show(request, "carrier_code", shown={"code": found, "until": until})


def _shown(request: AnyRequest, own: Own) -> CodeShown:
    secret, actor = own.desk.site.card_secret, actor_of(person_of(request))
    shown = people.qr_token(own.conn, holder=own.holder, secret=secret, actor=actor, now=own.now)
    if isinstance(shown, people.Refusal):
        raise NoCode(shown)
    seconds = max(1, math.ceil((shown.next_at - own.now).total_seconds()))
    return CodeShown(qr_picture(shown.token), shown.good_until, seconds)


def qr_picture(text: str) -> Markup:
    """A QR as a picture within a page: black on white whatever the page's colours, as large as its place."""
    made = segno.make_qr(text, error="m")
    drawn = made.svg_inline(border=_QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="socert-qr__picture")
    return Markup(drawn)  # noqa: S704 - drawn by us; nothing of the text stands in it


HANDLERS = (code,)
