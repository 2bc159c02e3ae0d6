"""Facts: what may be known about a person, from which registers, and what their silence means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from socert.values import Text

#: What a fact says: yes or no, a whole number, or one of a few words.
FactValue: TypeAlias = bool | int | str

WHOLE_MAX = 10**12
SOURCES_OF_A_FACT_MAX = 2


class FactType(StrEnum):
    """What kind of value a fact has."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"


class Unit(StrEnum):
    """What a whole number counts; people are shown it with the right plural."""

    NONE = "none"
    ROUBLES = "roubles"
    PERCENT = "percent"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    PEOPLE = "people"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Source:
    """A register that answers about people; an answer counts for so many days after it was asked for.

    `is_complete`: whoever it does not name is surely not in it. `is_authoritative`: a refusal may rest on it alone.
    """

    id: str
    title: Text
    fresh_days: int
    is_complete: bool
    is_authoritative: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be known about a person. `sources`: ids, the first one first; `absence`: what its silence means.

    `least` and `most` bound a whole number; `names` are the words a text may be, each as people read it.
    """

    id: str
    type: FactType
    title: Text
    sources: tuple[str, ...]
    evidence: Text
    absence: FactValue | None = None
    unit: Unit = Unit.NONE
    least: int = 0
    most: int = 0
    names: Mapping[str, Text] | None = None

    def admits(self, value: object) -> bool:
        """Whether it can have this value."""
        match self.type:
            case FactType.BOOLEAN:
                return isinstance(value, bool)
            case FactType.INTEGER:
                return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
            case FactType.TEXT:
                return isinstance(value, str) and value in (self.names or {})


@dataclass(frozen=True, slots=True)
class Facts:
    """Every fact and every source, by id, in the order of their file."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]


class Standing(StrEnum):
    """How a fact stands for one person: known, or why it is not."""

    KNOWN = "known"
    MISSING = "missing"
    STALE = "stale"
    CONTRADICTORY = "contradictory"
    FROM_THE_FUTURE = "from_the_future"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of one fact (None: nothing), and the day it was asked (None: it was not)."""

    source: str
    value: FactValue | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What is taken of a fact: its value when known, with the source and the day; None when it is unknown."""

    fact: str
    standing: Standing
    value: FactValue | None = None
    source: str | None = None
    as_of: date | None = None
    is_by_silence: bool = False
