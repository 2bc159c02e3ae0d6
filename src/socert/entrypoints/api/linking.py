"""Where one answer leads to: OpenAPI links, so that a tool knows what may be asked next and with which number."""

from dataclasses import dataclass
from typing import Any

_PREFIX = "/api/v1"
_AUTHORISATIONS = f"{_PREFIX}/authorisations"
_ID = "$response.body#/id"
_AUTHORISATION = "$response.body#/authorisation"
_SENT_KEY = "$request.header.Idempotency-Key"


@dataclass(frozen=True, slots=True)
class _Link:
    """From the answer of one operation to another; `value` is where its parameter, or its query, comes from."""

    name: str
    source: str
    target: str
    parameter: str
    value: str
    method: str = "post"


_LINKS = (
    _Link("capture", _AUTHORISATIONS, f"{_AUTHORISATIONS}/{{authorisation}}/capture", "authorisation", _ID),
    _Link("void", _AUTHORISATIONS, f"{_AUTHORISATIONS}/{{authorisation}}/void", "authorisation", _ID),
    _Link("voidByKey", _AUTHORISATIONS, f"{_AUTHORISATIONS}/by-key/{{key}}/void", "key", _SENT_KEY),
    _Link("see", _AUTHORISATIONS, f"{_AUTHORISATIONS}/{{authorisation}}", "authorisation", _ID, "get"),
    _Link("seeByKey", _AUTHORISATIONS, f"{_AUTHORISATIONS}/by-key/{{key}}", "key", _SENT_KEY, "get"),
    _Link("findByReceipt", _AUTHORISATIONS, _AUTHORISATIONS, "receipt", "$request.body#/receipt", "get"),
    _Link(
        "refund",
        f"{_AUTHORISATIONS}/{{authorisation}}/capture",
        f"{_PREFIX}/captures/{{capture}}/refunds",
        "capture",
        _ID,
    ),
    _Link(
        "see",
        f"{_AUTHORISATIONS}/{{authorisation}}/capture",
        f"{_AUTHORISATIONS}/{{authorisation}}",
        "authorisation",
        _AUTHORISATION,
        "get",
    ),
    _Link(
        "see",
        f"{_PREFIX}/captures/{{capture}}/refunds",
        f"{_AUTHORISATIONS}/{{authorisation}}",
        "authorisation",
        _AUTHORISATION,
        "get",
    ),
)


def link(document: dict[str, Any]) -> None:
    """Put the links into a description."""
    for one in _LINKS:
        target = document["paths"][one.target][one.method]
        answer = document["paths"][one.source]["post"]["responses"]["200"]
        answer.setdefault("links", {})[one.name] = {
            "operationId": target["operationId"],
            "parameters": {one.parameter: one.value},
            "description": target.get("summary", one.name),
        }
