"""The picture of demand as rows: what may be shown, 0 where there was nothing, None where something is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass

from socert.domain.monitoring.model.demand import (
    NOTHING,
    PEOPLE_MIN,
    Bought,
    Cell,
    Demand,
    Figures,
    OutletName,
    Rest,
)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category in this week and the one before."""

    category: str | None
    title: str
    this: Figures | None
    previous: Figures | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """What people of a district bought of a category at an outlet, in this week and the one before."""

    category: str | None
    title: str
    outlet: OutletName
    district: str | None
    this: Figures | None
    previous: Figures | None


@dataclass(frozen=True, slots=True)
class RestRow:
    """The hidden cells of a category together; of all hidden categories when `category` and `title` are empty."""

    category: str | None
    title: str
    this: Rest
    previous: Rest


_NO_REST = Rest(0, 0, 0)


def category_rows(demand: Demand) -> list[CategoryRow]:
    """Categories of which anything may be shown, the largest of this week first."""
    shown = {**demand.this.categories, **demand.previous.categories}
    rows = [
        CategoryRow(*_name(demand, number), _of_category(demand.this, number), _of_category(demand.previous, number))
        for number in shown
    ]
    return sorted(rows, key=lambda row: (-_kopecks(row.this), -_kopecks(row.previous), row.category or ""))


def cell_rows(demand: Demand) -> Iterator[CellRow]:
    """Cells of which anything may be shown, by category, outlet, district."""
    shown = demand.this.cells.keys() | demand.previous.cells.keys()
    for cell in sorted(shown, key=lambda one: (one[0] or 0, one[1], one[2] or "")):
        yield CellRow(
            *_name(demand, cell[0]),
            demand.outlets[cell[1]],
            cell[2],
            _of_cell(demand.this, cell),
            _of_cell(demand.previous, cell),
        )


def rest_rows(demand: Demand) -> list[RestRow]:
    """What is hidden, put together: with the cells shown it sums to the total of each week."""
    keys = demand.this.rests.keys() | demand.previous.rests.keys()
    rows = []
    for key in sorted(keys, key=lambda one: (one == "", one if isinstance(one, int) else 0)):
        category, title = (None, "") if isinstance(key, str) else _name(demand, key)
        this, previous = demand.this.rests.get(key, _NO_REST), demand.previous.rests.get(key, _NO_REST)
        rows.append(RestRow(category, title, this, previous))
    return rows


def own_share_percent(bought: Bought) -> float | None:
    """Own money per hundred of what the receipts came to; None when it may not be shown or there was nothing."""
    total = bought.total
    whole = total.own_kopecks + total.bought.kopecks
    if is_own_hidden(bought) or whole <= 0:
        return None
    return round(100 * total.own_kopecks / whole, 1)


def is_own_hidden(bought: Bought) -> bool:
    """Whether the own money of a week stands for too few people."""
    return 0 < bought.total.own_people < PEOPLE_MIN


def borne_shown(bought: Bought) -> Figures | None:
    """Discounts merchants gave themselves in a week; None where they stand for too few people."""
    borne = bought.total.borne
    return None if 0 < borne.people < PEOPLE_MIN else borne


def _name(demand: Demand, number: int | None) -> tuple[str | None, str]:
    if number is None:
        return None, "не классифицировано"
    name = demand.categories[number]
    return name.id, name.title_ru


def _of_category(bought: Bought, number: int | None) -> Figures | None:
    return None if number in bought.hidden_categories else bought.categories.get(number, NOTHING)


def _of_cell(bought: Bought, cell: Cell) -> Figures | None:
    return None if cell in bought.hidden_cells else bought.cells.get(cell, NOTHING)


def _kopecks(figures: Figures | None) -> int:
    return 0 if figures is None else figures.kopecks
