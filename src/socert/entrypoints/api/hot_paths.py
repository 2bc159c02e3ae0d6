"""Where money moves: the paths of the hot door as they are sent, their forms, and how large a body may be."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

Scope: TypeAlias = Mapping[str, Any]

PREFIX = "/api/v1/authorisations"
CAPTURES = "/api/v1/captures"
BODY_BYTES_MAX = 256 * 1024
#: As sent: only a key may be percent-encoded.
PATH = re.compile(
    re.escape(PREFIX)
    + r"(?:/by-key/(?P<key>[^/]+)/void|/(?P<id>[A-Za-z0-9_-]+)/(?P<verb>capture|void))?"
    + "|"
    + re.escape(CAPTURES)
    + r"/(?P<capture>[A-Za-z0-9_-]+)/refunds"
)
BATCH = PREFIX + ":batch"
#: Of a whole batch; each of its requests has the limit of a single one.
BATCH_BYTES_MAX = 4 * 1024 * 1024


def is_hot(path: str) -> bool:
    """Whether a POST to this path, as it was sent, moves money and so belongs to this door."""
    return path in (PREFIX, BATCH) or PATH.fullmatch(path) is not None


def bytes_max(path: str) -> int:
    """How large a body to this path may be."""
    return BATCH_BYTES_MAX if path == BATCH else BODY_BYTES_MAX


def route_of(path: str) -> str:
    """The form of a hot path, as the description names it: what may be counted and logged."""
    if path in (PREFIX, BATCH):
        return path
    match = PATH.fullmatch(path)
    assert match is not None
    if match["key"] is not None:
        return PREFIX + "/by-key/{key}/void"
    if match["verb"] is not None:
        return PREFIX + "/{authorisation}/" + match["verb"]
    return CAPTURES + "/{capture}/refunds"


def sent_path(scope: Scope) -> str:
    """The path as it was sent, nothing decoded: an encoded letter must not change what is asked."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")
