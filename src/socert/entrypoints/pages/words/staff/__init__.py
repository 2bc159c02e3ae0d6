"""Words of the pages of those who work here."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.counted import Counted
from socert.entrypoints.pages.words.staff import catalogue, ground, long_work
from socert.values import Text

WORDS: Mapping[str, Text | Counted] = {**ground.WORDS, **catalogue.WORDS, **long_work.WORDS}
