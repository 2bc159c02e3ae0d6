"""Between card and code: the browser keeps, sealed, with which card somebody is signing in; no card number."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hmac import compare_digest
from uuid import UUID

import msgspec

from socert.entrypoints.pages.admission import AnyRequest, visitor_of
from socert.entrypoints.pages.desk import desk_of

COOKIE = "socert_signing_in"
#: Longer than a code lives, so that one that is late can be told so.
KEPT_SECONDS = 30 * 60


class Waiting(msgspec.Struct, frozen=True):
    """Whose code is waited for: the card's keyed hash and last digits, the message it is in, and where to go then."""

    card: UUID
    last_four: str
    message: UUID
    leads_to: str


_decode = msgspec.json.Decoder(Waiting).decode


def kept(request: AnyRequest, waiting: Waiting) -> str:
    """What the cookie holds."""
    body = urlsafe_b64encode(msgspec.json.encode(waiting)).decode()
    return f"{body}.{_seal(request, body)}"


def waiting_of(request: AnyRequest) -> Waiting | None:
    """What this browser waits for; None where it is nothing, or not what we sealed for it."""
    body, _, seal = request.cookies.get(COOKIE, "").partition(".")
    if not compare_digest(seal.encode(), _seal(request, body).encode()):
        return None
    try:
        return _decode(urlsafe_b64decode(body))
    except (msgspec.DecodeError, NotBase64):
        return None


def browser_of(request: AnyRequest) -> UUID:
    """The browser as a number that tells nothing of its cookie."""
    return UUID(hex=desk_of(request).seal("browser", visitor_of(request))[:32])


def _seal(request: AnyRequest, body: str) -> str:
    return desk_of(request).seal("signing in", visitor_of(request), body)
