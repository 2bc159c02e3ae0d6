"""The one catalogue of words: everything pages say, in both languages. A file a door; a test finds what is missing."""

from collections.abc import Mapping

from socert.entrypoints.pages.words import (
    carriers,
    common,
    components,
    developers,
    doors,
    landing,
    resident,
    showing,
    signing,
    staff,
    till,
)
from socert.entrypoints.pages.words.landing import REASONS
from socert.values import Counted, Text


class WordSaidTwice(Exception):
    """Two files of the catalogue give the same key."""


def _catalogue(*parts: Mapping[str, Text | Counted]) -> Mapping[str, Text | Counted]:
    words: dict[str, Text | Counted] = {}
    for part in parts:
        if twice := words.keys() & part.keys():
            raise WordSaidTwice(f"These words stand in two files: {', '.join(sorted(twice))}.")
        words |= part
    return words


_PARTS = (
    carriers.WORDS,
    common.WORDS,
    components.WORDS,
    developers.WORDS,
    doors.WORDS,
    landing.WORDS,
    resident.WORDS,
    showing.WORDS,
    signing.WORDS,
    staff.WORDS,
    till.WORDS,
)
WORDS: Mapping[str, Text | Counted] = _catalogue(*_PARTS)

__all__ = ["REASONS", "WORDS", "Counted", "WordSaidTwice"]
