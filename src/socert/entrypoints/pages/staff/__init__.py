"""The pages of those who work here: operators act, auditors read, clerks review goods."""

from litestar.handlers import HTTPRouteHandler

from socert.entrypoints.pages.staff import catalogue, choosing, long_work

HANDLERS: tuple[HTTPRouteHandler, ...] = (
    *catalogue.HANDLERS,
    *choosing.HANDLERS,
    *long_work.HANDLERS,
)
