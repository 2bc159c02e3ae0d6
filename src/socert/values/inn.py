"""ИНН, the taxpayer's number: 10 digits for an organisation, 12 for a person."""

from dataclasses import dataclass

from stdnum.ru import inn

from socert.values.digits import check_digits, digits_of
from socert.values.invalid import Flaw, InvalidNumber, sentences_about
from socert.values.text import Text

_ORGANISATION_LENGTH = 10
_PERSON_LENGTH = 12
_PERSON_CHECK_DIGITS = 2


class InvalidInn(InvalidNumber):
    """A number that is no ИНН."""

    sentences = sentences_about(
        name=Text(ru="ИНН", en="INN (taxpayer's number)"),
        length=Text(
            ru="10 цифр у организации или 12 у человека",
            en="10 digits for an organisation or 12 for a person",
        ),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Inn:
    """An ИНН whose check digits fit. `str` and `repr` mask a person's number, not an organisation's.

    Raises:
        InvalidInn: `wrong_length`, `not_digits`, `wrong_check_digit`, `no_such_number`.
    """

    digits: str

    def __post_init__(self) -> None:
        check_digits(self.digits, lengths=(_ORGANISATION_LENGTH, _PERSON_LENGTH), otherwise=InvalidInn)
        if not inn.is_valid(self.digits):
            raise InvalidInn(Flaw.WRONG_CHECK_DIGIT)
        if int(self.digits) == 0:
            raise InvalidInn(Flaw.NO_SUCH_NUMBER)

    @classmethod
    def parse(cls, text: str) -> "Inn":
        """Read an ИНН; blanks and dashes are forgiven."""
        return cls(digits_of(text, otherwise=InvalidInn))

    @classmethod
    def complete(cls, first_digits: str) -> "Inn":
        """Append the check digits to 9 (organisation) or 10 (person) digits, for generators and tests."""
        lengths = (_ORGANISATION_LENGTH - 1, _PERSON_LENGTH - _PERSON_CHECK_DIGITS)
        check_digits(first_digits, lengths=lengths, otherwise=InvalidInn)
        if len(first_digits) == _ORGANISATION_LENGTH - 1:
            return cls(first_digits + inn.calc_company_check_digit(first_digits))
        return cls(first_digits + inn.calc_personal_check_digits(first_digits))

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation's number rather than a person's."""
        return len(self.digits) == _ORGANISATION_LENGTH

    def __str__(self) -> str:
        return self.digits if self.is_organisation else f"•••• {self.digits[-4:]}"

    def __repr__(self) -> str:
        return f"Inn({self})"
