"""Merchants with their outlets and tills, and which programmes they take, from when until when.

What it promises: one ИНН is one merchant; a merchant has at most one agreement with a programme at a time; whatever
tills keep in memory of this is read anew after every change.
"""

from socert.domain.providers.actions import (
    agree,
    agreements,
    end_agreement,
    find_merchant,
    merchants,
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
    "TillStanding",
    "agree",
    "agreements",
    "end_agreement",
    "find_merchant",
    "merchants",
    "open_outlets",
    "open_tills",
    "outlets",
    "register_merchant",
    "resume_till",
    "suspend_till",
    "till_places",
]
