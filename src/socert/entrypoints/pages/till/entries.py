"""What a cashier scanned or typed in one line: a card, a QR, or goods with quantity and price where they are given."""

import re
from dataclasses import dataclass, field
from typing import Any

from socert.entrypoints.pages.till.belt import Carrier, Goods, Unit
from socert.values import (
    CardNumber,
    Gtin,
    InvalidMoney,
    InvalidNumber,
    InvalidQuantity,
    Money,
    Text,
    quantity_millionths,
)

#: What the text of our QR begins with.
QR_PREFIX = "SOCERT1:"
PRICE_MAX = 1_000_000_000
#: Of a sum in kopecks, as the API takes it at most.
KOPECKS_DIGITS_MAX = 15
_PIECE = 1_000_000
_PLU_LENGTH_MAX = 7
_CARD_LENGTHS = range(16, 20)
_ARTICLE_LENGTH_MAX = 32
_BARCODE_LENGTHS = frozenset({8, 12, 13, 14})
_ENTRY_LENGTH_MAX = 300
_QR_LENGTH_MAX = 256
_GOODS = re.compile(r"(?:(?P<quantity>[0-9]+(?:[.,][0-9]+)?)\s*[*×]\s*)?(?P<code>\S+)(?:\s+(?P<price>.+))?")
_CARD = re.compile(r"[0-9](?:[0-9 -]*[0-9])?")
_CURRENCY = re.compile(r"\s*(?:₽|руб\.?|р\.?)\s*\Z", re.IGNORECASE)
#: A scanner is a keyboard: under a Russian layout it types Russian letters in the same places.
_TYPED = "йцукенгшщзхъфывапролджэячсмитьбю"
_MEANT = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_AS_LATIN = str.maketrans(_TYPED + _TYPED.upper(), _MEANT + _MEANT.upper().translate(str.maketrans("[];',.", '{}:"<>')))


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why an entry is not taken: a word of the catalogue with its values, or a sentence from elsewhere."""

    word: str = ""
    text: Text | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoodsEntry:
    """Goods as they were entered; quantity in millionths and price in kopecks where they were given."""

    goods: Goods
    millionths: int
    price: int | None
    is_sure: bool = True


def read_whole(text: str, *, digits_max: int = 6) -> int | None:
    """A whole number as a form or an address brings it, in plain digits and not too many; None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= digits_max
    return int(text) if is_number else None


def read_entry(text: str) -> Carrier | GoodsEntry | Flaw:
    """Read one line of the till: `4600… 59.90`, `2*4600…`, `0,350*17`, `#A-17`, a card's number, a QR."""
    text = " ".join(text.split())
    if not text:
        return Flaw("till_entry_empty")
    if len(text) > _ENTRY_LENGTH_MAX:
        return Flaw("till_entry_long")
    if (token := _qr_of(text)) is not None:
        return Carrier("qr", token) if len(token) <= _QR_LENGTH_MAX else Flaw("till_entry_long")
    digits = text.replace(" ", "").replace("-", "")
    if _CARD.fullmatch(text) and len(digits) in _CARD_LENGTHS and _is_one_number(text):
        return _card(digits)
    return _goods(text)


def read_price(text: str) -> int | Flaw:
    """A price in kopecks; a barcode that was scanned into its place is told from one."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) in _BARCODE_LENGTHS:
        return Flaw("till_price_is_barcode")
    try:
        price = Money.parse(_CURRENCY.sub("", text)).kopecks
    except InvalidMoney as error:
        return Flaw(text=error.text)
    if price == 0:
        return Flaw("till_price_zero")
    return price if price <= PRICE_MAX else Flaw("till_price_large")


def read_quantity(text: str, *, unit: Unit) -> int | Flaw:
    """A quantity in millionths; pieces are whole."""
    try:
        millionths = quantity_millionths(text.strip().replace(",", "."))
    except InvalidQuantity as error:
        return Flaw(text=error.text)
    if millionths == 0:
        return Flaw("till_quantity_zero")
    if unit is Unit.PIECE and millionths % _PIECE:
        return Flaw("till_quantity_whole")
    return millionths


def _is_one_number(text: str) -> bool:
    """Whether blanks group one number, as on a card, and do not part a barcode from its price."""
    groups = text.replace("-", " ").split(" ")
    return len(groups) == 1 or all(len(group) <= 4 for group in groups)  # noqa: PLR2004 - as cards are printed


def _qr_of(text: str) -> str | None:
    for said in (text.upper(), text.translate(_AS_LATIN).upper()):
        if said.startswith(QR_PREFIX):
            return said
    return None


def _card(digits: str) -> Carrier | Flaw:
    try:
        return Carrier("card", CardNumber.parse(digits).digits)
    except InvalidNumber as error:
        return Flaw(text=error.text)


def _goods(text: str) -> GoodsEntry | Flaw:
    match = _GOODS.fullmatch(text)
    if match is None:
        return Flaw("till_entry_unreadable")
    price = None if match["price"] is None else read_price(match["price"])
    if isinstance(price, Flaw):
        return price
    found = _found(match["code"])
    if isinstance(found, Flaw):
        return found
    goods, weighed = found
    if match["quantity"] is not None:
        millionths = read_quantity(match["quantity"], unit=goods.unit)
    elif goods.unit is Unit.KILOGRAM:
        millionths = weighed or Flaw("till_no_weight", values={"code": goods.memory})
    else:
        millionths = _PIECE
    if isinstance(millionths, Flaw):
        return millionths
    is_sure = not goods.is_article or goods.code.isdigit() or match["code"].startswith("#")
    return GoodsEntry(goods, millionths, price, is_sure)


def _found(code: str) -> tuple[Goods, int] | Flaw:
    """What a code stands for, and the weight in it in millionths of a kilogram, 0 for none."""
    if code.startswith("#"):
        return _article(code[1:])
    if not (code.isascii() and code.isdigit()):
        return _article(code)
    if len(code) <= _PLU_LENGTH_MAX:
        return _article(code)
    try:
        gtin = Gtin.parse(code)
    except InvalidNumber as error:
        return Flaw(text=error.text)
    if gtin.code.startswith("02"):
        memory = gtin.in_store_article
        assert memory is not None
        return Goods(code, is_article=False, unit=Unit.KILOGRAM, memory=memory), int(gtin.code[8:13]) * 1_000
    return Goods(code, is_article=False, unit=Unit.PIECE, memory=gtin.code), 0


def _article(code: str) -> tuple[Goods, int] | Flaw:
    if not 1 <= len(code) <= _ARTICLE_LENGTH_MAX or not code.isprintable():
        return Flaw("till_entry_unreadable")
    return Goods(code, is_article=True, unit=Unit.OWN, memory=f"#{code}"), 0
