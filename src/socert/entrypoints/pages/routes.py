"""All pages as one router, with the guard and the failures of pages."""

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from socert.entrypoints.pages import components, developers, doors, frame, landing, staff, till
from socert.entrypoints.pages.admission import admit_person
from socert.entrypoints.pages.failing import HANDLERS
from socert.entrypoints.pages.resident import routes as resident
from socert.entrypoints.pages.signing import routes as signing

ROUTES: tuple[HTTPRouteHandler, ...] = (
    *landing.HANDLERS,
    *doors.HANDLERS,
    *developers.HANDLERS,
    *resident.HANDLERS,
    *components.HANDLERS,
    *till.HANDLERS,
    *frame.HANDLERS,
    *signing.HANDLERS,
    *staff.HANDLERS,
)


#: Of a form: the longest is a till's receipt. Reading one keeps tills waiting, so it is short.
FORM_BYTES_MAX = 64 * 1024


def router() -> Router:
    """Every page, to be served at the root."""
    return Router(
        path="/",
        route_handlers=ROUTES,
        guards=[admit_person],
        exception_handlers=HANDLERS,
        request_max_body_size=FORM_BYTES_MAX,
    )
