"""The chart of the week: what certificates paid by category, this week beside the one before, as Vega-Lite."""

from typing import Any

from socert.domain.monitoring.model.demand import Demand, Figures
from socert.domain.monitoring.rules.demand_rows import CategoryRow, category_rows

CATEGORIES_MAX = 15
_KOPECKS = 100
_THIS, _PREVIOUS = "#0b5cad", "#b4c3d1"


def charted_rows(demand: Demand) -> list[CategoryRow]:
    """The categories in the chart: the largest of those that may be shown."""
    return category_rows(demand)[:CATEGORIES_MAX]


def chart_spec(demand: Demand) -> dict[str, Any]:
    """The chart in Russian; roubles. What is hidden has no bar."""
    rows = charted_rows(demand)
    this, previous = str(demand.week), str(demand.week.before)
    values = [
        {"category": row.title, "week": week, "place": place, "roubles": figures.kopecks / _KOPECKS}
        for row in rows
        for place, (week, figures) in enumerate(((this, row.this), (previous, row.previous)))
        if figures is not None
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": f"Оплачено сертификатами, {this} и неделей раньше",
            "subtitle": _subtitle(demand.this.total.bought, is_empty=not rows),
            "anchor": "start",
        },
        "data": {"values": values},
        "width": 560,
        "height": {"step": 15},
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "y": {
                "field": "category",
                "type": "nominal",
                "sort": [row.title for row in rows],
                "title": None,
                "axis": {"labelLimit": 260, "ticks": False},
            },
            "yOffset": {"field": "week", "sort": [this, previous]},
            "x": {"field": "roubles", "type": "quantitative", "title": "рублей", "axis": {"format": ",.0f"}},
            "color": {
                "field": "week",
                "type": "nominal",
                "title": "Неделя",
                "scale": {"domain": [this, previous], "range": [_THIS, _PREVIOUS]},
            },
        },
        # The reader's own font: every machine has one for letters without serifs.
        "config": {"font": "sans-serif", "background": "white", "view": {"stroke": None}},
    }


def _subtitle(total: Figures, *, is_empty: bool) -> str:
    if is_empty:
        return "Показать нечего: покупок не было, или за каждой цифрой меньше пяти человек."
    return f"Чеков: {total.receipts}, людей: {total.people}. Где за цифрой меньше пяти человек, полосы нет."
