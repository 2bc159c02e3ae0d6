"""Suggests a category for a good by the words of its name: naive Bayes, small enough to say which words spoke.

What was counted stands in `reference/models/goods-words.csv`: how many goods of each category carry a word. A word is
its first letters, which spares us Russian endings, and the first word of a name counts once more as such: it mostly
says what the thing is.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from math import exp, log

from socert.domain.catalogue.model import Claim
from socert.domain.catalogue.rules.reading_names import plain, words_of

STEM_LETTERS = 6
#: Words that fewer goods carry, or a category fewer goods of, say nothing and are not kept.
WORD_GOODS_MIN = 15
PAIR_GOODS_MIN = 3

_FIRST = "^"
_TOTAL = ""
#: How many goods of no category in particular each category is mixed with, so that small ones claim nothing rashly.
_SMOOTHING = 500.0
#: Words of a name are no independent witnesses; dividing by this makes the certainty what is found right in fact.
_DAMPING = 2.2
_CERTAINTY_MAX = 0.99
_WORDS_SHOWN = 3

Counts = dict[tuple[str, str], int]


def features_of(name: str) -> set[str]:
    """What of a name is counted: the stems of its words, and the first one marked as such."""
    stems = [word[:STEM_LETTERS] for word in words_of(plain(name)) if len(word) > 1]
    return {*stems, *(_FIRST + stem for stem in stems[:1])}


def count_words(goods: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Learn from goods (name and category id): word, category and how many of its goods carry the word.

    An empty word counts the goods of a category. Rows come in order, so the same goods give the same file.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for name, category in goods:
        pairs.update((feature, category) for feature in features_of(name))
        pairs[_TOTAL, category] += 1
    words: Counter[str] = Counter()
    for (word, _), count in pairs.items():
        words[word] += count
    for (word, category), count in sorted(pairs.items()):
        if word == _TOTAL or (words[word] >= WORD_GOODS_MIN and count >= PAIR_GOODS_MIN):
            yield word, category, count


@dataclass(frozen=True, slots=True)
class Suggester:
    """Knows how often words stand in which category; made with `of`."""

    categories: tuple[str, ...]
    _priors: tuple[float, ...]
    _unseen: tuple[float, ...]
    _weights: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int]]) -> "Suggester":
        """From the rows `count_words` gives; without any, nothing is ever suggested."""
        kept = list(rows)
        totals = {category: count for word, category, count in kept if word == _TOTAL}
        numbers = {category: number for number, category in enumerate(totals)}
        everything = sum(totals.values())
        words: Counter[str] = Counter()
        for word, _, count in kept:
            words[word] += count
        weights: dict[str, list[tuple[int, float]]] = {}
        for word, category, count in kept:
            if word != _TOTAL:
                # Against a category that never saw the word; what is common to all falls out.
                rarity = everything / (_SMOOTHING * words[word])
                weights.setdefault(word, []).append((numbers[category], log(count * rarity + 1)))
        return cls(
            categories=tuple(totals),
            _priors=tuple(log(count / everything) for count in totals.values()),
            _unseen=tuple(log(_SMOOTHING / (count + _SMOOTHING)) for count in totals.values()),
            _weights={word: tuple(found) for word, found in weights.items()},
        )

    def suggest(self, name: str) -> Claim | None:
        """The likeliest category with the words that spoke for it; None when no word is known."""
        known = [(word, self._weights[word]) for word in sorted(features_of(name)) if word in self._weights]
        if not known:
            return None
        scores = [prior + len(known) * unseen for prior, unseen in zip(self._priors, self._unseen, strict=True)]
        for _, weights in known:
            for category, weight in weights:
                scores[category] += weight
        best = max(range(len(scores)), key=scores.__getitem__)
        top = scores[best]
        certainty = 1 / sum(exp((score - top) / _DAMPING) for score in scores)
        return Claim(self.categories[best], _speakers(known, best), min(round(certainty, 2), _CERTAINTY_MAX))


def _speakers(known: list[tuple[str, tuple[tuple[int, float], ...]]], category: int) -> tuple[str, ...]:
    """The words that speak most for a category rather than for others."""
    shares = []
    for word, weights in known:
        mine = sum(exp(weight) for number, weight in weights if number == category)
        if mine:
            shares.append((mine / sum(exp(weight) for _, weight in weights), word.removeprefix(_FIRST)))
    spoken = [word for _, word in sorted(shares, reverse=True)]
    return tuple(dict.fromkeys(spoken))[:_WORDS_SHOWN]


def read_words(content: bytes) -> Suggester:
    """A table `word,category,goods` as `count_words` gives it, written by ourselves."""
    rows = csv.reader(StringIO(content.decode(), newline=""))
    next(rows, None)
    return Suggester.of((word, category, int(count)) for word, category, count in rows)
