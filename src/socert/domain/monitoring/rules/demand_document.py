"""The picture of demand as one document for programs; docs/demand.md says what each figure means."""

from typing import Any

from socert.domain.monitoring.model.demand import Bought, Demand, Figures, Line, Listed
from socert.domain.monitoring.rules import demand_rows as rows


def demand_document(demand: Demand) -> dict[str, Any]:
    """The document `socert report demand --json` prints; no name, card or holder's number is in it."""
    return {
        "week": str(demand.week),
        "previous_week": str(demand.week.before),
        "starts_on": demand.week.monday,
        "ends_on": demand.week.sunday,
        "stage": demand.stage,
        "made_at": demand.made_at,
        "totals": _beside(demand.this.total.bought, demand.previous.total.bought),
        "categories": [
            {"category": one.category, "title": one.title, **_beside(one.this, one.previous)}
            for one in rows.category_rows(demand)
        ],
        "rows": [_cell(one) for one in rows.cell_rows(demand)],
        "hidden_cells": len(demand.this.hidden_cells),
        "hidden": [_rest(one) for one in rows.rest_rows(demand)],
        "own_money": {**_own(demand.this, ""), **_own(demand.previous, "previous_")},
        "merchants_discounts": {**_borne(demand.this, ""), **_borne(demand.previous, "previous_")},
        "pressure": _pressure(demand.pressure, "short_kopecks"),
        "above_cap": _pressure(demand.above_cap, "above_kopecks"),
        "not_covered": [_refused(one) for one in demand.not_covered.lines],
        "not_covered_lines": demand.not_covered.count,
        "never_used": _certificates(demand.never_used),
        "ending_soon": _certificates(demand.ending_soon),
        "tried_without_agreement": _tried(demand),
    }


def _cell(one: rows.CellRow) -> dict[str, Any]:
    return {
        "category": one.category,
        "outlet": one.outlet.title,
        "outlet_code": one.outlet.code,
        "merchant": one.outlet.merchant,
        "district": one.district,
        **_beside(one.this, one.previous),
    }


def _rest(one: rows.RestRow) -> dict[str, Any]:
    return {
        "category": one.category,
        "cells": one.this.cells,
        "amount_kopecks": one.this.kopecks,
        "receipts": one.this.receipts,
        "previous_cells": one.previous.cells,
        "previous_amount_kopecks": one.previous.kopecks,
        "previous_receipts": one.previous.receipts,
    }


def _pressure(listed: Listed, kopecks: str) -> dict[str, Any]:
    return {
        "lines": listed.count,
        kopecks: listed.kopecks,
        "people": listed.people,
        "rows": [
            {"category": _at(one, 0), "lines": one.count, kopecks: one.kopecks, "people": one.people}
            for one in listed.lines
        ],
        "hidden_rows": listed.hidden,
    }


def _refused(one: Line) -> dict[str, Any]:
    return {
        "reason": one.part or None,
        "category": _at(one, 0),
        "gtin": _at(one, 1),
        "article": _at(one, 2),
        "good": _at(one, 3),
        "lines": one.count,
        "amount_kopecks": one.kopecks,
        "people": one.people,
    }


def _beside(this: Figures | None, previous: Figures | None) -> dict[str, int | None]:
    return {**_figures(this, ""), **_figures(previous, "previous_")}


def _figures(one: Figures | None, prefix: str) -> dict[str, int | None]:
    return {
        f"{prefix}amount_kopecks": None if one is None else one.kopecks,
        f"{prefix}receipts": None if one is None else one.receipts,
        f"{prefix}people": None if one is None else one.people,
    }


def _own(bought: Bought, prefix: str) -> dict[str, int | float | None]:
    hidden, total = rows.is_own_hidden(bought), bought.total
    return {
        f"{prefix}amount_kopecks": None if hidden else total.own_kopecks,
        f"{prefix}receipts": None if hidden else total.own_receipts,
        f"{prefix}people": None if hidden else total.own_people,
        f"{prefix}share_percent": rows.own_share_percent(bought),
    }


def _borne(bought: Bought, prefix: str) -> dict[str, int | None]:
    return _figures(rows.borne_shown(bought), prefix)


def _certificates(listed: Listed) -> dict[str, Any]:
    return {
        "certificates": listed.count,
        "kopecks": listed.kopecks,
        "people": listed.people,
        "rows": [
            {
                "programme": _at(one, 0),
                "district": _at(one, 1),
                "certificates": one.count,
                "kopecks": one.kopecks,
                "people": one.people,
            }
            for one in listed.lines
        ],
        "hidden_rows": listed.hidden,
    }


def _tried(demand: Demand) -> dict[str, Any]:
    listed = demand.tried_without_agreement
    found = []
    for one in listed.lines:
        number = _at(one, 0)
        outlet = demand.outlets[number] if isinstance(number, int) else None
        found.append(
            {
                "outlet": None if outlet is None else outlet.title,
                "outlet_code": None if outlet is None else outlet.code,
                "merchant": None if outlet is None else outlet.merchant,
                "receipts": one.count,
                "amount_kopecks": one.kopecks,
                "people": one.people,
            }
        )
    return {
        "receipts": listed.count,
        "amount_kopecks": listed.kopecks,
        "people": listed.people,
        "rows": found,
        "hidden_rows": listed.hidden,
    }


def _at(line: Line, place: int) -> str | int | None:
    return None if line.item is None else line.item[place]
