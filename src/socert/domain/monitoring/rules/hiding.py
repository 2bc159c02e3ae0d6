"""Which figures may not be shown, so that none of fewer than five people can be read or computed.

The rule (docs/demand.md): what stands for fewer than five people is hidden; when all that is hidden under one sum
stands for fewer than five together, the smallest of what is shown is hidden as well. So whoever subtracts what is shown
from the sum gets only a figure of five people or more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from socert.domain.monitoring.model.demand import PEOPLE_MIN, Bought, Cell, Figures, Line, Listed, Rest, Total

_KeyT = TypeVar("_KeyT")


@dataclass(frozen=True, slots=True)
class Counted:
    """A week as it was counted: every category, every cell, and the people of those under five, each once.

    `people_together` is, by category, of its cells under five; under "" of all categories under five.
    """

    total: Total
    categories: Mapping[int | None, Figures]
    cells: Mapping[Cell, Figures]
    people_together: Mapping[int | str | None, int]


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list as it was counted, in the same way: lines by part and item, parts without an item."""

    total: Line
    parts: Mapping[str, Line]
    lines: tuple[Line, ...]
    people_together: Mapping[str, int]
    people_of_small_parts: int


def hide(people: Mapping[_KeyT, int], *, together: int) -> frozenset[_KeyT]:
    """Which of these must not be shown.

    Args:
        people: how many people each stands for.
        together: how many different people those under five are, all together.
    """
    hidden = {one for one, count in people.items() if count < PEOPLE_MIN}
    shown = [one for one in people if one not in hidden]
    if hidden and together < PEOPLE_MIN and shown:
        hidden.add(min(shown, key=lambda one: (people[one], str(one))))
    return frozenset(hidden)


def protect(counted: Counted) -> Bought:
    """What may be shown of a week."""
    of = counted.people_together
    hidden_categories = hide(_people(counted.categories), together=of.get("", 0))
    by_category: dict[int | None, dict[Cell, Figures]] = {one: {} for one in counted.categories}
    for cell, figures in counted.cells.items():
        by_category[cell[0]][cell] = figures
    shown: dict[Cell, Figures] = {}
    hidden_cells: set[Cell] = set()
    rests: dict[int | str | None, Rest] = {}
    for category, cells in by_category.items():
        hidden = cells.keys() if category in hidden_categories else hide(_people(cells), together=of.get(category, 0))
        hidden_cells.update(hidden)
        if category not in hidden_categories:
            shown.update({cell: figures for cell, figures in cells.items() if cell not in hidden})
            if hidden:
                rests[category] = _rest(cells, hidden)
    if hidden_categories:
        of_hidden = {cell: one for cell, one in counted.cells.items() if cell[0] in hidden_categories}
        rests[""] = _rest(of_hidden, of_hidden.keys())
    return Bought(
        total=counted.total,
        categories={one: figures for one, figures in counted.categories.items() if one not in hidden_categories},
        cells=shown,
        hidden_categories=hidden_categories,
        hidden_cells=frozenset(hidden_cells),
        rests=rests,
    )


def protect_list(counted: CountedList) -> Listed:
    """What may be shown of a list; lines that are hidden stand together in one line without an item."""
    total = counted.total
    if not counted.lines:
        return Listed()
    if _count_of(total) < PEOPLE_MIN:
        return Listed(count=None, kopecks=None, people=None, hidden=len(counted.lines))
    hidden_parts = hide(
        {name: _count_of(one) for name, one in counted.parts.items()}, together=counted.people_of_small_parts
    )
    shown: list[Line] = []
    hidden_count = 0
    for name in counted.parts:
        lines = {one.item: one for one in counted.lines if one.part == name}
        if name in hidden_parts:
            hidden_count += len(lines)
            continue
        people = {item: _count_of(one) for item, one in lines.items()}
        hidden = hide(people, together=counted.people_together.get(name, 0))
        hidden_count += len(hidden)
        shown.extend(one for item, one in lines.items() if item not in hidden)
        shown.extend(_put_together(name, (lines[item] for item in hidden)))
    shown.extend(_put_together("", (counted.parts[name] for name in sorted(hidden_parts))))
    return Listed(
        count=total.count, kopecks=total.kopecks, people=total.people, lines=tuple(shown), hidden=hidden_count
    )


def _people(figures: Mapping[_KeyT, Figures]) -> dict[_KeyT, int]:
    return {one: of.people for one, of in figures.items()}


def _rest(cells: Mapping[Cell, Figures], hidden: Collection[Cell]) -> Rest:
    return Rest(
        cells=len(hidden),
        kopecks=sum(cells[one].kopecks for one in hidden),
        receipts=sum(cells[one].receipts for one in hidden),
    )


def _count_of(line: Line) -> int:
    assert line.people is not None
    return line.people


def _put_together(part: str, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    if not found:
        return []
    return [Line(part, None, sum(one.count for one in found), sum(one.kopecks for one in found), None)]
