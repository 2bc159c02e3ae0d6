"""Which categories allowances pay for and when, worked out again from the trees there were and the lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from socert.domain.programmes import Allowance, AllowanceKind, Option, ProgrammeVersion

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Placement(NamedTuple):
    """Since when a category lay below which, None for the root; both by number."""

    since: datetime
    category: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Stay:
    """From when until when a category and all above it, by number, lay as they lay."""

    line: Sequence[int]
    since: datetime
    until: datetime


class Paid(NamedTuple):
    """An allowance of a version that pays for a category between two instants.

    `cap` is what a unit pays at most, kopecks, 0 where it knows no units; `percent` that of a discount, else 0.
    """

    version: int
    slot: int
    category: int
    cap: int
    percent: int
    since: datetime
    until: datetime


class CategoriesInARing(ValueError):
    """The tree of categories is no tree."""


def stays(placements: Iterable[Placement]) -> Iterator[Stay]:
    """Where every category lay from its first placement, which counts for the time before it as well, to this day.

    Args:
        placements: the oldest first.

    Raises:
        CategoriesInARing: a category stood above itself.
    """
    parents: dict[int, int | None] = {}
    lines: dict[int, tuple[Sequence[int], datetime]] = {}
    for since, placed in groupby(placements, key=lambda one: one.since):
        parents |= {one.category: one.parent for one in placed}
        for category in parents:
            line = lineage(category, parents=parents)
            if category not in lines:
                lines[category] = line, _ALWAYS
            elif lines[category][0] != line:
                yield Stay(*lines[category], since)
                lines[category] = line, since
    for line, since in lines.values():
        yield Stay(line, since, _FOR_EVER)


def lineage(category: int, *, parents: Mapping[int, int | None]) -> Sequence[int]:
    """A category and all above it.

    Raises:
        CategoriesInARing: a category stands above itself.
    """
    line = [category]
    while (above := parents.get(line[-1])) is not None:
        if above in line:
            raise CategoriesInARing(f"category_parent: category {above} stands above itself")
        line.append(above)
    return line


def paid_for(versions: Iterable[ProgrammeVersion], *, stays: Sequence[Stay], ids: Mapping[int, str]) -> Iterator[Paid]:
    """What every allowance pays for and when: a category or one above is allowed, neither it nor any above denied."""
    lines = [(stay, [ids.get(number, "") for number in stay.line]) for stay in stays]
    for version in versions:
        for slot, allowance in enumerate(version.allowances):
            for stay, line in lines:
                cap = cap_for(allowance, line)
                if cap is not None:
                    yield Paid(version.number, slot, stay.line[0], cap, allowance.percent, stay.since, stay.until)


def cap_for(allowance: Allowance, line: Sequence[str]) -> int | None:
    """What a unit pays at most of a category, kopecks, 0 where there are no units; None where nothing is paid."""
    match allowance.kind:
        case AllowanceKind.ITEMS:
            return max((option.cap_kopecks for option in allowance.options if pays(option, line)), default=None)
        case AllowanceKind.POINTS | AllowanceKind.DISCOUNT:
            return 0 if pays(allowance, line) else None
        case AllowanceKind.UNITS:
            return None  # no till ever spends them


def pays(allowance: Allowance | Option, line: Sequence[str]) -> bool:
    """Whether an allowance, or one option of it, pays for a category, given with all above it by their ids."""
    return any(one in allowance.allow for one in line) and not any(one in allowance.deny for one in line)
