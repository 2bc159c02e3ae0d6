"""What a programme is: who pays, from when, for how long, and what its allowances cover."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from socert.domain.criteria import Condition, Node
from socert.values import Text

ALLOWANCES_MAX = 16
VERSIONS_MAX = 200
HOLD_SECONDS_DEFAULT = 900


class LegalKind(StrEnum):
    """The law a programme follows; sections, carriers and documents differ by it."""

    SOCIAL_SERVICE_189 = "social_service_189"
    GOODS_491 = "goods_491"
    REGIONAL = "regional"


class AllowanceKind(StrEnum):
    """How an allowance counts: a sum of money, whole items with a cap each, a discount up to a ceiling, or a service.

    `UNITS` of a service (hours, visits, lessons) are given at a tariff; tills that sell goods never spend them.
    """

    POINTS = "points"
    ITEMS = "items"
    DISCOUNT = "discount"
    UNITS = "units"


class ServiceUnit(StrEnum):
    """In what a service is counted."""

    HOUR = "hour"
    VISIT = "visit"
    COURSE = "course"
    DAY = "day"
    LESSON = "lesson"
    TRIP = "trip"
    SESSION = "session"


class GroupDetail(StrEnum):
    """What a provider of group classes tells of each of them."""

    VENUE = "venue"
    TIMETABLE = "timetable"
    ATTENDANCE = "attendance"


class OwnMoney(StrEnum):
    """Whether the resident may add to what the allowance pays of a line."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class PriceAboveCap(StrEnum):
    """Who bears what an item costs above its cap: the resident adds it, or the shop is paid no more than the cap."""

    RESIDENT_ADDS = "resident_adds"
    CAP_PAYOUT = "cap_payout"


class BorneBy(StrEnum):
    """Who bears a discount: the budget repays it, or the merchant gives it."""

    BUDGET = "budget"
    MERCHANT = "merchant"


@dataclass(frozen=True, slots=True)
class Share:
    """A funding source, by its id, and its share in whole per cent."""

    source: str
    share: int


@dataclass(frozen=True, slots=True)
class Option:
    """One thing an item unit may be spent on: categories, and what a unit pays at most, kopecks."""

    id: str
    cap_kopecks: int
    allow: tuple[str, ...]
    deny: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class When:
    """A condition as it was written; read as well where it comes from a file and not from what was published."""

    text: str
    condition: Condition | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of a first-hit table: the first whose condition `when` holds says the value; the last row has none.

    The value is kopecks of points or units of a service; 0 gives nothing.
    """

    when: When | None
    value: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a certificate gives. `amount_kopecks` is what is set aside for it when it is issued, with a `table` at most.

    Points: the sum. Items: `units` times the highest cap of its `options`, of which a unit is spent on one; with
    `by_need` it is given only to those whose need is named at issue, or for whom `when` holds. Discount: the ceiling of
    `percent` of the price. Units: `units` of a service, counted in `unit`, at a tariff that may be 0; `is_claimed` says
    whether its provider claims money, `group` what it tells of group classes. `table` makes the sum of points or the
    number of units depend on facts.
    """

    id: str
    title: Text
    kind: AllowanceKind
    amount_kopecks: int
    allow: tuple[str, ...]
    deny: tuple[str, ...]
    own_money: OwnMoney = OwnMoney.ALLOWED
    units: int = 0
    options: tuple[Option, ...] = ()
    price: PriceAboveCap = PriceAboveCap.RESIDENT_ADDS
    percent: int = 0
    borne_by: BorneBy = BorneBy.BUDGET
    by_need: bool = False
    when: When | None = None
    table: tuple[Hit, ...] = ()
    unit: ServiceUnit | None = None
    tariff_kopecks: int = 0
    is_claimed: bool = True
    group: tuple[GroupDetail, ...] = ()

    @property
    def gifts(self) -> tuple[tuple[int, int], ...]:
        """What it may give: kopecks and units, one pair, or one for every row of its table that gives something."""
        if not self.table:
            return ((self.amount_kopecks, self.units),)
        return tuple(self.gift(one.value) for one in self.table if one.value)

    def gift(self, value: int) -> tuple[int, int]:
        """Kopecks and units for a value of its table."""
        return (value * self.tariff_kopecks, value) if self.kind is AllowanceKind.UNITS else (value, self.units)

    @property
    def is_from_budget(self) -> bool:
        """Whether money is set aside for it; what merchants bear needs none."""
        return self.borne_by is BorneBy.BUDGET


class ConfirmKind(StrEnum):
    """How a buyer confirms: the card's PIN, or a one-time code sent to whoever carries the card."""

    PIN = "pin"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Confirm:
    """Above so many kopecks a purchase has to be confirmed."""

    kind: ConfirmKind
    above: int


@dataclass(frozen=True, slots=True)
class VersionDefinition:
    """One version as the file says it; `criteria` is its `decision` as a tree, which is kept as canonical JSON.

    A version that only decides has no allowances, carriers or days.
    """

    valid_from: date
    legal_basis: Text | None
    decision: str | None
    criteria: Node | None
    valid_days: int
    carriers: tuple[str, ...]
    per: str
    hold_seconds: int
    confirm: Confirm | None
    allowances: tuple[Allowance, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeDefinition:
    """A programme file without mistakes. `summary` is what a resident reads of it, one to three sentences."""

    id: str
    legal_kind: LegalKind
    is_sensitive: bool
    title: Text
    funding: tuple[Share, ...]
    versions: tuple[VersionDefinition, ...]
    examples: str | None = None
    summary: Text | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeVersion:
    """A published version. `number` and `programme` are what the database calls it and its programme.

    `carriers` are the kinds its certificates are presented with: card, qr, paper. A version that only decides who is
    entitled has neither carriers nor days, funding or allowances, and nothing is issued under it.
    """

    number: int
    programme: int
    programme_id: str
    title: Text
    is_sensitive: bool
    valid_from: date
    hold_seconds: int
    confirm: Confirm | None
    valid_days: int
    carriers: tuple[str, ...]
    funding: tuple[Share, ...]
    allowances: tuple[Allowance, ...]
    sha256: bytes = b""
    summary: Text | None = None

    @property
    def is_decision_only(self) -> bool:
        """Whether it says who is entitled and gives no certificate."""
        return not self.allowances

    @property
    def shares(self) -> tuple[int, ...]:
        """The shares alone, in the order of the sources."""
        return tuple(one.share for one in self.funding)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a file did: the programme's number, and the first days of the versions it added, if any."""

    programme: int
    id: str
    added: tuple[date, ...]
    is_retitled: bool  # its title or summary changed

    @property
    def is_unchanged(self) -> bool:
        """Whether everything in the file was published before."""
        return not self.added and not self.is_retitled
