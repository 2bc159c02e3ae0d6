"""What the processes of one server tell each other of their counts, so that each can tell those of all.

Each has a piece of memory that all can read, made before they were forked. It writes its counts there about once a
second; one that takes a dead process's place goes on from what that one had counted.
"""

import mmap
import zlib
from collections.abc import Iterable

import msgspec

from socert.entrypoints.api.tally import Counts, Tally

_SIZE = 256 * 1024
_HEAD = 8
_TRIES = 3
_read_counts = msgspec.json.Decoder(Counts).decode


class Seat:
    """The place of one process among those of a server."""

    def __init__(self, pieces: list[mmap.mmap], place: int) -> None:
        self._pieces = pieces
        self._place = place

    def left_here(self) -> Tally:
        """What a process that had this place before counted; nothing at first."""
        return Tally.of([counts for counts in [_read(self._pieces[self._place])] if counts is not None])

    def keep(self, tally: Tally) -> None:
        """Let the others see these counts; counts beyond all bounds are kept to oneself."""
        data = msgspec.json.encode(tally.counts())
        if len(data) + _HEAD <= _SIZE:
            piece = self._pieces[self._place]
            piece[_HEAD : _HEAD + len(data)] = data
            piece[:_HEAD] = len(data).to_bytes(4) + zlib.crc32(data).to_bytes(4)

    def all(self, own: Tally) -> Tally:
        """The counts of all processes: this one's as they are, the others' as they were a moment ago."""
        others: Iterable[mmap.mmap] = (piece for place, piece in enumerate(self._pieces) if place != self._place)
        read = [_read(piece) for piece in others]
        return Tally.of([own.counts(), *(one for one in read if one is not None)])


def seats(count: int) -> list[Seat]:
    """A place for each of so many processes; to be made before they are forked."""
    pieces = [mmap.mmap(-1, _SIZE) for _ in range(count)]
    return [Seat(pieces, place) for place in range(count)]


def _read(piece: mmap.mmap) -> Counts | None:
    """What is written there; None when nothing is, or when it was caught in the act again and again."""
    for _ in range(_TRIES):
        length, check = int.from_bytes(piece[:4]), int.from_bytes(piece[4:_HEAD])
        data = piece[_HEAD : _HEAD + min(length, _SIZE - _HEAD)]
        if length and zlib.crc32(data) == check:
            return _read_counts(data)
    return None
