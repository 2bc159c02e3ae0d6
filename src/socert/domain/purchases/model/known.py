"""What is known when a batch is decided: read under lock from the database, and the directory in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from socert.domain.ledger import Head
from socert.values import Period


class CarrierStatus(IntEnum):
    """What a card may do. The numbers are stored."""

    ACTIVE = 1
    BLOCKED = 2


class AccountStatus(IntEnum):
    """The status of the certificate an account belongs to. The numbers are stored."""

    ACTIVE = 1
    BLOCKED = 2
    ENDED = 3
    CANCELLED = 4


class Account(msgspec.Struct, array_like=True):
    """A certificate's allowance under lock; the fold works on it, kopecks throughout."""

    holder: int
    id: int
    certificate: UUID
    version: int
    slot: int
    status: int
    valid_from: datetime
    valid_until: datetime
    issued: int
    held: int
    consumed: int
    returned: int

    @property
    def available(self) -> int:
        """What may still be spent."""
        return self.issued - self.held - self.consumed - self.returned


class Carrier(msgspec.Struct, array_like=True, frozen=True):
    """A card, by its keyed hash."""

    hash: UUID
    holder: int
    status: int
    valid_from: datetime
    valid_until: datetime | None


class Answered(msgspec.Struct, array_like=True, frozen=True):
    """What was answered under a key before."""

    key: UUID
    id: UUID
    kind: int
    body: UUID | None
    answer: str


class Purchase(msgspec.Struct, array_like=True, frozen=True):
    """An authorisation that is to be captured or voided."""

    id: UUID
    kind: int
    outcome: int
    merchant: int | None
    till: int | None
    holder: int | None
    total: int
    covered: int
    at: datetime
    receipt: str | None
    key: UUID | None
    answer: str


class Child(msgspec.Struct, array_like=True, frozen=True):
    """A capture, void or lapse of an authorisation."""

    id: UUID
    parent: UUID
    kind: int
    outcome: int
    covered: int


class Hold(msgspec.Struct, array_like=True):
    """Money an authorisation set aside on one account."""

    holder: int
    operation: UUID
    account: int
    amount: int
    captured: int
    released: int
    expires_at: datetime

    @property
    def open(self) -> int:
        """What is still set aside."""
        return self.amount - self.captured - self.released


class Locked(msgspec.Struct):
    """The second half of what `lock_purchase_batch` answers."""

    now: datetime
    directory: int
    closed_through: datetime
    carriers: list[Carrier] | None = None
    answers: list[Answered] | None = None
    purchases: list[Purchase] | None = None
    children: list[Child] | None = None
    holds: list[Hold] | None = None
    head: tuple[int, str] | None = None


@dataclass(slots=True)
class State:
    """Everything a batch may look at, indexed; the fold keeps it current from one operation to the next."""

    head: Head
    accounts: dict[int, list[Account]] = field(default_factory=dict)
    carriers: dict[UUID, Carrier] = field(default_factory=dict)
    answers: dict[UUID, Answered] = field(default_factory=dict)
    purchases: dict[UUID, Purchase] = field(default_factory=dict)
    children: dict[UUID, list[Child]] = field(default_factory=dict)
    holds: dict[int, dict[UUID, list[Hold]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TillPlace:
    """Where a till stands."""

    till: int
    outlet: int
    merchant: int
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class AllowanceRule:
    """What an allowance pays for. `denied` names, for a category, the entry of the deny list it falls under."""

    id: str
    allowed: frozenset[int]
    denied: Mapping[int, int]
    breadth: int


@dataclass(frozen=True, slots=True)
class VersionRules:
    """A programme version as a till needs it; an account's slot is the place of its allowance."""

    number: int
    programme: int
    hold_seconds: int
    allowances: tuple[AllowanceRule, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """What changes seldom: tills, agreements, programme versions, goods. Read anew when its number grows."""

    number: int
    zone: ZoneInfo
    tills: Mapping[int, TillPlace]
    agreements: Mapping[tuple[int, int], tuple[Period, ...]]
    versions: Mapping[int, VersionRules]
    goods: Mapping[int, int]
    articles: Mapping[tuple[int, str], int]
    category_ids: Mapping[int, str]
    payables: Mapping[tuple[int, int], int]
    credentials: frozenset[UUID]
    #: The number up to which goods and articles are complete; below `number` while a long list is still being read.
    goods_number: int = 0

    @property
    def is_behind(self) -> bool:
        """Whether goods or articles have yet to be read."""
        return self.goods_number < self.number

    def has_any_agreement(self, *, merchant: int, now: datetime) -> bool:
        """Whether a merchant takes any programme at this instant."""
        return any(
            period.contains(now)
            for (party, _), periods in self.agreements.items()
            if party == merchant
            for period in periods
        )

    def has_agreement(self, *, merchant: int, version: int, now: datetime) -> bool:
        """Whether a merchant takes the programme of a version at this instant."""
        programme = self.versions[version].programme
        return any(period.contains(now) for period in self.agreements.get((merchant, programme), ()))
