"""In which language a page is shown, and how shares and moments are written in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from socert.values import Language, written_day

_NO_BREAK_SPACE = "\u00a0"


def language_of(*, asked: str, accepted: str) -> Language:
    """The language asked for in the address, else the first of ours the browser names, else Russian.

    Args:
        asked: the value of `?lang=`.
        accepted: the header Accept-Language.
    """
    for word in (asked, *(part.partition(";")[0] for part in accepted.split(","))):
        code = word.strip().lower()[:2]
        if code in set(Language):
            return Language(code)
    return Language.RU


def written_percent(part: int, whole: int, language: Language) -> str:
    """A share with one decimal: 12,3 % or 12.3%."""
    per_thousand = round(1000 * part / whole) if whole else 0
    number = f"{per_thousand // 10}.{per_thousand % 10}"
    return f"{number.replace('.', ',')}{_NO_BREAK_SPACE}%" if language is Language.RU else f"{number}%"


def written_moment(moment: datetime, *, zone: ZoneInfo, language: Language) -> str:
    """A moment on the region's clocks: 3 марта 2027 г., 01:00."""
    there = moment.astimezone(zone)
    return f"{written_day(there.date(), language=language)}, {there:%H:%M}"
