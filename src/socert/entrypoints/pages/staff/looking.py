"""Why somebody looks at a person: said once, kept in a sealed cookie for half an hour, written down with every look."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from hmac import compare_digest
from time import time

import msgspec
from litestar.datastructures import Cookie

from socert.entrypoints.pages.admission import AnyRequest, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import make_cookie

LOOK_COOKIE = "socert_look"
#: Why people may be looked at; the words are `look_{purpose}`.
PURPOSES = ("call", "visit", "complaint", "mistake", "inspection")
_SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class Look:
    """Whom, why, and a word more."""

    holder: int
    purpose: str
    note: str
    until: float

    @property
    def reason(self) -> str:
        """What is written down."""
        return reason_of(purpose=self.purpose, note=self.note)


def reason_of(*, purpose: str, note: str) -> str:
    """A purpose, and the word more where there is one."""
    return f"{purpose}: {note}" if note else purpose


def look_cookie(request: AnyRequest, *, holder: int, purpose: str, note: str) -> Cookie:
    """Keep why somebody looks at a person."""
    kept = msgspec.json.encode(Look(holder, purpose, note, time() + _SECONDS))
    text = urlsafe_b64encode(kept).decode()
    return make_cookie(request, LOOK_COOKIE, f"{text}.{_seal(request, text)}", seconds=_SECONDS)


def look_of(request: AnyRequest, *, holder: int) -> Look | None:
    """Why whoever is signed in looks at this person; None when they have not said so lately."""
    text, _, seal = request.cookies.get(LOOK_COOKIE, "").rpartition(".")
    if not compare_digest(seal.encode(), _seal(request, text).encode()):
        return None
    try:
        look = msgspec.json.decode(urlsafe_b64decode(text), type=Look)
    except (Error, msgspec.DecodeError):
        return None
    return look if look.holder == holder and look.until > time() else None


def _seal(request: AnyRequest, text: str) -> str:
    return desk_of(request).seal("look", person_of(request).id.hex(), text)
