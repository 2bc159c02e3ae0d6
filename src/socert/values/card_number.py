"""Numbers of social cards: 16 to 19 digits with a Luhn check digit (ISO/IEC 7812-1)."""

from dataclasses import dataclass

from socert.values.digits import are_digits, check_digits, digits_of
from socert.values.invalid import Flaw, InvalidNumber, sentences_about
from socert.values.text import Text

_LENGTHS = range(16, 20)
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))


class InvalidCardNumber(InvalidNumber):
    """A number that is on no card."""

    sentences = sentences_about(
        name=Text(ru="Номер карты", en="Card number"),
        length=Text(ru="от 16 до 19 цифр", en="16 to 19 digits"),
    )


def luhn_is_right(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before; False for anything but digits."""
    return are_digits(digits) and _luhn_sum(digits) % 10 == 0


@dataclass(frozen=True, slots=True, repr=False)
class CardNumber:
    """A card number whose check digit fits. `str` and `repr` show "•••• 1234"; only `digits` tells it whole.

    Raises:
        InvalidCardNumber: `wrong_length`, `not_digits`, `wrong_check_digit`.
    """

    digits: str

    def __post_init__(self) -> None:
        check_digits(self.digits, lengths=_LENGTHS, otherwise=InvalidCardNumber)
        if _luhn_sum(self.digits) % 10:
            raise InvalidCardNumber(Flaw.WRONG_CHECK_DIGIT)

    @classmethod
    def parse(cls, text: str) -> "CardNumber":
        """Read a card number; blanks and dashes are forgiven."""
        return cls(digits_of(text, otherwise=InvalidCardNumber))

    @classmethod
    def complete(cls, first_digits: str) -> "CardNumber":
        """Append the check digit to 15 to 18 digits, for generators and tests."""
        lengths = range(_LENGTHS.start - 1, _LENGTHS.stop - 1)
        check_digits(first_digits, lengths=lengths, otherwise=InvalidCardNumber)
        return cls(f"{first_digits}{-_luhn_sum(first_digits + '0') % 10}")

    @property
    def last_four(self) -> str:
        """The last four digits, which may be shown and stored."""
        return self.digits[-4:]

    def __str__(self) -> str:
        return f"•••• {self.last_four}"

    def __repr__(self) -> str:
        return f"CardNumber({self})"


def _luhn_sum(digits: str) -> int:
    backwards = digits.encode()[::-1]
    return sum(backwards[::2].translate(_VALUES)) + sum(backwards[1::2].translate(_DOUBLED))
