"""JSON Schema of what files hold, so that editors complete and check while one writes; the words of `Asking` as shapes.

A shape knows structure alone: what the reader says about names, dates and sums of a file goes further.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from socert.domain.files.rules.asking import SLUG, SLUG_LENGTH_MAX, TEXT_LENGTH_MAX

#: A JSON Schema as a document.
Shape: TypeAlias = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CONTROL = r"\u0000-\u0008\u000b-\u001f\u007f"
_KOPECKS = 100


def fields(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """A mapping with these fields and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def listed(shape: Shape, *, least: int, most: int, is_unique: bool = False) -> Shape:
    """A list."""
    unique = {"uniqueItems": True} if is_unique else {}
    return {"type": "array", "minItems": least, "maxItems": most, "items": shape} | unique


def slug() -> Shape:
    """An id."""
    return {"type": "string", "maxLength": SLUG_LENGTH_MAX, "pattern": f"^{SLUG.pattern}$"}


def text(*, most: int = TEXT_LENGTH_MAX) -> Shape:
    """Words for people, or a condition."""
    pattern = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
    return {"type": "string", "maxLength": most, "pattern": pattern}


def bilingual() -> Shape:
    """The same words in Russian and English."""
    return shared("words")


def whole(*, low: int, high: int) -> Shape:
    """A whole number."""
    return {"type": "integer", "minimum": low, "maximum": high}


def truth() -> Shape:
    """True or false."""
    return {"type": "boolean"}


def choice(words: Collection[str]) -> Shape:
    """One of a few words."""
    return {"enum": list(words)}


def day() -> Shape:
    """A calendar day."""
    return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def roubles(*, high: int, may_be_nothing: bool = False) -> Shape:
    """A sum in roubles, with kopecks after a point."""
    least = {"minimum": 0} if may_be_nothing else {"minimum": 1 / _KOPECKS}
    return {
        "type": ["number", "string"],
        **least,
        "maximum": high,
        "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$",
    }


def told(shape: Shape, words: str) -> Shape:
    """A shape with what an editor shows about it."""
    return {"description": words, **shape}


def document(shape: Shape, *, title: str, parts: Mapping[str, Shape] | None = None) -> Shape:
    """A whole schema; `parts` are shapes it refers to by `shared`."""
    return {
        "$schema": DRAFT,
        "title": title,
        **shape,
        "$defs": {"words": fields({"ru": text(), "en": text()}), **(parts or {})},
    }


def shared(name: str) -> Shape:
    """A shape that is described once."""
    return {"$ref": f"#/$defs/{name}"}
