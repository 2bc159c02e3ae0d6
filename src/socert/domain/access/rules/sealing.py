"""Keys derived from the installation's own, one a purpose, and what is sealed with them (AES-256-GCM)."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def derived_key(secret: bytes, *, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, from which neither the secret nor another key can be found."""
    return hmac.digest(secret, b"socert " + purpose.encode(), sha256)


def keyed_digest(secret: bytes, *, purpose: str, text: str) -> bytes:
    """A hash of 32 bytes that nobody can find by trying who has not the secret."""
    return hmac.digest(derived_key(secret, purpose=purpose), text.encode(errors="surrogatepass"), sha256)


def seal(plain: bytes, *, secret: bytes, purpose: str, owner: str, nonce: bytes) -> bytes:
    """Sealed for one purpose and one owner: nowhere else does it open."""
    key = derived_key(secret, purpose=purpose)
    return nonce + AESGCM(key).encrypt(nonce, plain, owner.encode(errors="surrogatepass"))


def unseal(sealed: bytes, *, secret: bytes, purpose: str, owner: str) -> bytes | None:
    """What was sealed; None when it was altered, or sealed for another purpose or owner."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    if len(nonce) < NONCE_BYTES:
        return None
    try:
        key = derived_key(secret, purpose=purpose)
        return AESGCM(key).decrypt(nonce, rest, owner.encode(errors="surrogatepass"))
    except InvalidTag:
        return None


def as_text(sealed: bytes) -> str:
    """For a form's field or a cookie."""
    return urlsafe_b64encode(sealed).decode("ascii")


def from_text(text: str) -> bytes:
    """And back; empty where it is no such text."""
    try:
        return urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        return b""
