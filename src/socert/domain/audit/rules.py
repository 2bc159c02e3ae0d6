"""What never stands in an event: numbers by which a person is known outside."""

import re

from socert.values import InvalidSnils, Snils, luhn_is_right

# Not within words or between dashes: digits of a UUID or of a SHA-256 are no number of a person's.
_SNILS = re.compile(r"(?<![\w-])\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}(?![\w-])")
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){15,18}(?![\w-])")


def names_a_person(words: str) -> bool:
    """Whether a text holds a СНИЛС or a card number, as far as check digits tell."""
    return any(map(_is_snils, _SNILS.findall(words))) or any(map(_is_card, _CARD.findall(words)))


def _is_snils(digits: str) -> bool:
    try:
        Snils.parse(digits)
    except InvalidSnils:
        return False
    return True


def _is_card(digits: str) -> bool:
    return luhn_is_right(digits.replace(" ", "").replace("-", ""))
