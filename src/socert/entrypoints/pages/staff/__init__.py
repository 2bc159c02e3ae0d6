"""The pages of those who work here: operators act, auditors read, clerks review goods."""

from litestar.handlers import HTTPRouteHandler

from socert.entrypoints.pages.staff import (
    catalogue,
    changing,
    choosing,
    demand,
    events,
    health,
    issue,
    long_work,
    people,
    periods,
    programmes,
    tills,
    today,
    verify,
)

HANDLERS: tuple[HTTPRouteHandler, ...] = (
    *today.HANDLERS,
    *catalogue.HANDLERS,
    *choosing.HANDLERS,
    *people.HANDLERS,
    *changing.HANDLERS,
    *issue.HANDLERS,
    *programmes.HANDLERS,
    *periods.HANDLERS,
    *demand.HANDLERS,
    *tills.HANDLERS,
    *verify.HANDLERS,
    *health.HANDLERS,
    *events.HANDLERS,
    *long_work.HANDLERS,
)
