"""How a register writes numbers and texts: for a Russian spreadsheet, and so that no text becomes a formula."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from socert.domain.ledger import OperationKind
from socert.domain.programmes import AllowanceKind

_MILLION = 1_000_000
_KOPECKS = 100
_MOVEMENTS: Mapping[int, str] = {OperationKind.VOID: "Отмена", OperationKind.REFUND: "Возврат"}
# What makes a spreadsheet take a text for a formula when it opens a CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


_KINDS = {
    AllowanceKind.POINTS: "баллы",
    AllowanceKind.ITEMS: "предмет",
    AllowanceKind.DISCOUNT: "скидка",
    AllowanceKind.UNITS: "услуга",
}


def kind_of_allowance(kind: AllowanceKind) -> str:
    """How a register calls a kind of allowance."""
    return _KINDS[kind]


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula: an apostrophe stands before what could begin one."""
    # Blanks in front do not stop every spreadsheet from seeing a formula.
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def roubles(kopecks: int) -> str:
    """Kopecks as roubles with a decimal comma: -1234,56."""
    whole, rest = divmod(abs(kopecks), _KOPECKS)
    return f"{'-' if kopecks < 0 else ''}{whole},{rest:02d}"


def quantity(millionths: int) -> str:
    """A quantity with a decimal comma, no superfluous zeros: 1,25."""
    whole, rest = divmod(millionths, _MILLION)
    return f"{whole},{rest:06d}".rstrip("0").rstrip(",")


def movement(kind: int) -> str:
    """What a line's operation was: a purchase, one taken back, goods that came back."""
    return _MOVEMENTS.get(kind, "Покупка")


def barcode(gtin: int | None) -> str:
    """A barcode of 14 digits; nothing when there is none."""
    return "" if gtin is None else f"{gtin:014d}"


def day(of: date) -> str:
    """A day as Russian papers write it: 31.12.2026."""
    return f"{of:%d.%m.%Y}"


def wall_time(at: datetime, *, zone: ZoneInfo) -> datetime:
    """An instant as the region's clocks show it, to the second, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)
