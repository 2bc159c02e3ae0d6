"""How a list that was handed in is sealed: AES-GCM, with a key that only the installation has."""

from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_PURPOSE = b"socert uploads"


class UploadIsDamaged(ValueError):
    """What was kept of a list is not what was put down, or the key is another one."""


def seal(content: bytes, *, secret: bytes, bound_to: bytes, nonce: bytes) -> bytes:
    """Content nobody reads without the secret; `bound_to` says what it belongs to, `nonce` is 12 random bytes."""
    return nonce + AESGCM(_key(secret)).encrypt(nonce, content, bound_to)


def unseal(sealed: bytes, *, secret: bytes, bound_to: bytes) -> bytes:
    """What was sealed.

    Raises:
        UploadIsDamaged: it was altered, or sealed with another secret or for something else.
    """
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(_key(secret)).decrypt(nonce, rest, bound_to)
    except InvalidTag as error:
        raise UploadIsDamaged("This list cannot be opened any more; please hand it in again.") from error


def _key(secret: bytes) -> bytes:
    return blake2b(secret, person=_PURPOSE, digest_size=32).digest()
