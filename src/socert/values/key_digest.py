"""Idempotency keys as 16 bytes, so that any text a till sends becomes a short index entry."""

import re
from hashlib import sha256
from uuid import UUID

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_LENGTH_BYTES = 8


def key_digest(*, scope: str, key: str) -> UUID:
    """The digest of a key within a scope (such as a till); other text in either gives another digest.

    When the key is the text of a UUIDv7, the first 6 bytes are its time, so that the index grows at one end,
    and the other 10 come from SHA-256 of scope and key; otherwise all 16 do. The result is 16 bytes in the
    type that the database knows; it carries no UUID version.
    """
    scope_bytes = scope.encode(errors="surrogatepass")
    key_bytes = key.encode(errors="surrogatepass")
    # The length of the scope stands first, so that ("till 1", "2") and ("till 12", "") are never mixed up.
    digest = sha256(len(scope_bytes).to_bytes(_LENGTH_BYTES, "big") + scope_bytes + key_bytes).digest()
    if _UUID7.fullmatch(key) is None:
        return UUID(bytes=digest[:16])
    return UUID(bytes=bytes.fromhex(key[:8] + key[9:13]) + digest[:10])
