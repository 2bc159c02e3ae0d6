"""How a page speaks: words, sums, counts, days and moments in one language, on the region's clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from socert.entrypoints.pages.languages import written_moment, written_percent
from socert.entrypoints.pages.words import WORDS, Counted
from socert.values import Language, Money, Text, written_count, written_day


class NoSuchWord(KeyError):
    """The catalogue of words has no such key."""


class WordNeedsCount(TypeError):
    """A counted word was said without a count, or a plain one with."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says everything in one language."""

    language: Language
    zone: ZoneInfo

    @property
    def other_language(self) -> Language:
        """The language a reader may change to."""
        return Language.EN if self.language is Language.RU else Language.RU

    def say(self, key: str, *, count: int | None = None, **values: object) -> str:
        """The words of a key, in the form that fits a count, with their `{places}` filled in.

        Raises:
            NoSuchWord: there is no such key.
            WordNeedsCount: a counted word and no count, or the other way round.
        """
        found = WORDS.get(key)
        if found is None:
            raise NoSuchWord(key)
        if isinstance(found, Counted) != (count is not None):
            raise WordNeedsCount(key)
        if isinstance(found, Text):
            return found.in_language(self.language).format(**values) if values else found.in_language(self.language)
        assert count is not None
        return found.in_language(self.language, count=count).format(count=self.count(count), **values)

    def text(self, text: Text) -> str:
        """Words from elsewhere, such as a programme's title or a reason's sentence."""
        return text.in_language(self.language)

    def money(self, kopecks: int) -> str:
        """A sum: 1 234,56 ₽ or RUB 1,234.56."""
        return Money(kopecks).text(self.language)

    def count(self, count: int) -> str:
        """A count: 1 234 or 1,234."""
        return written_count(count, self.language)

    def percent(self, part: int, whole: int) -> str:
        """A share with one decimal."""
        return written_percent(part, whole, self.language)

    def day(self, day: date | datetime) -> str:
        """A day: 3 марта 2027 г. or 3 March 2027; of a moment, the day it is in the region."""
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        return written_day(day, language=self.language)

    def moment(self, moment: datetime) -> str:
        """A moment on the region's clocks."""
        return written_moment(moment, zone=self.zone, language=self.language)

    def plain_words(self) -> Mapping[str, str]:
        """Every word that needs neither count nor values, by key; for templates."""
        return {key: text.in_language(self.language) for key, text in WORDS.items() if isinstance(text, Text)}
