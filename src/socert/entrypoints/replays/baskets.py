"""What lies on the belt: receipts drawn from habits, priced to the kopeck."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from socert.entrypoints.replays.example import ExampleCity, Habits, Ware
from socert.values import CardNumber, Gtin

_DISCOUNT_PERCENT_OF_LINES = 8
_DISCOUNTS = (5, 10, 15, 20)
_SMALL_BASKET_LINES = (1, 2, 2, 3)

Line = dict[str, Any]


def draw_lines(city: ExampleCity, *, chain: str, is_small: bool, random: Random) -> list[Line]:
    """The lines of one receipt in a shop of `chain`."""
    habits = city.habits
    count = random.choice(_SMALL_BASKET_LINES) if is_small else habits.lines.draw(random)
    return [_line(position, city, chain=chain, habits=habits, random=random) for position in range(1, count + 1)]


def _line(position: int, city: ExampleCity, *, chain: str, habits: Habits, random: Random) -> Line:
    category = habits.categories.draw(random)
    weighed = city.articles.get((chain, category))
    if weighed and random.randrange(100) < habits.weighed_percent:
        return _weighed_line(position, random.choice(weighed), habits=habits, random=random)
    return _packed_line(position, random.choice(city.goods[category]), habits=habits, random=random)


def _weighed_line(position: int, ware: Ware, *, habits: Habits, random: Random) -> Line:
    """By weight: the scale prints prefix, article and grams into the in-store code."""
    grams = random.randint(*habits.grams)
    code = Gtin.complete(f"{ware.article}{grams:05d}").code[1:]
    amount = (ware.price * grams + 500) // 1000
    return {
        "position": position,
        "gtin": code,
        "name": ware.name,
        "quantity": f"{grams // 1000}.{grams % 1000:03d}",
        "unit": "kg",
        "price": ware.price,
        "discount": 0,
        "amount": amount,
    }


def _packed_line(position: int, ware: Ware, *, habits: Habits, random: Random) -> Line:
    pieces = habits.pieces.draw(random)
    percent = random.choice(_DISCOUNTS) if random.randrange(100) < _DISCOUNT_PERCENT_OF_LINES else 0
    return piece_line(position, ware, pieces=pieces, percent_off=percent)


def piece_line(position: int, ware: Ware, *, pieces: int, percent_off: int = 0) -> Line:
    """Sold by the piece, perhaps with the shop's own discount."""
    full = ware.price * pieces
    discount = full * percent_off // 100
    return {
        "position": position,
        "gtin": ware.gtin,
        "name": ware.name,
        "quantity": str(pieces),
        "unit": "pcs",
        "price": ware.price,
        "discount": discount,
        "amount": full - discount,
    }


def carrier(card: CardNumber) -> dict[str, str]:
    """A card as the API wants it."""
    return {"kind": "card", "number": card.digits}


def receipt(*, card: CardNumber, number: str, at: datetime, lines: Sequence[Line], capture: bool) -> dict[str, Any]:
    """A request to authorise."""
    return {
        "carrier": carrier(card),
        "receipt": number,
        "at": at.isoformat(),
        "capture": capture,
        "lines": list(lines),
    }
