"""Ids shown to the world, such as auth_00…: a prefix that says what it is, the lane, and a UUID."""

import re
from uuid import UUID

from socert.values.lane import LANES_MAX

_PREFIX = re.compile(r"[a-z]{2,12}")
#: How the ids of a prefix and a lane begin: there are a handful, and ids are made thousands of times a second.
_beginnings: dict[tuple[str, int], str] = {}
_LANE_AND_UUID = re.compile(r"[0-9a-f]{34}")


class UnableToMakePublicId(ValueError):
    """The prefix or the lane cannot stand in a public id."""


def public_id(prefix: str, lane: int, value: UUID) -> str:
    """The public id of something in a lane: prefix, "_", two hexadecimal digits of lane, 32 of the UUID.

    Raises:
        UnableToMakePublicId: the prefix is not 2 to 12 letters a-z, or the lane is not 0 to 255.
    """
    beginning = _beginnings.get((prefix, lane))
    if beginning is None:
        beginning = _beginnings[prefix, lane] = _beginning(prefix, lane)
    return beginning + value.hex


def _beginning(prefix: str, lane: int) -> str:
    if _PREFIX.fullmatch(prefix) is None:
        raise UnableToMakePublicId("The prefix of a public id has 2 to 12 small letters a-z.")
    if not 0 <= lane < LANES_MAX:
        raise UnableToMakePublicId(f"Lane {lane} does not exist; lanes go from 0 to {LANES_MAX - 1}.")
    return f"{prefix}_{lane:02x}"


def parse_public_id(prefix: str, text: str) -> tuple[int, UUID] | None:
    """The lane and the UUID of a public id with this prefix; None for what `public_id` never writes."""
    given_prefix, _, rest = text.partition("_")
    if given_prefix != prefix or _LANE_AND_UUID.fullmatch(rest) is None:
        return None
    return int(rest[:2], 16), UUID(hex=rest[2:])
