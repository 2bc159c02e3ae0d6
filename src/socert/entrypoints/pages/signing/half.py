"""A sign-in that is half done: the password was right, the second factor is still to come.

A sealed cookie of ten minutes says whose; it opens no page and is good at this browser alone.
"""

import hmac
from datetime import datetime, timedelta

from litestar.datastructures import Cookie

from socert.entrypoints.pages.admission import AnyRequest, visitor_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import make_cookie

HALF_COOKIE = "socert_half"
HALF_LIFE = timedelta(minutes=10)
_PARTS = 3


def half_cookie(request: AnyRequest, *, number: int) -> Cookie:
    """The cookie that says that a colleague's password was right."""
    until = int((desk_of(request).real_time() + HALF_LIFE).timestamp())
    value = f"{number}.{until}.{_seal(request, number=str(number), until=str(until))}"
    return make_cookie(request, HALF_COOKIE, value, seconds=int(HALF_LIFE.total_seconds()))


def no_half_cookie(request: AnyRequest) -> Cookie:
    """Takes it away."""
    return make_cookie(request, HALF_COOKIE, "", seconds=0)


def half_of(request: AnyRequest, *, now: datetime) -> int | None:
    """The number of whose password was right at this browser; None when nobody's was, or too long ago."""
    parts = request.cookies.get(HALF_COOKIE, "").split(".")
    if len(parts) != _PARTS or not all(part.isascii() and part.isdigit() for part in parts[:2]):
        return None
    number, until, given = parts
    if not hmac.compare_digest(given.encode(), _seal(request, number=number, until=until).encode()):
        return None
    return int(number) if now.timestamp() < int(until) else None


def _seal(request: AnyRequest, *, number: str, until: str) -> str:
    return desk_of(request).seal("half signed in", visitor_of(request), number, until)
