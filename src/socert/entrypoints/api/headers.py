"""What the headers of a request that moves money have to say."""

import re

from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.replying import KEY_HEADER, Headers

_KEY_LENGTH_MAX = 255
_PRINTABLE = re.compile(r"[\x21-\x7e][\x20-\x7e]*")


def idempotency_key(headers: Headers) -> str:
    """The key a request goes by, as it was sent."""
    raw = headers.get(KEY_HEADER)
    if raw is None:
        raise Refusal(Problem.IDEMPOTENCY_KEY_MISSING)
    key = raw.decode("latin-1")
    check_key(key)
    return key


def check_key(key: str) -> None:
    """Refuse what is no key."""
    if len(key) > _KEY_LENGTH_MAX or _PRINTABLE.fullmatch(key) is None:
        raise Refusal(Problem.IDEMPOTENCY_KEY_INVALID)


def check_content_type(headers: Headers) -> None:
    """Refuse what is not JSON."""
    kind = headers.get(b"content-type", b"application/json").partition(b";")[0].strip().lower()
    if kind != b"application/json":
        raise Refusal(Problem.NOT_JSON)
