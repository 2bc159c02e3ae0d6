"""What the API is asked, from what lies on the belt."""

from datetime import datetime

from socert.entrypoints.pages.till.asking import Json
from socert.entrypoints.pages.till.belt import Belt, Carrier, Line, Unit
from socert.values import Quantity

_UNITS = {Unit.PIECE: "pcs", Unit.KILOGRAM: "kg", Unit.OWN: ""}


def carrier_body(carrier: Carrier) -> Json:
    """What the buyer presents."""
    return {"carrier": {"kind": "card", "number": carrier.value} if carrier.kind == "card" else _qr(carrier)}


def _qr(carrier: Carrier) -> Json:
    return {"kind": "qr", "token": carrier.value}


def receipt_body(belt: Belt, *, receipt: str, at: datetime | str, capture: bool) -> Json:
    """The whole receipt."""
    assert belt.carrier is not None
    return carrier_body(belt.carrier) | {
        "receipt": receipt,
        "at": at if isinstance(at, str) else at.isoformat(),
        "capture": capture,
        "lines": [_line(line, place) for place, line in enumerate(belt.lines, start=1)],
    }


def confirmation_body(*, pin: str, code: str) -> Json:
    """What the buyer confirmed with; nothing where nothing was entered."""
    given = [{"kind": kind, "value": value} for kind, value in (("pin", pin), ("code", code)) if value]
    return {"confirmation": given} if given else {}


def _line(line: Line, place: int) -> Json:
    goods = line.goods
    return {
        "position": place,
        ("article" if goods.is_article else "gtin"): goods.code,
        "name": goods.name,
        "quantity": Quantity(line.millionths).text(),
        "unit": _UNITS[goods.unit],
        "price": line.price,
        "amount": line.amount,
    }
