"""The resident's first page: what I have and how much is left; and the page with what is rarely needed."""

from litestar import Response, get

from socert.entrypoints.pages.admission import ANYONE, RESIDENT, AnyRequest
from socert.entrypoints.pages.resident.held import BAR_WIDTH, held_by
from socert.entrypoints.pages.resident.showing import look, show


@get("/me", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def home(request: AnyRequest) -> Response[str]:
    """Each certificate with what is left of it."""
    held = await look(request, held_by)
    shown = {
        "current": [one for one in held if one.is_current],
        "former": [one for one in held if not one.is_current],
        "bar_width": BAR_WIDTH,
    }
    return show(request, "home", shown=shown)


@get("/me/more", opt={"people": RESIDENT, "roles": ANYONE}, include_in_schema=False)
async def more(request: AnyRequest) -> Response[str]:
    """What is rarely needed: a printed sheet, a lost card, somebody who shops for me."""
    await look(request, lambda _: None)
    return show(request, "more", shown={})


HANDLERS = (home, more)
