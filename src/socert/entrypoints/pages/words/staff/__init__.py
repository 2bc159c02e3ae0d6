"""Words of the pages of those who work here."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.staff import catalogue, events, ground, issue, long_work, money, people, standing
from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    **events.WORDS,
    **ground.WORDS,
    **catalogue.WORDS,
    **issue.WORDS,
    **long_work.WORDS,
    **money.WORDS,
    **people.WORDS,
    **standing.WORDS,
}
