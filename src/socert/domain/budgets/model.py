"""Whose money it is, how much of it a programme may reserve, and how much it has."""

from dataclasses import dataclass
from enum import StrEnum

from socert.values import Money, Text


class BudgetRefusal(StrEnum):
    """Why a budget says no; the values are stable."""

    BEYOND_APPROPRIATION = "beyond_appropriation"
    BELOW_RESERVED = "below_reserved"
    UNUSABLE_BUDGET_CODE = "unusable_budget_code"
    OTHER_BUDGET_CODE = "other_budget_code"
    UNUSABLE_LIMIT = "unusable_limit"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal, and which source lacks how much, where money is lacking."""

    code: BudgetRefusal
    text: Text
    source: str | None = None
    missing: Money | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whose money it is, such as "federal" or "city"."""

    number: int
    id: str


@dataclass(frozen=True, slots=True)
class Appropriation:
    """A row as it is stored; kopecks. `programme` and `source` are numbers."""

    number: int
    programme: int
    source: int
    budget_year: int
    budget_code: str
    limit_kopecks: int
    reserved_kopecks: int

    @property
    def free_kopecks(self) -> int:
        """What may still be reserved."""
        return self.limit_kopecks - self.reserved_kopecks


@dataclass(frozen=True, slots=True)
class Appropriated:
    """An appropriation as it stands now; `added` is what the limit grew by, negative where it was lowered."""

    appropriation: int
    limit: Money
    added: Money


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the money of one source for one programme and year has gone."""

    programme: int
    source: str
    budget_year: int
    budget_code: str
    limit: Money
    reserved: Money

    @property
    def free(self) -> Money:
        """What may still be reserved."""
        return self.limit - self.reserved
