"""The week's demand as it is told: what certificates bought, and what they did not. Nobody can be told from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

#: A figure that stands for fewer people is not shown (docs/demand.md).
PEOPLE_MIN = 5
#: Balances are told of this long before their last day.
ENDING_SOON = timedelta(days=14)

Cell: TypeAlias = tuple[int | None, int, str | None]
"""A category's number, an outlet's number, and the district its buyers live in; None where there is none."""


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week by its Monday."""

    monday: date

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def before(self) -> "Week":
        """The week before."""
        return Week(self.monday - timedelta(weeks=1))

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Its first instant on a zone's clocks."""
        return datetime.combine(self.monday, time.min, tzinfo=zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.monday + timedelta(weeks=1), time.min, tzinfo=zone)


class Stage(StrEnum):
    """Whether a week is over, under way or still to come."""

    OVER = "over"
    UNDER_WAY = "under_way"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Figures:
    """What certificates paid, kopecks; on how many receipts; of how many people. Taken back counts negative."""

    kopecks: int
    receipts: int
    people: int


NOTHING = Figures(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is not shown one by one: how many cells, and their kopecks and receipts together."""

    cells: int
    kopecks: int
    receipts: int


@dataclass(frozen=True, slots=True)
class Total:
    """A whole week: exact, and equal to the ledger's postings. Own money is what buyers added on those receipts.

    `borne` are discounts merchants gave themselves; nothing of it is in `bought`.
    """

    bought: Figures = NOTHING
    own_kopecks: int = 0
    own_receipts: int = 0
    own_people: int = 0
    borne: Figures = NOTHING


@dataclass(frozen=True, slots=True)
class Bought:
    """A week by category and by cell, as far as it may be shown; what is hidden is in the sums of `rests`."""

    total: Total = field(default_factory=Total)
    categories: Mapping[int | None, Figures] = field(default_factory=dict)
    cells: Mapping[Cell, Figures] = field(default_factory=dict)
    #: Categories that have anything at all, and cells of the categories shown: what is in none of these is truly 0.
    hidden_categories: frozenset[int | None] = frozenset()
    hidden_cells: frozenset[Cell] = frozenset()
    #: By category; the categories not shown are together under the key "".
    rests: Mapping[int | str | None, Rest] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: what it speaks of, how often, kopecks, how many people; None people for what is put together."""

    part: str
    item: tuple[str | int | None, ...] | None
    count: int
    kopecks: int
    people: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as far as it may be shown; without a total when that stands for too few people."""

    count: int | None = 0
    kopecks: int | None = 0
    people: int | None = 0
    lines: tuple[Line, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class OutletName:
    """An outlet as it is called."""

    code: str
    title: str
    merchant: str


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category as it is called."""

    id: str
    title_ru: str


@dataclass(frozen=True, slots=True)
class Demand:
    """The weekly picture of demand."""

    week: Week
    stage: Stage
    zone: ZoneInfo
    made_at: datetime
    this: Bought = field(default_factory=Bought)
    previous: Bought = field(default_factory=Bought)
    pressure: Listed = field(default_factory=Listed)
    above_cap: Listed = field(default_factory=Listed)
    not_covered: Listed = field(default_factory=Listed)
    never_used: Listed = field(default_factory=Listed)
    ending_soon: Listed = field(default_factory=Listed)
    tried_without_agreement: Listed = field(default_factory=Listed)
    categories: Mapping[int, CategoryName] = field(default_factory=dict)
    outlets: Mapping[int, OutletName] = field(default_factory=dict)
