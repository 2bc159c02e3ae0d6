"""How counts and days are written in each language."""

from datetime import date

from socert.values.text import Language

_NO_BREAK_SPACE = "\u00a0"
_MINUS = "\u2212"
_MONTHS = {
    Language.RU: (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def written_count(count: int, language: Language) -> str:
    """A count: 1 234 or 1,234; minus is U+2212."""
    grouped = f"{count:,}".replace("-", _MINUS)
    return grouped.replace(",", _NO_BREAK_SPACE) if language is Language.RU else grouped


def written_day(day: date, *, language: Language) -> str:
    """A day: 3 марта 2027 г. or 3 March 2027."""
    written = f"{day.day}{_NO_BREAK_SPACE}{_MONTHS[language][day.month - 1]} {day.year}"
    return f"{written}{_NO_BREAK_SPACE}г." if language is Language.RU else written
