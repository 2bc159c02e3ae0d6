"""Parameters: the dated numbers that conditions compare with, and what a region sets instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from socert.domain.criteria.model.facts import Unit
from socert.domain.criteria.model.trees import Leaf
from socert.values import Text

#: How a condition writes a parameter.
PREFIX = "p_"


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from a day on, and where it is written down."""

    from_day: date
    value: int
    source: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number somebody decided; `values` begin on rising days."""

    id: str
    title: Text
    unit: Unit
    least: int
    most: int
    is_illustrative: bool
    values: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """Criteria a region adds to a programme at one of its named points."""

    programme: str
    point: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What a region sets itself: values of its own for some parameters, and criteria it adds."""

    id: str
    title: Text
    file: str
    parameters: Mapping[str, tuple[Dated, ...]]
    additions: tuple[Addition, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A parameter on a day in a region: its value, since when, where it is written, and whose it is (None: common)."""

    parameter: Parameter
    value: int
    from_day: date
    source: Text
    region: str | None


class ParameterIsUnset(Exception):
    """A condition needs a parameter that has no value on the day decided for; nothing can be decided."""

    def __init__(self, *, file: str, key: str, region: str | None, day: date) -> None:
        whose = "the common values" if region is None else f"region {region} and the common values"
        super().__init__(
            f"{file}: the parameter {key} has no value on {day} in {whose}. Please add one that begins by then."
        )
        self.file, self.key, self.region, self.day = file, key, region, day


class RegionIsUnknown(Exception):
    """Somebody asks for a region no file describes."""

    def __init__(self, *, region: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no region '{region}'. Known: {', '.join(known) or 'none'}.")
        self.region = region
