"""СНИЛС, the number of a person's pension account: 9 digits and a check number of 2."""

from dataclasses import dataclass

from socert.values.digits import check_digits, digits_of
from socert.values.invalid import Flaw, InvalidNumber, sentences_about
from socert.values.text import Text

_LENGTH = 11
_LAST_UNCHECKED = 1_001_998  # the check number is only defined above 001-001-998
_NINE_DIGITS_MAX = 999_999_999


class InvalidSnils(InvalidNumber):
    """A number that is no СНИЛС."""

    sentences = sentences_about(name=Text(ru="СНИЛС", en="SNILS"), length=Text(ru="11 цифр", en="11 digits"))


@dataclass(frozen=True, slots=True, repr=False)
class Snils:
    """A СНИЛС whose check number fits. Its `repr` and `str` are masked; `text` and `digits` tell it whole.

    Raises:
        InvalidSnils: `wrong_length`, `not_digits`, `wrong_check_digit`, `no_such_number`.
    """

    digits: str

    def __post_init__(self) -> None:
        check_digits(self.digits, lengths=(_LENGTH,), otherwise=InvalidSnils)
        number = int(self.digits[:9])
        if number == 0:
            raise InvalidSnils(Flaw.NO_SUCH_NUMBER)
        if number > _LAST_UNCHECKED and self.digits[9:] != _check_number(self.digits[:9]):
            raise InvalidSnils(Flaw.WRONG_CHECK_DIGIT)

    @classmethod
    def parse(cls, text: str) -> "Snils":
        """Read "112-233-445 95" or the digits alone."""
        return cls(digits_of(text, otherwise=InvalidSnils))

    @classmethod
    def from_nine(cls, number: int) -> "Snils":
        """Append the check number to a number above 001-001-998, for generators and tests.

        Raises:
            InvalidSnils: `no_such_number` for a number that has no check number.
        """
        if not _LAST_UNCHECKED < number <= _NINE_DIGITS_MAX:
            raise InvalidSnils(Flaw.NO_SUCH_NUMBER)
        nine = f"{number:09d}"
        return cls(nine + _check_number(nine))

    @property
    def text(self) -> str:
        """As it is printed: "112-233-445 95"."""
        digits = self.digits
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"

    @property
    def masked(self) -> str:
        """Enough to recognise one's own: "•••-•••-445 ••"; the check number would narrow the rest."""
        return f"•••-•••-{self.digits[6:9]} ••"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"Snils({self.masked})"


def _check_number(nine: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(9, 0, -1), strict=True))
    return f"{total % 101 % 100:02d}"
