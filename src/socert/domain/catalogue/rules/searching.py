"""What somebody types to find a good, as words to look for by their beginnings. Pure."""

import re

from socert.domain.catalogue.rules.reading_names import plain

_WORD = re.compile(r"[а-яa-z0-9]+")
# Of nouns and adjectives, the longest first; a stem too short to tell anything keeps its ending.
_ENDING = re.compile(r"(?:[ое]го|[ое]му|[ыиая]ми|[ыиая]х|[ыиаяое]м|[ое]в|[аеиоуыэюяйьъ]{1,2})$")
_WORDS_MAX = 6
_LETTERS_MAX = 40
_STEM_LETTERS_MIN = 3


def words_asked(text: str) -> tuple[str, ...]:
    """The words of what was typed, in lower case with е for ё; six at most, none longer than 40 letters."""
    return tuple(word[:_LETTERS_MAX] for word in _WORD.findall(plain(text[:200]))[:_WORDS_MAX])


def stems_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without their endings, so that «молока» finds «молоко»; short ones stay."""
    return tuple(_stem(word) for word in words)


def query_of(words: tuple[str, ...]) -> str:
    """A query of text search: every word is the beginning of one in the name."""
    return " & ".join(f"{word}:*" for word in words)


def begins_words(words: tuple[str, ...], text: str) -> bool:
    """Whether each of the words is the beginning of one in a text."""
    found = _WORD.findall(plain(text))
    return all(any(one.startswith(word) for one in found) for word in words)


def _stem(word: str) -> str:
    short = _ENDING.sub("", word)
    return short if len(short) >= _STEM_LETTERS_MIN else word
