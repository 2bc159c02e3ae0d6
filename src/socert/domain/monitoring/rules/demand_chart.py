"""The chart of the week: what certificates paid by category, this week beside the one before, as Vega-Lite."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from socert.domain.monitoring.model.demand import Demand, Figures
from socert.domain.monitoring.rules.demand_rows import CategoryRow, category_rows
from socert.values import Language, Text

CATEGORIES_MAX = 15
_KOPECKS = 100
_THIS, _PREVIOUS = "#0b5cad", "#b4c3d1"


def charted_rows(demand: Demand) -> list[CategoryRow]:
    """The categories in the chart: the largest of those that may be shown."""
    return category_rows(demand)[:CATEGORIES_MAX]


def chart_spec(
    demand: Demand, *, language: Language = Language.RU, titles: Mapping[str, Text] | None = None
) -> dict[str, Any]:
    """The chart, roubles; what is hidden has no bar. `titles` are categories' by id, in Russian without."""
    rows = charted_rows(demand)
    this, previous = str(demand.week), str(demand.week.before)
    say = partial(_said, language=language)
    values = [
        {
            "category": _title(row, language=language, titles=titles or {}),
            "week": week,
            "place": place,
            "roubles": figures.kopecks / _KOPECKS,
        }
        for row in rows
        for place, (week, figures) in enumerate(((this, row.this), (previous, row.previous)))
        if figures is not None
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": say("title", this=this),
            "subtitle": _subtitle(demand.this.total.bought, is_empty=not rows, language=language),
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
                "sort": list(dict.fromkeys(one["category"] for one in values)),
                "title": None,
                "axis": {"labelLimit": 260, "ticks": False},
            },
            "yOffset": {"field": "week", "sort": [this, previous]},
            "x": {"field": "roubles", "type": "quantitative", "title": say("roubles"), "axis": {"format": ",.0f"}},
            "color": {
                "field": "week",
                "type": "nominal",
                "title": say("week"),
                "scale": {"domain": [this, previous], "range": [_THIS, _PREVIOUS]},
            },
        },
        # The reader's own font: every machine has one for letters without serifs.
        "config": {"font": "sans-serif", "background": "white", "view": {"stroke": None}},
    }


def _title(row: CategoryRow, *, language: Language, titles: Mapping[str, Text]) -> str:
    if language is Language.RU:
        return row.title
    if row.category is None:
        return _said("unclassified", language=language)
    return titles[row.category].in_language(language) if row.category in titles else row.title


def _subtitle(total: Figures, *, is_empty: bool, language: Language) -> str:
    if is_empty:
        return _said("nothing", language=language)
    return _said("counted", language=language, receipts=total.receipts, people=total.people)


def _said(key: str, *, language: Language, **values: object) -> str:
    return _WORDS[key].in_language(language).format(**values)


_WORDS = {
    "title": Text(
        ru="Оплачено сертификатами, {this} и неделей раньше", en="Paid with certificates, {this} and the week before"
    ),
    "roubles": Text(ru="рублей", en="roubles"),
    "week": Text(ru="Неделя", en="Week"),
    "unclassified": Text(ru="не классифицировано", en="not classified"),
    "nothing": Text(
        ru="Показать нечего: покупок не было, или за каждой цифрой меньше пяти человек.",
        en="There is nothing to show: no purchases, or fewer than five people behind each figure.",
    ),
    "counted": Text(
        ru="Чеков: {receipts}, людей: {people}. Где за цифрой меньше пяти человек, полосы нет.",
        en="Receipts: {receipts}, people: {people}. Where a figure stands for fewer than five, there is no bar.",
    ),
}
