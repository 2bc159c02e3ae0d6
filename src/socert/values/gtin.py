"""GTIN, the number under a barcode (GS1 General Specifications): 8, 12, 13 or 14 digits, kept as 14."""

from dataclasses import dataclass

from socert.values.digits import check_digits
from socert.values.invalid import Flaw, InvalidNumber, sentences_about
from socert.values.text import Text

_LENGTH = 14
_LENGTHS = frozenset({8, 12, 13, 14})
_EIGHT_DIGIT_PADDING = "000000"
_ZERO_WEIGHT = ord("0") * (3 * 7 + 7)  # what the weighted sum of 14 ASCII zeros comes to


class InvalidGtin(InvalidNumber):
    """A number that is no GTIN."""

    sentences = sentences_about(
        name=Text(ru="Штрихкод", en="Barcode (GTIN)"),
        length=Text(ru="8, 12, 13 или 14 цифр", en="8, 12, 13 or 14 digits"),
    )


def gtin14(text: str) -> str:
    """The 14 digits of a barcode given as 8, 12, 13 or 14: zeros in front, the check digit verified.

    Raises:
        InvalidGtin: `not_digits`, `wrong_length`, `wrong_check_digit`.
    """
    if not (text.isascii() and text.isdigit()):
        raise InvalidGtin(Flaw.NOT_DIGITS)
    if len(text) not in _LENGTHS:
        raise InvalidGtin(Flaw.WRONG_LENGTH)
    code = text.zfill(_LENGTH)
    if _weighted_sum(code) % 10:
        raise InvalidGtin(Flaw.WRONG_CHECK_DIGIT)
    return code


@dataclass(frozen=True, slots=True)
class Gtin:
    """A GTIN whose check digit fits, as 14 digits: an 8-digit code and its zero padding are the same.

    Raises:
        InvalidGtin: `not_digits`, `wrong_length`, `wrong_check_digit`.
    """

    code: str

    def __post_init__(self) -> None:
        if gtin14(self.code) != self.code:
            raise InvalidGtin(Flaw.WRONG_LENGTH)

    @classmethod
    def parse(cls, text: str) -> "Gtin":
        """Read 8, 12, 13 or 14 digits, nothing between them."""
        return cls(gtin14(text))

    @classmethod
    def complete(cls, first_digits: str) -> "Gtin":
        """Append the check digit to 7, 11, 12 or 13 digits, for generators and tests."""
        lengths = tuple(length - 1 for length in _LENGTHS)
        check_digits(first_digits, lengths=lengths, otherwise=InvalidGtin)
        check_digit = -_weighted_sum(first_digits.zfill(_LENGTH - 1) + "0") % 10
        return cls.parse(f"{first_digits}{check_digit}")

    @property
    def is_in_store(self) -> bool:
        """Whether shops give this code out themselves (restricted circulation): it names no goods by itself.

        13 digits beginning with 2, 02 or 04 (a UPC of number system 2 or 4), or 8 beginning with 0 or 2.
        """
        code = self.code
        if code.startswith(_EIGHT_DIGIT_PADDING):
            return code[6] in "02"
        return code[0] == "0" and (code[1] == "2" or code[1:3] in ("02", "04"))

    @property
    def in_store_article(self) -> str | None:
        """The article within an in-store code, by which a merchant's own list knows it; None for other codes.

        Of 13 digits the first 7: prefix and 5-digit article number (the weight or price follows). An 8-digit
        code carries no weight and is its own article, all 8 digits.
        """
        if not self.is_in_store:
            return None
        return self.code[6:] if self.code.startswith(_EIGHT_DIGIT_PADDING) else self.code[1:8]

    def __str__(self) -> str:
        return self.code


def _weighted_sum(code: str) -> int:
    digits = code.encode()
    return 3 * sum(digits[::2]) + sum(digits[1::2]) - _ZERO_WEIGHT
