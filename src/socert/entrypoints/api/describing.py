"""The API's description: Litestar's OpenAPI 3.1 document with our request bodies, answers, keys and problems put in."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from socert.entrypoints.api.linking import link
from socert.entrypoints.api.problems import CONTENT_TYPE, Problem, ProblemDocument

_REF = "#/components/schemas/{name}"
_JSON = "application/json"
#: An idempotency key.
_KEY = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~][ -~]*$"}


def describe(app: Litestar, *, prefix: str, handlers: Sequence[HTTPRouteHandler]) -> dict[str, Any]:
    """The document as a dictionary, ready to be encoded."""
    document: dict[str, Any] = app.openapi_schema.to_schema()
    types = [kind for handler in handlers for kind in _types_of(handler)]
    schemas, components = msgspec.json.schema_components([*types, ProblemDocument], ref_template=_REF)
    by_type = dict(zip([_name(one) for one in [*types, ProblemDocument]], schemas, strict=True))
    document.setdefault("components", {})["schemas"] = components
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for handler in handlers:
        for path in handler.paths:
            where = (prefix + path).replace(":str}", "}").replace(":path}", "}")
            for method in handler.http_methods:
                _complete(document["paths"][where][method.lower()], handler, by_type)
    link(document)
    return document


def _types_of(handler: HTTPRouteHandler) -> list[Any]:
    return [handler.opt[name] for name in ("body", "answer") if name in handler.opt]


def _name(kind: Any) -> str:
    return str(kind)


def _complete(operation: dict[str, Any], handler: HTTPRouteHandler, schemas: Mapping[str, Any]) -> None:
    opt = handler.opt
    operation["security"] = [{"key": []}]
    operation["x-roles"] = sorted(opt["roles"])
    operation["responses"] = {
        str(handler.status_code): {
            "description": "Answered",
            "content": {_JSON: {"schema": schemas[_name(opt["answer"])]}},
        },
        **{str(status): _problem(names) for status, names in _problems_of(handler).items()},
    }
    if "body" in opt:
        operation["requestBody"] = {
            "required": True,
            "content": {_JSON: {"schema": schemas[_name(opt["body"])]}},
        }
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "key":
            parameter["schema"] = _KEY
    if opt.get("keyed"):
        operation.setdefault("parameters", []).append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "A new one for each operation, the same one for a repeat.",
                "schema": _KEY,
            }
        )


def _problems_of(handler: HTTPRouteHandler) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for problem in Problem:
        is_about_keys = problem.code.startswith("idempotency")
        is_about_bodies = problem.status in (400, 413, 415, 422) and not is_about_keys
        if is_about_keys and not handler.opt.get("keyed"):
            continue
        if problem is Problem.TOO_MANY_CODES and not handler.opt.get("limited"):
            continue
        is_about_query = problem is Problem.INVALID_REQUEST and handler.opt.get("queried")
        if is_about_bodies and "body" not in handler.opt and not is_about_query:
            continue
        found.setdefault(problem.status, []).append(problem.code)
    return found


def _problem(codes: Sequence[str]) -> dict[str, Any]:
    return {
        "description": "code: " + ", ".join(codes),
        "content": {CONTENT_TYPE: {"schema": {"$ref": _REF.format(name="ProblemDocument")}}},
    }
