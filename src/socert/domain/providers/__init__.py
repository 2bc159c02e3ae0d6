"""Merchants with their outlets and tills, and which programmes they take, from when until when.

What it promises: one ИНН is one merchant; a merchant has at most one agreement with a programme at a time; whatever
tills keep in memory of this is read anew after every change.
"""

from socert.domain.providers.actions import (
    agree,
    agreements,
    districts,
    end_agreement,
    find_merchant,
    merchants,
    open_outlets,
    open_tills,
    outlets,
    outlets_of_tills,
    register_merchant,
    resume_till,
    shops,
    suspend_till,
    till_places,
    tills_of,
)
from socert.domain.providers.model import (
    Agreement,
    Merchant,
    NewMerchant,
    NewOutlet,
    NewTill,
    Outlet,
    Refusal,
    Shop,
    ShopPlace,
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
    "Shop",
    "ShopPlace",
    "Till",
    "TillStanding",
    "agree",
    "agreements",
    "districts",
    "end_agreement",
    "find_merchant",
    "merchants",
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
