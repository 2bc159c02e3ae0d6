"""Every component with example values, for whoever writes a page or looks whether they still look right."""

from http import HTTPStatus

from litestar import Response, get

from socert.domain import installation
from socert.entrypoints.pages.admission import ANYONE, AnyRequest, PageRefused
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import render

#: What two of the pictures show: parts of a hundred.
_SHARES = (62, 24, 14)


@get("/components", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False, sync_to_thread=False)
def components(request: AnyRequest) -> Response[str]:
    """All of them on one page; a live installation has no such page."""
    if desk_of(request).site.installation.kind is not installation.Kind.EXAMPLE:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    return render(request, "showing.html.jinja", shown={"shares": _SHARES})


HANDLERS = (components,)
