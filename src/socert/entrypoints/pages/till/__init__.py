"""The till's pages: one who sells at a tablet or PC with a scanner; everything is asked of the public API."""

from socert.entrypoints.pages.till import days, joining, paying, quoting, returning, sales, selling

HANDLERS = (
    *joining.HANDLERS,
    *selling.HANDLERS,
    *quoting.HANDLERS,
    *paying.HANDLERS,
    *sales.HANDLERS,
    *returning.HANDLERS,
    *days.HANDLERS,
)

__all__ = ["HANDLERS"]
