"""Every page of the resident's door."""

from socert.entrypoints.pages.resident import (
    carrier_block,
    carrier_code,
    carrier_representatives,
    carrier_sheet,
    check,
    history,
    home,
    shops,
    signing_in,
)

HANDLERS = (
    *signing_in.HANDLERS,
    *home.HANDLERS,
    *shops.HANDLERS,
    *check.HANDLERS,
    *history.HANDLERS,
    *carrier_code.HANDLERS,
    *carrier_sheet.HANDLERS,
    *carrier_block.HANDLERS,
    *carrier_representatives.HANDLERS,
)
