"""The belt as it is kept: sealed with the key of the browser, so that whoever reads the table reads nothing."""

import hmac
import secrets
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from socert.entrypoints.pages.admission import AtTill
from socert.entrypoints.pages.till.belt import Belt

_NONCE_BYTES = 12
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Belt).decode


def seal(belt: Belt, *, till: AtTill) -> bytes:
    """A belt as bytes only this till's browser can open again (AES-256-GCM, a random nonce before it)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(till).encrypt(nonce, _encode(belt), till.grant.credential.bytes)


def unseal(sealed: bytes, *, till: AtTill) -> Belt | None:
    """The belt again; None when it is not this browser's, or of a shape from before an upgrade."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _decode(_cipher(till).decrypt(nonce, rest, till.grant.credential.bytes))
    except (InvalidTag, msgspec.DecodeError):
        return None


def _cipher(till: AtTill) -> AESGCM:
    return AESGCM(hmac.digest(till.key.encode(), b"socert belt", sha256))
