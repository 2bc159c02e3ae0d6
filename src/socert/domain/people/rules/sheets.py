"""Numbers of printed sheets: like a card's, with a beginning of their own, and never kept.

A number follows from the card key and from what the sheet is, so that the same sheet can be printed again.
"""

from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from socert.values import CardNumber

#: What the number of every sheet begins with, and of no card: the region's cards must not be numbered so.
SHEET_PREFIX = "964399"
_LENGTH = 16
_RANDOM_DIGITS = _LENGTH - len(SHEET_PREFIX) - 1
#: So many numbers follow from one instant, in case one is taken already.
SHEETS_AT_ONCE = 8
_PURPOSE = b"socert sheet"
_DIGEST_BYTES = 16


def is_sheet_number(number: CardNumber) -> bool:
    """Whether a number is a sheet's."""
    return number.digits.startswith(SHEET_PREFIX) and len(number.digits) == _LENGTH


def begins_like_a_sheet(number: CardNumber) -> bool:
    """Whether a number, of whatever length, may be no card's because sheets begin so."""
    return number.digits.startswith(SHEET_PREFIX)


def sheet_number(
    *, secret: bytes, holder: int, representation: UUID | None, valid_from: datetime, place: int
) -> CardNumber:
    """The number of a sheet that opens a holder from an instant on; `place` below SHEETS_AT_ONCE."""
    message = f"{holder} {representation} {valid_from.timestamp():.6f} {place}".encode()
    digest = blake2b(message, key=secret, person=_PURPOSE, digest_size=_DIGEST_BYTES).digest()
    digits = int.from_bytes(digest, "big") % 10**_RANDOM_DIGITS
    return CardNumber.complete(f"{SHEET_PREFIX}{digits:0{_RANDOM_DIGITS}}")
