"""UUIDv7 (RFC 9562): ids that sort by time, from a time and randomness the caller brings."""

from uuid import UUID

_RANDOM_BYTES = 10
_MILLISECONDS_END = 1 << 48


class UnableToMakeUuid7(ValueError):
    """The time or the randomness does not fit into a UUIDv7."""


def uuid7(*, milliseconds: int, random: bytes) -> UUID:
    """A UUIDv7.

    Args:
        milliseconds: since 1970-01-01 UTC, 48 bits.
        random: 10 random bytes, of which the last 74 bits are used.

    Raises:
        UnableToMakeUuid7: the time is out of range or there are not 10 bytes.
    """
    if not 0 <= milliseconds < _MILLISECONDS_END:
        raise UnableToMakeUuid7("The time does not fit into 48 bits of milliseconds; please check the clock.")
    if len(random) != _RANDOM_BYTES:
        raise UnableToMakeUuid7(f"{len(random)} random bytes were given; please give {_RANDOM_BYTES}.")
    bits = int.from_bytes(random)
    random_high = bits >> 62 & 0xFFF
    random_low = bits & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | random_high << 64 | 0b10 << 62 | random_low)
