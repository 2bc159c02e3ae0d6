"""Money in whole kopecks; one point of a certificate is one rouble, 100 kopecks."""

import re
from dataclasses import dataclass
from typing import assert_never

from socert.values.invalid import Flaw, InvalidNumber
from socert.values.text import Language, Text

KOPECKS_MAX = 10**14  # a trillion roubles: more than any region's budget, and far within a bigint

_LENGTH_MAX = 32
_NO_BREAK_SPACE = "\u00a0"
_MINUS = "\u2212"
_BLANK = "[ \u00a0\u202f]"
_SHAPE = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+)(?:[.,]([0-9]+))?")
_DECIMALS = 2


class InvalidMoney(InvalidNumber):
    """A sum that cannot be read, or is beyond every limit."""

    sentences = {  # noqa: RUF012 - a ClassVar of the base
        Flaw.NOT_A_DECIMAL: Text(
            ru="Это не похоже на сумму. Пожалуйста, введите её как 500, 500.00 или 1 234,56.",
            en="This does not look like a sum. Please write it as 500, 500.00 or 1 234,56.",
        ),
        Flaw.TOO_MANY_DECIMALS: Text(
            ru="В сумме больше двух знаков после запятой. Пожалуйста, укажите рубли и копейки.",
            en="The sum has more than two decimals. Please give roubles and kopecks.",
        ),
        Flaw.TOO_LARGE: Text(
            ru="Сумма больше триллиона рублей. Пожалуйста, проверьте, нет ли лишних цифр.",
            en="The sum is above a trillion roubles. Please check for superfluous digits.",
        ),
    }


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A sum in kopecks, of either sign, at most KOPECKS_MAX.

    Raises:
        InvalidMoney: `too_large`.
    """

    kopecks: int

    def __post_init__(self) -> None:
        if abs(self.kopecks) > KOPECKS_MAX:
            raise InvalidMoney(Flaw.TOO_LARGE)

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read a sum in roubles as people write it: "500", "500.00", "1 234,56"; never a sign.

        Raises:
            InvalidMoney: `not_a_decimal`, `too_many_decimals`, `too_large`.
        """
        shape = _SHAPE.fullmatch(text.strip()) if len(text) <= _LENGTH_MAX else None
        if shape is None:
            raise InvalidMoney(Flaw.NOT_A_DECIMAL)
        roubles, decimals = re.sub(_BLANK, "", shape[1]), shape[2] or ""
        if len(decimals) > _DECIMALS:
            raise InvalidMoney(Flaw.TOO_MANY_DECIMALS)
        return cls(int(roubles + decimals.ljust(_DECIMALS, "0")))

    def text(self, language: Language) -> str:
        """For people: "1 234,56 ₽" with no-break spaces, or "RUB 1,234.56"; minus is U+2212, before all."""
        roubles, kopecks = divmod(abs(self.kopecks), 100)
        minus = _MINUS if self.kopecks < 0 else ""
        match language:
            case Language.RU:
                grouped = f"{roubles:,}".replace(",", _NO_BREAK_SPACE)
                return f"{minus}{grouped},{kopecks:02d}{_NO_BREAK_SPACE}₽"
            case Language.EN:
                return f"{minus}RUB {roubles:,}.{kopecks:02d}"
            case _:
                assert_never(language)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.kopecks + other.kopecks)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.kopecks - other.kopecks)

    def __neg__(self) -> "Money":
        return Money(-self.kopecks)

    def __bool__(self) -> bool:
        return self.kopecks != 0
