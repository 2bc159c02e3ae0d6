"""ОГРН, the state register's number: 13 digits for an organisation, 15 for a sole trader (ОГРНИП)."""

from dataclasses import dataclass

from socert.values.digits import check_digits, digits_of
from socert.values.invalid import Flaw, InvalidNumber, sentences_about
from socert.values.text import Text

# The check digit is the last digit of the remainder by 11 or by 13. python-stdnum 2.2 compares the whole
# remainder by 13, so it refuses every sole trader whose remainder is 10, 11 or 12: hence our own.
_DIVISORS = {13: 11, 15: 13}
_FIRST_DIGITS = {13: "15", 15: "3"}  # others number the later entries about somebody, not the somebody


class InvalidOgrn(InvalidNumber):
    """A number that is no ОГРН."""

    sentences = sentences_about(
        name=Text(ru="ОГРН", en="OGRN (state register's number)"),
        length=Text(
            ru="13 цифр у организации или 15 у предпринимателя",
            en="13 digits for an organisation or 15 for a sole trader",
        ),
    )


@dataclass(frozen=True, slots=True)
class Ogrn:
    """An ОГРН or ОГРНИП whose check digit fits; the register is public, so nothing is masked.

    Raises:
        InvalidOgrn: `wrong_length`, `not_digits`, `wrong_check_digit`, `no_such_number`.
    """

    digits: str

    def __post_init__(self) -> None:
        check_digits(self.digits, lengths=tuple(_DIVISORS), otherwise=InvalidOgrn)
        if self.digits[-1] != _check_digit(self.digits[:-1]):
            raise InvalidOgrn(Flaw.WRONG_CHECK_DIGIT)
        if self.digits[0] not in _FIRST_DIGITS[len(self.digits)]:
            raise InvalidOgrn(Flaw.NO_SUCH_NUMBER)

    @classmethod
    def parse(cls, text: str) -> "Ogrn":
        """Read an ОГРН; blanks and dashes are forgiven."""
        return cls(digits_of(text, otherwise=InvalidOgrn))

    @classmethod
    def complete(cls, first_digits: str) -> "Ogrn":
        """Append the check digit to 12 or 14 (sole trader) digits, for generators and tests."""
        check_digits(first_digits, lengths=tuple(length - 1 for length in _DIVISORS), otherwise=InvalidOgrn)
        return cls(first_digits + _check_digit(first_digits))

    def __str__(self) -> str:
        return self.digits


def _check_digit(first_digits: str) -> str:
    return str(int(first_digits) % _DIVISORS[len(first_digits) + 1] % 10)
