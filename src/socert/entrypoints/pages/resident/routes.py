"""Every page of the resident's door."""

from socert.entrypoints.pages.resident import check, history, home, shops, signing_in

HANDLERS = (
    *signing_in.HANDLERS,
    *home.HANDLERS,
    *shops.HANDLERS,
    *check.HANDLERS,
    *history.HANDLERS,
)
