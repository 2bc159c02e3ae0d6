"""Reading digits as people type them: blanks and dashes between them are forgiven, anything else is not."""

from socert.values.invalid import Flaw, InvalidNumber

_LENGTH_MAX = 64  # far above any number written with separators; keeps a flood of text from being worked on
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f-\u2010\u2011\u2012\u2013")


def are_digits(text: str) -> bool:
    """Whether the text is one or more of 0-9; digits of other scripts do not count."""
    return text.isascii() and text.isdigit()


def digits_of(text: str, *, otherwise: type[InvalidNumber]) -> str:
    """The digits of a number typed with blanks or dashes.

    Args:
        text: what was typed.
        otherwise: the exception for this kind of number; it must have sentences for the flaws raised here.

    Raises:
        InvalidNumber: of the given kind; `wrong_length` or `not_digits`.
    """
    if len(text) > _LENGTH_MAX:
        raise otherwise(Flaw.WRONG_LENGTH)
    digits = text.strip().translate(_SEPARATORS)
    if not digits:
        raise otherwise(Flaw.WRONG_LENGTH)
    if not are_digits(digits):
        raise otherwise(Flaw.NOT_DIGITS)
    return digits


def check_digits(digits: str, *, lengths: range | tuple[int, ...], otherwise: type[InvalidNumber]) -> None:
    """Pass digits of one of the lengths.

    Raises:
        InvalidNumber: of the given kind; `wrong_length` or `not_digits`.
    """
    if len(digits) not in lengths:
        raise otherwise(Flaw.WRONG_LENGTH)
    if not are_digits(digits):
        raise otherwise(Flaw.NOT_DIGITS)
