"""What is wrong with a number somebody typed: a stable code and a gentle sentence, never the number."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from socert.values.text import Text


class Flaw(StrEnum):
    """What is wrong; the values are stable and may stand in an API answer."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NO_SUCH_NUMBER = "no_such_number"
    NOT_A_DECIMAL = "not_a_decimal"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"
    NEGATIVE = "negative"


class InvalidNumber(ValueError):
    """A number that cannot be right. `code` is for machines, `text` for people, `str()` gives the English."""

    sentences: ClassVar[Mapping[Flaw, Text]] = {}

    def __init__(self, code: Flaw) -> None:
        super().__init__(code)
        self.code: Flaw = code

    @property
    def text(self) -> Text:
        """What is wrong and what to do next."""
        return self.sentences[self.code]

    def __str__(self) -> str:
        return self.text.en


def sentences_about(*, name: Text, length: Text) -> Mapping[Flaw, Text]:
    """The sentences about a number made of digits.

    Args:
        name: what people call the number, as the beginning of a sentence.
        length: how many digits it has, such as "11 digits".
    """
    return {
        Flaw.NOT_DIGITS: Text(
            ru=f"{name.ru}: нужны только цифры. Пожалуйста, введите номер ещё раз без букв и других знаков.",
            en=f"{name.en}: digits only, please. Type it again without letters or other signs.",
        ),
        Flaw.WRONG_LENGTH: Text(
            ru=f"{name.ru}: должно быть {length.ru}. Пожалуйста, проверьте, нет ли пропущенных или лишних.",
            en=f"{name.en}: there should be {length.en}. Please check whether some are missing or repeated.",
        ),
        Flaw.WRONG_CHECK_DIGIT: Text(
            ru=f"{name.ru}: контрольная цифра не сходится, есть опечатка. Пожалуйста, введите ещё раз.",
            en=f"{name.en}: the check digit does not fit, so a digit is mistyped. Please type it again.",
        ),
        Flaw.NO_SUCH_NUMBER: Text(
            ru=f"{name.ru}: таких номеров не бывает. Пожалуйста, сверьте номер с документом.",
            en=f"{name.en}: no such number is ever given out. Please compare it with the document.",
        ),
    }
