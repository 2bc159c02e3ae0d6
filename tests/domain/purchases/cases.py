"""Cases by hand: certificates and lines in few words."""

from typing import Any

import msgspec

from socert.domain.purchases import Case, CaseAnswer, decide_case

NOW = "2026-11-22T10:00:00+03:00"
CATEGORIES = {"food": None, "bread": "food", "alcohol": "food", "wine": "alcohol", "television": None, "book": None}


def points(name: str, available: int, *allow: str, **more: Any) -> dict[str, Any]:
    """A sum of money."""
    return {"id": name, "kind": "points", "available": available, "allow": list(allow), **more}


def items(name: str, units: int, cap: int, *allow: str, **more: Any) -> dict[str, Any]:
    """Some units."""
    return {"id": name, "kind": "items", "units": units, "cap": cap, "allow": list(allow), **more}


def discount(name: str, percent: int, available: int, *allow: str, **more: Any) -> dict[str, Any]:
    """A discount."""
    return {"id": name, "kind": "discount", "percent": percent, "available": available, "allow": list(allow), **more}


def certificate(name: str, *allowances: dict[str, Any], last_day: str = "2026-12-31", **more: Any) -> dict[str, Any]:
    """A certificate."""
    return {"id": name, "valid_through": last_day, "allowances": list(allowances), **more}


def line(position: int, category: str | None, amount: int, quantity: str = "1") -> dict[str, Any]:
    """A line, its price left at the amount."""
    return {"position": position, "category": category, "quantity": quantity, "price": amount, "amount": amount}


def document(certificates: list[dict[str, Any]], lines: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A whole case."""
    given = {"id": "1", "now": NOW, "categories": CATEGORIES, "certificates": certificates, "lines": lines}
    return given | more


def decide(certificates: list[dict[str, Any]], lines: list[dict[str, Any]], **more: Any) -> CaseAnswer:
    """The decision."""
    return decide_case(msgspec.convert(document(certificates, lines, **more), Case))


def parts(answer: CaseAnswer) -> dict[int, list[tuple[str, int]]]:
    """Who pays what, by position; an item's units are written behind its name."""
    return {
        one.position: [
            (f"{part.certificate}.{part.allowance}" + (f"×{part.units}" if part.units else ""), part.amount)
            for part in one.parts
        ]
        for one in answer.lines
    }
