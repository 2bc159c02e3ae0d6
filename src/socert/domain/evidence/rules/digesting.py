"""The digest of a sealed row, and of all rows of a table that one operation sealed (docs/reliability.md)."""

import hashlib
from collections.abc import Sequence

import msgspec

_encode = msgspec.json.Encoder().encode


def row_digest(relation: str, fields: Sequence[object]) -> bytes:
    """SHA-256 of a row of history as JSON: its table, its number, its columns; 32 bytes."""
    return hashlib.sha256(_encode([relation, *fields])).digest()


class SealedSum:
    """How many rows an operation sealed of a table, and the SHA-256 of their digests in the order of their numbers."""

    def __init__(self) -> None:
        self._rows = 0
        self._hash = hashlib.sha256()

    def add(self, digest: bytes) -> None:
        """The next row."""
        self._rows += 1
        self._hash.update(digest)

    def value(self) -> tuple[int, str]:
        """Rows, and the digest in hexadecimal."""
        return self._rows, self._hash.hexdigest()
