"""For those who connect tills: five rules, a till in thirty lines, and the API's description as a page of ours."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, get

from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.doors import doors_of
from socert.entrypoints.pages.reference import Operation, Shape, operations_of, shapes_of
from socert.entrypoints.pages.rendering import render

RULES = ("key", "idempotency", "decline", "problem", "sums")


@get("/developers", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def developers(request: AnyRequest) -> Response[str]:
    """How to connect a till."""
    site = desk_of(request).site
    operations, shapes = _described(request)
    shown = {
        "rules": RULES,
        "program": (site.reference / "example" / "till.py").read_text(encoding="utf-8"),
        "base_url": str(request.base_url).rstrip("/"),
        "is_demo": bool(doors_of(site)),
        "operations": operations,
        "shapes": shapes,
    }
    return render(request, "developers.html.jinja", shown=shown)


def _described(request: AnyRequest) -> tuple[list[Operation], list[Shape]]:
    """The document that programs get, read for people; once a process."""
    kept: tuple[list[Operation], list[Shape]] | None = request.app.state.get("reference")
    if kept is None:
        document: Mapping[str, Any] = msgspec.json.decode(request.app.state.description)
        kept = operations_of(document), shapes_of(document)
        request.app.state.reference = kept
    return kept


HANDLERS = (developers,)
