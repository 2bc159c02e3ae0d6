"""Codes that last half a minute (RFC 6238), codes for the day the phone is lost, and codes of invitations."""

import re
from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP

from socert.domain.access.rules.sealing import keyed_digest

#: 160 random bits, as RFC 4226 recommends.
TOTP_BYTES = 20
_STEP_SECONDS = 30
#: A code is good one step before and after its own: phones' clocks differ.
_STEPS_AROUND = (0, -1, 1)
#: Without I, O, 0 and 1, which people mix up: 32 letters, 5 bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: 100 bits: nobody finds it by trying, so SHA-256 is enough to keep.
INVITATION_LETTERS = 20
#: 50 bits, kept as a keyed hash.
RECOVERY_LETTERS = 10
_GROUP = 5
_TOTP_CODE = re.compile(r"[0-9]{6}")
_RECOVERY_CODE = re.compile(f"[{ALPHABET}]{{{RECOVERY_LETTERS}}}")
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")


def matched_step(code: str, *, totp: str, at: datetime) -> int | None:
    """The half minute a code belongs to; None when it is none of now's."""
    clock = TOTP(totp)
    now = clock.timecode(at)
    found = [now + near for near in _STEPS_AROUND if compare_digest(clock.generate_otp(now + near), code)]
    return found[0] if found else None


def enrolment_uri(*, totp: str, login: str, issuer: str) -> str:
    """What an authenticator app reads from a QR."""
    return TOTP(totp).provisioning_uri(name=login, issuer_name=issuer)


def typed(code: str) -> str:
    """A code without what people put between its groups, in capitals."""
    return _BETWEEN.sub("", code).upper()


def is_totp_code(code: str) -> bool:
    """Whether it looks like a code from an app."""
    return _TOTP_CODE.fullmatch(code) is not None


def is_recovery_code(code: str) -> bool:
    """Whether it looks like a recovery code."""
    return _RECOVERY_CODE.fullmatch(code) is not None


def grouped(letters: str) -> str:
    """As people read it: ABCDE-FGHJK."""
    return "-".join(_groups(letters))


def _groups(letters: str) -> Iterator[str]:
    for start in range(0, len(letters), _GROUP):
        yield letters[start : start + _GROUP]


def recovery_digest(code: str, *, secret: bytes, colleague: int) -> bytes:
    """What is kept of a recovery code."""
    return keyed_digest(secret, purpose="recovery code", text=f"{colleague}:{code}")
