"""Baskets at random, of all kinds of allowance mixed: the bench measures with them, the tests compare with them."""

from random import Random
from typing import Any

from msgspec import convert

from socert.domain.purchases import Case

CATEGORIES = {
    "food": None,
    "bread": "food",
    "milk": "food",
    "alcohol": "food",
    "wine": "alcohol",
    "goods": None,
    "television": "goods",
    "refrigerator": "goods",
    "toys": "goods",
}
LINES_MAX = 30
#: Of all item allowances of a basket together.
UNITS_MAX = 4


def random_case(seed: int, *, lines_max: int = LINES_MAX) -> Case:
    """The basket of a seed."""
    return convert(random_document(seed, lines_max=lines_max), Case)


def random_document(seed: int, *, lines_max: int = LINES_MAX) -> dict[str, Any]:
    """The same as the JSON that `quote --cases` reads."""
    chance = Random(seed)  # noqa: S311 - baskets, not secrets
    scale = chance.choice([10, 100, 1_000, 100_000])
    lines = [_line(chance, position, scale=scale) for position in range(1, chance.randint(1, lines_max) + 1)]
    chance.shuffle(lines)
    total = sum(line["amount"] for line in lines)
    units = [UNITS_MAX]
    certificates = [
        _certificate(chance, place, scale=scale, total=total, units=units)
        for place in range(chance.choice([1, 1, 1, 2, 2, 3, 4]))
    ]
    return {
        "id": str(seed),
        "now": "2026-11-22T10:00:00+03:00",
        "categories": CATEGORIES,
        "certificates": certificates,
        "lines": lines,
    }


def _line(chance: Random, position: int, *, scale: int) -> dict[str, Any]:
    price = chance.choice(
        [chance.randint(0, scale), chance.randint(1, scale), chance.choice([1, 2, 5, 10]) * max(1, scale // 10)]
    )
    quantity = chance.choice(["1", "1", "1", "1", "2", "3", "1.250"])
    full = (price * 5 + 2) // 4 if quantity == "1.250" else price * int(quantity)
    discount = chance.choice([0, 0, 0, chance.randint(0, full) // 3])
    return {
        "position": position,
        "category": chance.choice([*CATEGORIES, None]),
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "amount": full - discount,
    }


def _certificate(chance: Random, place: int, *, scale: int, total: int, units: list[int]) -> dict[str, Any]:
    certificate: dict[str, Any] = {
        "id": f"cert_{chance.randint(0, 999)}_{place}",
        "valid_through": f"2026-12-{chance.choice([10, 10, 20, 25])}",
        "allowances": [
            {
                "id": f"allowance_{number}",
                "allow": chance.sample(list(CATEGORIES), chance.randint(1, 3)),
                "deny": chance.sample(list(CATEGORIES), chance.choice([0, 0, 1])),
                **_allowance(chance, scale=scale, total=total, units=units),
            }
            for number in range(chance.randint(1, 3))
        ],
    }
    if chance.randrange(4) == 0:
        certificate["choose"] = chance.randint(0, 2)
    return certificate


def _allowance(chance: Random, *, scale: int, total: int, units: list[int]) -> dict[str, Any]:
    kind = chance.choice(["points", "points", "items", "discount"])
    own_money = chance.choice(["allowed", "allowed", "forbidden"])
    if kind == "points":
        most = chance.choice([0, total, max(1, total // 3), max(1, total // 10)])
        return {"kind": kind, "available": chance.choice([most, chance.randint(0, most)]), "own_money": own_money}
    if kind == "items":
        mine = chance.randint(0, units[0])
        units[0] -= mine
        price = chance.choice(["resident_adds", "cap_payout"])
        cap = chance.choice([chance.randint(1, scale * 2), chance.randint(1, scale // 2)])  # many lines are dearer
        return {"kind": kind, "units": mine, "cap": cap, "own_money": own_money, "price": price}
    return {
        "kind": kind,
        "percent": chance.choice([5, 10, 15, 33, 50]),
        "available": chance.choice([total, chance.randint(0, max(1, total // 10))]),
        "borne_by": chance.choice(["budget", "merchant"]),
    }
