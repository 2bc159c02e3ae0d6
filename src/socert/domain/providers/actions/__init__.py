"""Let merchants join, open their outlets and tills, agree with them on programmes."""

from socert.domain.providers.actions.agreeing import agree, agreements, end_agreement
from socert.domain.providers.actions.belts import (
    clear_belt,
    find_plate,
    keep_belt,
    look_at_belt,
    next_receipt_number,
)
from socert.domain.providers.actions.joining import find_merchant, merchants, register_merchant
from socert.domain.providers.actions.places import (
    open_outlets,
    open_tills,
    outlets,
    resume_till,
    suspend_till,
    till_places,
    tills_of,
)
from socert.domain.providers.actions.shops import districts, outlets_of_tills, shops

__all__ = [
    "agree",
    "agreements",
    "clear_belt",
    "districts",
    "end_agreement",
    "find_merchant",
    "find_plate",
    "keep_belt",
    "look_at_belt",
    "merchants",
    "next_receipt_number",
    "open_outlets",
    "open_tills",
    "outlets",
    "outlets_of_tills",
    "register_merchant",
    "resume_till",
    "shops",
    "suspend_till",
    "till_places",
    "tills_of",
]
