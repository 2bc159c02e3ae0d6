"""What changes a belt: something scanned, a price told, a quantity corrected. Pure; a flaw leaves it as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from socert.entrypoints.pages.till.belt import (
    LINES_MAX,
    Asking,
    Belt,
    Carrier,
    Goods,
    Line,
    Unit,
    amount_of,
    with_price,
)
from socert.entrypoints.pages.till.entries import PRICE_MAX, Flaw, GoodsEntry, read_price, read_quantity

_replace = msgspec.structs.replace
_QUANTITY_MAX = 1_000_000 * 1_000_000


@dataclass(frozen=True, slots=True)
class LineFlaw:
    """What is wrong with a line's field: `quantity-3` or `price-3`, counted from 1."""

    field: str
    flaw: Flaw


def with_carrier(belt: Belt, carrier: Carrier) -> Belt:
    """The buyer shows a card or QR; another one takes its place."""
    return _replace(belt, carrier=carrier, declined=None)


def with_entry(belt: Belt, entry: GoodsEntry, *, name: str) -> Belt | Flaw:
    """Goods were scanned: a line more, or one piece more of the same; without a price they wait for one.

    What waits already is not pushed aside by what was scanned too early.
    """
    if belt.asking is not None:
        return Flaw("till_price_first")
    goods = _replace(entry.goods, name=name)
    price = entry.price if entry.price is not None else belt.prices.get(goods.memory)
    if price is None:
        return _replace(belt, asking=Asking(goods, entry.millionths))
    return _with_line(belt, goods, millionths=entry.millionths, price=price)


def with_told_price(belt: Belt, text: str) -> Belt | Flaw:
    """The price the goods waited for."""
    if belt.asking is None:
        return belt
    price = read_price(text)
    if isinstance(price, Flaw):
        return price
    return _with_line(belt, belt.asking.goods, millionths=belt.asking.millionths, price=price)


def without_asking(belt: Belt) -> Belt:
    """The goods that waited for a price are not bought."""
    return _replace(belt, asking=None)


def without_line(belt: Belt, place: int) -> Belt:
    """Without the line at a place, counted from 1."""
    lines = (*belt.lines[: place - 1], *belt.lines[place:]) if 1 <= place <= len(belt.lines) else belt.lines
    return _replace(belt, lines=lines, declined=None)


def with_corrections(belt: Belt, given: Mapping[str, str]) -> Belt | Sequence[LineFlaw]:
    """Quantities and prices as the cashier corrected them, all or none; fields that are not given stay."""
    flaws: list[LineFlaw] = []
    lines = [_corrected(line, place, given, flaws) for place, line in enumerate(belt.lines, start=1)]
    if flaws:
        return flaws
    prices = belt.prices
    for before, line in zip(belt.lines, lines, strict=True):
        if before.price != line.price:
            prices = with_price(_replace(belt, prices=prices), memory=line.goods.memory, price=line.price)
    return _replace(belt, lines=tuple(lines), prices=prices, declined=None)


def _with_line(belt: Belt, goods: Goods, *, millionths: int, price: int) -> Belt | Flaw:
    lines = list(belt.lines)
    same = next((place for place, line in enumerate(lines) if _is_same(line, goods, price=price)), None)
    together = millionths + (0 if same is None else lines[same].millionths)
    if together > _QUANTITY_MAX or amount_of(price=price, millionths=together) > PRICE_MAX:
        return Flaw("till_amount_large")
    if same is None and len(lines) >= LINES_MAX:
        return Flaw("till_lines_max", values={"limit": LINES_MAX})
    line = Line(goods, together, price)
    if same is None:
        lines.append(line)
    else:
        lines[same] = line
    prices = with_price(belt, memory=goods.memory, price=price)
    return _replace(belt, lines=tuple(lines), asking=None, prices=prices, declined=None)


def _is_same(line: Line, goods: Goods, *, price: int) -> bool:
    """Weighed goods are a line each, as each has a label of its own."""
    return goods.unit is not Unit.KILOGRAM and line.goods.code == goods.code and line.price == price


def _corrected(line: Line, place: int, given: Mapping[str, str], flaws: list[LineFlaw]) -> Line:
    millionths: int | Flaw = line.millionths
    price: int | Flaw = line.price
    if (text := given.get(f"quantity-{place}")) is not None:
        millionths = read_quantity(text, unit=line.goods.unit)
    if (text := given.get(f"price-{place}")) is not None:
        price = read_price(text)
    for field, read in (("quantity", millionths), ("price", price)):
        if isinstance(read, Flaw):
            flaws.append(LineFlaw(f"{field}-{place}", read))
    if isinstance(millionths, Flaw) or isinstance(price, Flaw):
        return line
    if amount_of(price=price, millionths=millionths) > PRICE_MAX:
        flaws.append(LineFlaw(f"quantity-{place}", Flaw("till_amount_large")))
    return _replace(line, millionths=millionths, price=price)
