"""A good or an article that waits, as pages name it and as a row shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from psycopg import Connection

from socert.domain import audit, catalogue
from socert.values import Gtin, InvalidNumber, Text

#: How many are decided at once.
MARKED_MAX = 50
_PER_CENT = 100
#: From which certainty on, in per cent, a suggestion is called what.
_CERTAINTIES = ((95, "sure"), (80, "likely"), (50, "possible"), (0, "weak"))
_ARTICLE_LENGTH_MAX = 32
#: Words this long were cut to their stem.
_STEM_LETTERS = 6
_MERCHANT_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: a good by its GTIN of 14 digits, or a merchant's article."""

    gtin: str = ""
    merchant: int = 0
    article: str = ""

    def __str__(self) -> str:
        return self.gtin or f"{self.merchant}:{self.article}"

    @classmethod
    def of(cls, judged: catalogue.JudgedGood | catalogue.JudgedArticle) -> "Waiting":
        """Of one that was looked at."""
        if isinstance(judged, catalogue.JudgedGood):
            return cls(gtin=judged.gtin)
        return cls(merchant=judged.merchant, article=judged.article)

    @classmethod
    def of_decision(cls, decision: catalogue.Decision | catalogue.ArticleDecision) -> "Waiting":
        """Of one that was decided."""
        if isinstance(decision, catalogue.Decision):
            return cls(gtin=f"{decision.gtin:014d}")
        return cls(merchant=decision.merchant, article=decision.article)

    def find(self, conn: Connection) -> catalogue.JudgedGood | catalogue.JudgedArticle | None:
        """What is known of it; None when there is no such one."""
        if self.gtin:
            found = catalogue.find_goods(conn, gtins=[Gtin.parse(self.gtin)])
            return found[0] if found else None
        return catalogue.find_article(conn, merchant=self.merchant, article=self.article)

    def decided(self, category: str | None) -> catalogue.Decision | catalogue.ArticleDecision:
        """A decision on it."""
        if self.gtin:
            return catalogue.Decision(int(self.gtin), category)
        return catalogue.ArticleDecision(self.merchant, self.article, category)

    def suggested(
        self, found: catalogue.JudgedGood | catalogue.JudgedArticle, *, suggester: catalogue.Suggester
    ) -> str | None:
        """What its name suggests."""
        if isinstance(found, catalogue.JudgedGood):
            return found.suggested
        claim = catalogue.suggestion_of(found.name, suggester=suggester)
        return None if claim is None else claim.category

    def last_decision(self, conn: Connection) -> audit.Event | None:
        """Who decided it last."""
        if self.gtin:
            return catalogue.last_decision_on_good(conn, gtin=self.gtin)
        return catalogue.last_decision_on_article(conn, merchant=self.merchant, article=self.article)


def marked_in(values: Iterable[object]) -> list[Waiting]:
    """What a form or an address names; what is none is left out."""
    found = [_waiting(one) for one in values if isinstance(one, str)]
    return list(dict.fromkeys(one for one in found if one is not None))


def _waiting(text: str) -> Waiting | None:
    merchant, colon, article = text.partition(":")
    if colon:
        is_number = merchant.isascii() and merchant.isdecimal() and len(merchant) <= _MERCHANT_DIGITS_MAX
        is_usable = 0 < len(article) <= _ARTICLE_LENGTH_MAX and article.isprintable()
        return Waiting(merchant=int(merchant), article=article) if is_number and is_usable else None
    try:
        return Waiting(gtin=Gtin.parse(text).code)
    except InvalidNumber:
        return None


def query_of(name: str, marked: Sequence[Waiting]) -> str:
    """What is marked, as part of an address."""
    return urlencode([(name, str(one)) for one in marked], safe=":")


def good_row(tree: catalogue.CategoryTree, good: catalogue.JudgedGood, *, refused: int) -> dict[str, Any]:
    """A good as a row shows it."""
    return _row(tree, good, suggested=good.suggested, certainty=good.certainty, doubt=good.doubt) | {
        "barcode": good.gtin.lstrip("0"),
        "refused": refused,
        "source_path": good.path,
    }


def article_row(
    tree: catalogue.CategoryTree,
    article: catalogue.JudgedArticle,
    *,
    suggester: catalogue.Suggester,
    titles: Mapping[int, Text],
) -> dict[str, Any]:
    """A merchant's article as a row shows it."""
    claim = catalogue.suggestion_of(article.name, suggester=suggester)
    doubt = article.doubt or (None if claim is None else ", ".join(claim.words))
    suggested, certainty = (None, None) if claim is None else (claim.category, claim.certainty)
    return _row(tree, article, suggested=suggested, certainty=certainty, doubt=doubt) | {
        "article": article.article,
        "merchant": titles[article.merchant],
    }


def _row(
    tree: catalogue.CategoryTree,
    judged: catalogue.JudgedGood | catalogue.JudgedArticle,
    *,
    suggested: str | None,
    certainty: float | None,
    doubt: str | None,
) -> dict[str, Any]:
    per_cent = None if certainty is None else round(certainty * _PER_CENT)
    return {
        "value": str(Waiting.of(judged)),
        "name": judged.name,
        "is_contradictory": judged.standing is catalogue.Standing.CONTRADICTORY,
        "spoken": spoken_words(doubt),
        "offered": titles_of(tree, judged.offered),
        "suggested": titles_of(tree, suggested),
        "is_same": suggested is not None and suggested == judged.offered,
        "certainty": per_cent,
        "certainty_word": "" if per_cent is None else next(word for least, word in _CERTAINTIES if per_cent >= least),
    }


def spoken_words(doubt: str | None) -> list[str]:
    """The words of a name that spoke, stems marked as such."""
    words = [] if not doubt else doubt.split(", ")
    return [f"{word}…" if len(word) == _STEM_LETTERS and word != "volume" else word for word in words]


def titles_of(tree: catalogue.CategoryTree, category: str | None) -> list[Text]:
    """What a category and those above it are called, the root left out; nothing for none."""
    if category is None or not tree.knows(category):
        return []
    found, number = [], tree.number_of(category)
    while (parent := tree.categories[number].parent) is not None:
        found.append(tree.categories[number].title)
        number = parent
    return found[::-1] or [tree.categories[number].title]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one: what it is called, its category now, who decided that and when."""

    value: str
    name: str
    category: list[Text]
    is_set_aside: bool
    actor: audit.Actor | None
    at: datetime | None


def told_of(conn: Connection, tree: catalogue.CategoryTree, marked: Sequence[Waiting]) -> list[Told]:
    """What became of those that are not waiting any more."""
    told = []
    for one in marked:
        found = one.find(conn)
        if found is None or found.standing in catalogue.TO_REVIEW:
            continue
        event = one.last_decision(conn)
        told.append(
            Told(
                str(one),
                found.name,
                titles_of(tree, found.category),
                found.standing is catalogue.Standing.SET_ASIDE,
                None if event is None else event.actor,
                None if event is None else event.at,
            )
        )
    return told
