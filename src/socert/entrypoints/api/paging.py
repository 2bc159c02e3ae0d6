"""Where a list goes on, as an opaque text: made here, given back by the caller, never made up by one."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from socert.domain.purchases import Place
from socert.entrypoints.api.problems import FieldError, Problem, Refusal

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[datetime, UUID, int]).decode


def place_text(place: Place) -> str:
    """A place as the answer tells it."""
    return urlsafe_b64encode(_encode((place.at.astimezone(UTC), place.id, place.lane))).decode().rstrip("=")


def read_place(text: str) -> Place:
    """A place as it was told.

    Raises:
        Refusal: invalid_request, when it is none of ours.
    """
    try:
        at, number, lane = _decode(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        return Place(at.astimezone(UTC), number, lane)
    except (Error, msgspec.MsgspecError, ValueError, OverflowError) as error:
        detail = "This is not what `next` of a page said."
        raise Refusal(Problem.INVALID_REQUEST, (FieldError("/after", "invalid_value", detail),)) from error
