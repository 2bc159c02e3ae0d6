"""Quantities of goods with up to six decimals, kept as whole millionths of a unit."""

from dataclasses import dataclass
from functools import lru_cache

from socert.values.digits import are_digits
from socert.values.invalid import Flaw, InvalidNumber
from socert.values.text import Text

UNITS_MAX = 1_000_000

_DECIMALS = 6
_MILLION = 1_000_000
_MILLIONTHS_MAX = UNITS_MAX * _MILLION
_UNIT_DIGITS_MAX = len(str(UNITS_MAX))


class InvalidQuantity(InvalidNumber):
    """A quantity that cannot be read, or is beyond every limit."""

    sentences = {  # noqa: RUF012 - a ClassVar of the base
        Flaw.NOT_A_DECIMAL: Text(
            ru="Это не похоже на количество. Пожалуйста, напишите его цифрами: 2 или 1.250.",
            en="This does not look like a quantity. Please write it in digits: 2 or 1.250.",
        ),
        Flaw.TOO_MANY_DECIMALS: Text(
            ru="В количестве больше шести знаков после точки. Пожалуйста, округлите его.",
            en="The quantity has more than six decimals. Please round it.",
        ),
        Flaw.TOO_LARGE: Text(
            ru="Количество больше миллиона единиц. Пожалуйста, проверьте, нет ли лишних цифр.",
            en="The quantity is above a million units. Please check for superfluous digits.",
        ),
        Flaw.NEGATIVE: Text(
            ru="Количество не может быть отрицательным. Пожалуйста, укажите ноль или больше.",
            en="A quantity cannot be negative. Please give zero or more.",
        ),
    }


@lru_cache(maxsize=4_096)  # most are "1"
def quantity_millionths(text: str) -> int:
    """Read a quantity such as "1.250" into millionths of a unit: a point, no sign, exponent or blanks.

    Raises:
        InvalidQuantity: `not_a_decimal`, `too_many_decimals`, `too_large` (above 1,000,000 units).
    """
    units, point, decimals = text.partition(".")
    if not are_digits(units) or (point and not are_digits(decimals)):
        raise InvalidQuantity(Flaw.NOT_A_DECIMAL)
    if len(decimals) > _DECIMALS:
        raise InvalidQuantity(Flaw.TOO_MANY_DECIMALS)
    if len(units) > _UNIT_DIGITS_MAX:
        raise InvalidQuantity(Flaw.TOO_LARGE)
    millionths = int(units + decimals.ljust(_DECIMALS, "0"))
    if millionths > _MILLIONTHS_MAX:
        raise InvalidQuantity(Flaw.TOO_LARGE)
    return millionths


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """How much of something, in millionths of a unit: from zero to a million units.

    Raises:
        InvalidQuantity: `negative`, `too_large`.
    """

    millionths: int

    def __post_init__(self) -> None:
        if self.millionths < 0:
            raise InvalidQuantity(Flaw.NEGATIVE)
        if self.millionths > _MILLIONTHS_MAX:
            raise InvalidQuantity(Flaw.TOO_LARGE)

    @classmethod
    def parse(cls, text: str) -> "Quantity":
        """Read "1.250"; see `quantity_millionths` for what is refused."""
        return cls(quantity_millionths(text))

    @property
    def is_whole(self) -> bool:
        """Whether it is a number of whole units, such as 3 pieces."""
        return self.millionths % _MILLION == 0

    @property
    def whole_units(self) -> int:
        """The whole units in it, rounded down: 1 for 1.25."""
        return self.millionths // _MILLION

    def text(self) -> str:
        """The shortest text that `parse` reads as the same quantity: "1.25", "3", "0"."""
        units, rest = divmod(self.millionths, _MILLION)
        return f"{units}.{rest:06d}".rstrip("0").rstrip(".")
