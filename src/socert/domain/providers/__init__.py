"""Merchants with their outlets and tills, and which programmes they take, from when until when.

What it promises: one ИНН is one merchant; a merchant has at most one agreement with a programme at a time; whatever
tills keep in memory of this is read anew after every change. What lies on the belt of a till at a browser is
sealed with that browser's key and read by nobody else.
"""

from socert.domain.providers.actions import (
    agree,
    agreements,
    clear_belt,
    end_agreement,
    find_merchant,
    find_plate,
    keep_belt,
    look_at_belt,
    merchants,
    next_receipt_number,
    open_outlets,
    open_tills,
    outlets,
    register_merchant,
    resume_till,
    suspend_till,
    till_places,
)
from socert.domain.providers.model import (
    Agreement,
    Merchant,
    NewMerchant,
    NewOutlet,
    NewTill,
    Outlet,
    Refusal,
    Till,
    TillPlate,
    TillStanding,
)

__all__ = [
    "Agreement",
    "Merchant",
    "NewMerchant",
    "NewOutlet",
    "NewTill",
    "Outlet",
    "Refusal",
    "Till",
    "TillPlate",
    "TillStanding",
    "agree",
    "agreements",
    "clear_belt",
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
    "register_merchant",
    "resume_till",
    "suspend_till",
    "till_places",
]
