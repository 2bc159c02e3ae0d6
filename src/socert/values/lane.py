"""The lane (partition) a holder belongs to: a hash that must never change once an installation has data."""

from hashlib import blake2b

LANES_MAX = 256  # a lane is two hexadecimal digits of every public id

_BYTES = 8


class UnableToChooseLane(ValueError):
    """The number of lanes or the holder is out of range."""


def lane_of(*, holder: int, lanes: int) -> int:
    """The lane of a holder, from 0 to lanes − 1.

    Args:
        holder: the resident's ledger id, a signed 64-bit integer.
        lanes: how many lanes the installation has, 1 to 256.

    Raises:
        UnableToChooseLane: one of them is out of range.
    """
    if not 1 <= lanes <= LANES_MAX:
        raise UnableToChooseLane(f"An installation has 1 to {LANES_MAX} lanes, not {lanes}.")
    try:
        holder_bytes = holder.to_bytes(_BYTES, "big", signed=True)
    except OverflowError:
        raise UnableToChooseLane("The holder's id does not fit into 64 bits; please pass the ledger's id.") from None
    return int.from_bytes(blake2b(holder_bytes, digest_size=_BYTES).digest()) % lanes
