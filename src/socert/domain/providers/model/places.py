"""Where goods are bought: merchant, outlet, till; and the agreement by which a merchant takes a programme."""

from dataclasses import dataclass
from datetime import datetime

from socert.values import Inn, Ogrn, Period, Text


@dataclass(frozen=True, slots=True)
class NewMerchant:
    """A merchant who joins, as the state register knows them."""

    inn: Inn
    ogrn: Ogrn
    title: Text


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant who has joined."""

    id: int
    inn: Inn
    ogrn: Ogrn
    title: Text
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """A shop to be opened; `code` is the merchant's own word for it, one outlet each."""

    code: str
    title: str
    address: str
    district: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A merchant's shop."""

    id: int
    merchant: int
    code: str
    title: str
    address: str
    district: str


@dataclass(frozen=True, slots=True)
class ShopPlace:
    """Where a shop stands in a list of shops: those of one district first, then by district and title."""

    is_elsewhere: bool
    district: str
    title: str
    outlet: int


@dataclass(frozen=True, slots=True)
class Shop:
    """An outlet where somebody may spend: its merchant's title and the programmes (numbers) it takes of those asked."""

    outlet: Outlet
    merchant: Text
    programmes: tuple[int, ...]
    place: ShopPlace


@dataclass(frozen=True, slots=True)
class NewTill:
    """A till to be opened in an outlet; `code` is the outlet's own word for it, one till each."""

    outlet: int
    code: str


@dataclass(frozen=True, slots=True)
class Till:
    """A till in an outlet of a merchant."""

    id: int
    outlet: int
    merchant: int
    code: str


@dataclass(frozen=True, slots=True)
class TillStanding:
    """Where a till stands and whether it may sell."""

    till: int
    outlet: int
    merchant: int
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """A merchant takes a programme during a period."""

    id: int
    merchant: int
    programme: int
    period: Period
