"""What a key looks like, and what of it is kept."""

from base64 import urlsafe_b64encode
from hashlib import sha256

KEY_BYTES = 32
_PREFIX = "socert_"


def key_text(secret: bytes) -> str:
    """256 random bits as people and tills pass them on: `socert_` and base64url without padding."""
    return _PREFIX + urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")


def digest_of(key: str) -> bytes:
    """SHA-256 of a key as it was presented, whatever text that is: 32 bytes, all that is ever stored of it.

    A key is 256 random bits, so there is nothing to guess and no slow password hash is needed.
    """
    return sha256(key.encode(errors="surrogatepass")).digest()
