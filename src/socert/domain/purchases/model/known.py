"""What is known when a batch is decided: read under lock from the database, and the directory in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from socert.domain.ledger import Head
from socert.domain.people import CarrierKind
from socert.domain.programmes import AllowanceKind, BorneBy, Confirm, OwnMoney, PriceAboveCap
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
    units: int = 0
    units_held: int = 0
    units_used: int = 0

    @property
    def available(self) -> int:
        """What may still be spent."""
        return self.issued - self.held - self.consumed - self.returned

    @property
    def units_left(self) -> int:
        """How many whole units may still be spent; none where the allowance is no item's."""
        return self.units - self.units_held - self.units_used


class Carrier(msgspec.Struct, array_like=True, frozen=True):
    """A card, a phone's QR or a printed sheet, by its hash; `kind` is card, qr or paper."""

    hash: UUID
    holder: int
    status: int
    valid_from: datetime
    valid_until: datetime | None
    kind: str = CarrierKind.CARD

    @property
    def is_paper(self) -> bool:
        """Whether it is a sheet anybody could copy, so that every purchase is confirmed."""
        return self.kind == CarrierKind.PAPER


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
    """A capture, refund, void or lapse of an authorisation."""

    id: UUID
    parent: UUID
    kind: int
    outcome: int
    covered: int


class Hold(msgspec.Struct, array_like=True):
    """Money an authorisation set aside on one account, and the units it uses up when it is captured."""

    holder: int
    operation: UUID
    account: int
    amount: int
    captured: int
    released: int
    expires_at: datetime
    units: int = 0
    units_captured: int = 0

    @property
    def open(self) -> int:
        """What is still set aside."""
        return self.amount - self.captured - self.released


class MovedLine(msgspec.Struct, frozen=True):
    """A row of `movement_line`: how much of a receipt line a capture took, or a refund of that capture gave back."""

    operation: UUID
    authorisation: UUID
    capture: UUID
    position: int
    quantity: int
    amount: int
    accounts: list[int]
    amounts: list[int]
    units: list[int] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an authorisation stands in a list of them, newest first."""

    at: datetime
    id: UUID
    lane: int


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
    moved: dict[UUID, list[MovedLine]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TillPlace:
    """Where a till stands."""

    till: int
    outlet: int
    merchant: int
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class OptionRule:
    """One thing a unit may be spent on: the categories it pays for, and what a unit pays at most, kopecks."""

    id: str
    cap: int
    allowed: frozenset[int]


@dataclass(frozen=True, slots=True)
class AllowanceRule:
    """What an allowance pays for. `denied` names, for a category, the entry of the deny list it falls under.

    Items are spent on one of `options` a unit; `allowed` is then what any of them pays for.
    """

    id: str
    allowed: frozenset[int]
    denied: Mapping[int, int]
    breadth: int
    kind: AllowanceKind = AllowanceKind.POINTS
    own_money: OwnMoney = OwnMoney.ALLOWED
    options: tuple[OptionRule, ...] = ()
    price: PriceAboveCap = PriceAboveCap.RESIDENT_ADDS
    percent: int = 0
    borne_by: BorneBy = BorneBy.BUDGET

    def cap_for(self, category: int | None) -> int:
        """What a unit pays at most of something of this category, kopecks; 0 where no option pays for it."""
        return max((option.cap for option in self.options if category in option.allowed), default=0)


@dataclass(frozen=True, slots=True)
class VersionRules:
    """A programme version as a till needs it; an account's slot is the place of its allowance.

    `refused` are the kinds of carriers its certificates cannot be presented with.
    """

    number: int
    programme: int
    hold_seconds: int
    allowances: tuple[AllowanceRule, ...]
    confirm: Confirm | None = None
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Directory:
    """What changes seldom: tills, agreements, programme versions, goods. Read anew when its number grows.

    `borne` is the account of discounts that merchants give.
    """

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
    borne: int = 0
    #: The least sum above which some programme wants a code, kopecks; None where none does.
    code_above: int | None = None

    @property
    def is_behind(self) -> bool:
        """Whether goods or articles have yet to be read."""
        return self.goods_number < self.number

    def may_need_code(self, *, total: int) -> bool:
        """Whether some programme wants a code above less than a sum."""
        return self.code_above is not None and total > self.code_above

    def has_any_agreement(self, *, merchant: int, now: datetime) -> bool:
        """Whether a merchant takes any programme at this instant."""
        return any(
            period.contains(now)
            for (party, _), periods in self.agreements.items()
            if party == merchant
            for period in periods
        )

    def rule_of(self, account: Account) -> AllowanceRule:
        """The rule of an account's allowance."""
        return self.versions[account.version].allowances[account.slot]

    def has_agreement(self, *, merchant: int, version: int, now: datetime) -> bool:
        """Whether a merchant takes the programme of a version at this instant."""
        programme = self.versions[version].programme
        return any(period.contains(now) for period in self.agreements.get((merchant, programme), ()))
