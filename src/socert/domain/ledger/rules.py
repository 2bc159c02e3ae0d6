"""Digests and chains: what makes an altered row visible. Pure; the writer and the verifier share these functions.

A row is a sequence of integers, texts and None that begins with a letter saying what it is: o operation, p posting,
l receipt line, h hold, a opened account. docs/ledger.md gives the order of the fields.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import msgspec

Row: TypeAlias = Sequence[object]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_encode_lines = msgspec.json.Encoder().encode_lines

#: The chain of a writer that has written nothing yet.
FIRST_CHAIN = bytes(32)


def microseconds(instant: datetime | None) -> int | None:
    """Microseconds since 1970 in UTC, exact; None stays None."""
    return None if instant is None else (instant - _EPOCH) // _MICROSECOND


class OperationDigest:
    """SHA-256 over an operation and all that was written with it, fed in order, in chunks of any size."""

    def __init__(self, header: Row) -> None:
        self._hash = hashlib.sha256(_encode_lines([header]))

    def add(self, rows: Iterable[Row]) -> None:
        """Add the next rows."""
        self._hash.update(_encode_lines(rows))

    def value(self) -> bytes:
        """The digest so far, 32 bytes."""
        return self._hash.digest()


def operation_digest(rows: Iterable[Row]) -> bytes:
    """The digest of an operation given whole: its own row first, then postings, lines and holds; 32 bytes."""
    return hashlib.sha256(_encode_lines(rows)).digest()


def line_row_end(*, units: Sequence[int] | None, waived: int) -> Row:
    """What a receipt line's row ends with: nothing, as it was before there were items, unless it has any of both."""
    return () if units is None and not waived else (units, waived)


def hold_row_end(*, units: int) -> Row:
    """What a hold's row ends with: nothing unless it holds units."""
    return (units,) if units else ()


def moved_row_end(*, units: Sequence[int] | None) -> Row:
    """What a movement line's row ends with: nothing unless units go with it."""
    return () if units is None else (units,)


def opening_row_end(*, units: int) -> Row:
    """What an opened account's row ends with: nothing unless it has units."""
    return (units,) if units else ()


def chain_after(previous: bytes, *, lane: int, writer: int, seq: int, at: datetime, digests: Sequence[bytes]) -> bytes:
    """The chain after a batch: SHA-256 of the chain before, the batch's own row and its operations' digests."""
    row = _encode_lines([("b", lane, writer, seq, microseconds(at), len(digests))])
    return hashlib.sha256(previous + row + b"".join(digests)).digest()
