"""Where a list goes on, as it stands in an address: opaque, and harmless when somebody changes it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import TypeVar

import msgspec

_LENGTH_MAX = 2_000

Place = TypeVar("Place")


def written(place: object) -> str:
    """A place for an address."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read(given: str | None, *, kind: type[Place]) -> Place | None:
    """The place in an address; None where there is none, or none that `written` wrote."""
    if not given or len(given) > _LENGTH_MAX:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(given + "=" * (-len(given) % 4)), type=kind)
    except (msgspec.DecodeError, NotBase64, ValueError):
        return None
