"""What became, or would become, of an imported list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

#: Told on the way: the stage, how much of it is done, and of how much.
Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class UnmappedPath:
    """A category of the source the mapping does not know, and how many goods stand in it."""

    path: str
    goods: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How many goods go from one category to another; None is "to be reviewed", and a new good comes from nowhere."""

    is_new: bool
    before: str | None
    after: str | None
    goods: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of rows: added + changed + unchanged + rejected are all of them; the rest count usable rows.

    `unclassified` rows had no category in their source or its default one; `contradictory` ones a name that speaks
    against it; `unmapped` ones a category the mapping does not know.
    """

    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    unclassified: int
    contradictory: int
    unmapped: int
    unmapped_paths: tuple[UnmappedPath, ...]
    moved: tuple[Moved, ...]
