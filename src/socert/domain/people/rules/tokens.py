"""What a phone shows as a QR: a carrier and a step of 30 seconds, sealed so that nobody else can make or read it.

The seal is AES-SIV (RFC 5297) with a key derived from the card key: an altered text does not open, two steps of one
carrier have nothing in common to see, and no random number is needed. Why so: docs/adr/0018-carriers.md.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP = timedelta(seconds=30)
#: Tills recognise it by this; only letters and digits of a QR's compact alphabet, which scanners type faithfully.
PREFIX = "SOCERT1:"
_SEAL_BYTES = 16
_HASH_BYTES = 16
_STEP_BYTES = 8
#: 40 bytes are 64 letters of base32 exactly: no letter has a bit to spare that could be altered unseen.
TOKEN_LENGTH = len(PREFIX) + (_SEAL_BYTES + _HASH_BYTES + _STEP_BYTES) * 8 // 5
_KEY_BYTES = 64
_PURPOSE = b"socert qr token 1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: How many steps back a token is good: the one before, so that a code shown just before it changed still works.
_STEPS_BACK = 1
#: With a right PIN or one-time code: as long as such a code lives, as asking for one takes a buyer minutes.
_STEPS_BACK_CONFIRMED = 10
#: Clocks of two servers may differ by a little.
_STEPS_AHEAD = 1


class UnreadableToken(ValueError):
    """A text that is no token of this installation: forged, altered, cut, or another installation's."""


@dataclass(frozen=True, slots=True)
class QrShown:
    """What a phone shows, until when to show the next, and until when a till takes this one."""

    token: str
    next_at: datetime
    good_until: datetime


def step_of(at: datetime) -> int:
    """The number of the 30-second step an instant lies in."""
    return (at - _EPOCH) // STEP


def is_fresh(step: int, *, now: datetime, is_confirmed: bool) -> bool:
    """Whether a token of this step is taken now; a buyer who confirmed with a right PIN or code may take minutes."""
    back = _STEPS_BACK_CONFIRMED if is_confirmed else _STEPS_BACK
    return -_STEPS_AHEAD <= step_of(now) - step <= back


def qr_shown(carrier: UUID, *, secret: bytes, now: datetime) -> QrShown:
    """What stands for a carrier at this instant."""
    step = step_of(now)
    starts_at = _EPOCH + step * STEP
    token = qr_token(carrier, secret=secret, step=step)
    return QrShown(token, next_at=starts_at + STEP, good_until=starts_at + (1 + _STEPS_BACK) * STEP)


def qr_token(carrier: UUID, *, secret: bytes, step: int) -> str:
    """The token of a carrier, by its hash, in a step."""
    sealed = _cipher(secret).encrypt(carrier.bytes + step.to_bytes(_STEP_BYTES, "big"), [_PURPOSE])
    return PREFIX + base64.b32encode(sealed).decode()


def read_qr_token(token: str, *, secret: bytes) -> tuple[UUID, int]:
    """The carrier and the step of a token, however old.

    Raises:
        UnreadableToken: it was not made with this secret, or is not as it was made.
    """
    if len(token) != TOKEN_LENGTH or not token.startswith(PREFIX):
        raise UnreadableToken
    try:
        opened = _cipher(secret).decrypt(base64.b32decode(token[len(PREFIX) :]), [_PURPOSE])
    except (ValueError, InvalidTag) as error:
        raise UnreadableToken from error
    return UUID(bytes=opened[:_HASH_BYTES]), int.from_bytes(opened[_HASH_BYTES:], "big")


@lru_cache(maxsize=4)
def _cipher(secret: bytes) -> AESSIV:
    return AESSIV(HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE).derive(secret))
