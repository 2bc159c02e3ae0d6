"""A request's id: the caller's own where it can be told and kept, else one of ours."""

import random
import re
from collections.abc import Iterable
from contextvars import ContextVar

HEADER = b"x-request-id"
#: The id of the request at hand, for what is logged meanwhile.
current: ContextVar[str | None] = ContextVar("request_id", default=None)

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,32}")
_DIGITS = re.compile(r"(?:\d[._-]?){4}")


def request_id_among(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id to go by of a request with these headers, their names in small letters; the first that is sent counts."""
    return request_id(next((value for name, value in headers if name == HEADER), None))


def request_id(sent: bytes | None) -> str:
    """The id to go by: a UUID or a short word as it was sent, ours in place of anything a secret could hide in.

    A number of four digits may be a PIN, a longer one a code, a card or a phone; a long word may be a key.
    """
    text = (sent or b"").decode("latin-1")
    if _UUID.fullmatch(text) or (_WORD.fullmatch(text) and not _DIGITS.search(text)):
        return text
    return f"req-{random.getrandbits(128):032x}"
