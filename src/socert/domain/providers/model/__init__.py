"""Merchants, outlets, tills and agreements, and why something about them is refused."""

from socert.domain.providers.model.belts import KeptBelt, TillPlate
from socert.domain.providers.model.places import (
    Agreement,
    Merchant,
    NewMerchant,
    NewOutlet,
    NewTill,
    Outlet,
    Shop,
    ShopPlace,
    Till,
    TillStanding,
)
from socert.domain.providers.model.refusal import Refusal

__all__ = [
    "Agreement",
    "KeptBelt",
    "Merchant",
    "NewMerchant",
    "NewOutlet",
    "NewTill",
    "Outlet",
    "Refusal",
    "Shop",
    "ShopPlace",
    "Till",
    "TillPlate",
    "TillStanding",
]
