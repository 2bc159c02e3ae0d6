"""The API's OpenAPI document as people read it: operations and shapes with a line for each part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "post", "put", "delete")
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field: its name, where it stands, what kind of value it is, and the shape it leads to."""

    name: str
    where: str
    kind: str
    shape: str
    meaning: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back."""

    status: str
    meaning: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    meaning: str
    roles: Sequence[str]
    parameters: Sequence[Part]
    body: str
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object and its fields."""

    name: str
    meaning: str
    parts: Sequence[Part]


def operations_of(document: Document) -> list[Operation]:
    """Every operation, in the document's order."""
    return [
        _operation(path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    ]


def shapes_of(document: Document) -> list[Shape]:
    """Every object, by name."""
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    return [_shape(name, schema) for name, schema in sorted(schemas.items()) if "properties" in schema]


def _operation(path: str, method: str, operation: Document) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        id=re.sub(r"[^a-z0-9]+", "-", f"{method}{path}".lower()).strip("-"),
        method=method.upper(),
        path=path,
        meaning=operation.get("description") or operation.get("summary", ""),
        roles=operation.get("x-roles", ()),
        parameters=[_parameter(one) for one in operation.get("parameters", ())],
        body=_shape_of(body),
        answers=[_answer(status, answer) for status, answer in sorted(operation["responses"].items())],
    )


def _parameter(one: Document) -> Part:
    schema = one.get("schema", {})
    return Part(
        name=one["name"],
        where=one["in"],
        kind=_kind(schema),
        shape="",
        meaning=one.get("description", ""),
        is_required=one.get("required", False),
    )


def _answer(status: str, answer: Document) -> Answer:
    schemas = [content.get("schema", {}) for content in answer.get("content", {}).values()]
    return Answer(status, answer.get("description", ""), _shape_of(schemas[0]) if schemas else "")


def _shape(name: str, schema: Document) -> Shape:
    required = set(schema.get("required", ()))
    parts = [
        Part(
            name=field,
            where="",
            kind=_kind(one),
            shape=_shape_of(one),
            meaning=one.get("description", ""),
            is_required=field in required,
        )
        for field, one in schema["properties"].items()
    ]
    return Shape(name, schema.get("description", ""), parts)


def _shape_of(schema: Document) -> str:
    """The object a schema leads to, also through a list or a choice; empty where it leads to none."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for among in ("anyOf", "oneOf"):
        found = [shape for one in schema.get(among, ()) if (shape := _shape_of(one))]
        if found:
            return found[0]
    return _shape_of(schema["items"]) if "items" in schema else ""


def _kind(schema: Document) -> str:
    """What kind of value it is, with its limits, in as few words as that takes."""
    if "$ref" in schema:
        return _shape_of(schema)
    for among in ("anyOf", "oneOf"):
        if among in schema:
            return " | ".join(dict.fromkeys(_kind(one) for one in schema[among]))
    if "enum" in schema:
        return " | ".join(repr(one) for one in schema["enum"])
    if "const" in schema:
        return repr(schema["const"])
    if "items" in schema:
        return f"[{_kind(schema['items'])}]{_limits(schema, 'minItems', 'maxItems')}"
    kind = schema.get("format") or schema.get("type") or "any"
    return f"{kind}{_limits(schema, 'minimum', 'maximum') or _limits(schema, 'minLength', 'maxLength')}"


def _limits(schema: Document, low: str, high: str) -> str:
    if low not in schema and high not in schema:
        return ""
    return f" {schema.get(low, '')}…{schema.get(high, '')}"
