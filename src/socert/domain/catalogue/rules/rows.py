"""Which rows of goods and articles can be used, and why the others cannot."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from socert.domain.catalogue.model import (
    CategoryTree,
    NewArticle,
    NewGood,
    Rejected,
    RowFlaw,
    Standing,
    UsableArticle,
    UsableGood,
)
from socert.domain.catalogue.rules.contradictions import claim_of
from socert.domain.catalogue.rules.judging import doubt_of, shelf_of
from socert.values import Gtin, InvalidGtin, Text

_ARTICLE_LENGTH_MAX = 32
NAME_LENGTH_MAX = 300
_SHOWN_LENGTH_MAX = 40


class _Usable(Protocol):
    @property
    def key(self) -> Hashable: ...


_UsableT = TypeVar("_UsableT", bound=_Usable)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[_UsableT]):
    """The rows that can be used and those that cannot."""

    usable: tuple[_UsableT, ...]
    rejected: tuple[Rejected, ...]


def sort_goods(rows: Iterable[NewGood], *, tree: CategoryTree) -> Sorted[UsableGood]:
    """Tell usable goods from others; of a barcode named twice the first row counts."""
    return _sort((row.line, _usable_good(row, tree)) for row in rows)


def sort_articles(rows: Iterable[NewArticle], *, tree: CategoryTree) -> Sorted[UsableArticle]:
    """Tell usable articles from others; of a code named twice the first row counts."""
    placed = ((place if row.line is None else row.line, row) for place, row in enumerate(rows, start=1))
    return _sort((line, _usable_article(row, line, tree)) for line, row in placed)


def _sort(judged: Iterable[tuple[int, _UsableT | Rejected]]) -> Sorted[_UsableT]:
    usable: dict[Hashable, _UsableT] = {}
    rejected: list[Rejected] = []
    for line, row in judged:
        if isinstance(row, Rejected):
            rejected.append(row)
        elif row.key in usable:
            rejected.append(Rejected(line, RowFlaw.NAMED_TWICE, NAMED_TWICE_TEXT))
        else:
            usable[row.key] = row
    return Sorted(tuple(usable.values()), tuple(rejected))


def _usable_good(row: NewGood, tree: CategoryTree) -> UsableGood | Rejected:
    try:
        gtin = Gtin.parse(row.gtin)
    except InvalidGtin as error:
        return Rejected(row.line, RowFlaw.GTIN_INVALID, error.text)
    if gtin.is_in_store:
        return Rejected(row.line, RowFlaw.GTIN_IS_IN_STORE, GTIN_IS_IN_STORE)
    return _flaw(row.line, row.name, row.category, tree) or UsableGood(
        int(gtin.code), row.name, _number(row.category, tree)
    )


def _usable_article(row: NewArticle, line: int, tree: CategoryTree) -> UsableArticle | Rejected:
    if not is_clean(row.article, length_max=_ARTICLE_LENGTH_MAX):
        return Rejected(line, RowFlaw.ARTICLE_UNUSABLE, _ARTICLE_UNUSABLE)
    return _flaw(line, row.name, row.category, tree) or _judged_article(row, tree)


def _judged_article(row: NewArticle, tree: CategoryTree) -> UsableArticle:
    """An article whose name does not contradict the merchant's category gets it; others wait for a person."""
    offered = _number(row.category, tree)
    if offered is None:
        return UsableArticle(row.article, row.name, None, None, Standing.UNCLASSIFIED)
    claim = claim_of(row.name, shelf=shelf_of(offered, tree=tree))
    if claim is None:
        return UsableArticle(row.article, row.name, offered, offered, Standing.SETTLED)
    suggested = _number(claim.category, tree) if tree.knows(claim.category) else None
    return UsableArticle(
        row.article, row.name, None, offered, Standing.CONTRADICTORY, suggested=suggested, doubt=doubt_of(claim)
    )


def _flaw(line: int, name: str, category: str | None, tree: CategoryTree) -> Rejected | None:
    if not is_clean(name, length_max=NAME_LENGTH_MAX):
        return Rejected(line, RowFlaw.NAME_UNUSABLE, NAME_UNUSABLE)
    if category is not None and not tree.takes_goods(category):
        return Rejected(line, RowFlaw.CATEGORY_UNKNOWN, _category_unknown(category))
    return None


def _number(category: str | None, tree: CategoryTree) -> int | None:
    return None if category is None else tree.number_of(category)


def is_clean(words: str, *, length_max: int) -> bool:
    """Whether a name or code is printable, has no blanks at its ends, and is neither empty nor too long."""
    return 1 <= len(words) <= length_max and words.isprintable() and words == words.strip()


def _category_unknown(category: str) -> Text:
    shown = category[:_SHOWN_LENGTH_MAX]
    return Text(
        ru=f"Категории «{shown}» нет. Пожалуйста, выберите категорию из справочника или оставьте её пустой.",
        en=f"There is no category '{shown}'. Please choose one from the reference list, or leave it empty.",
    )


NAMED_TWICE_TEXT = Text(
    ru="Этот код в списке уже есть выше, учтена первая строка. Пожалуйста, оставьте одну.",
    en="This code stands further up in the list already; the first row counts. Please leave one.",
)
GTIN_IS_IN_STORE = Text(
    ru="Это внутренний код магазина (например, весового товара), а не штрихкод товара. "
    "Пожалуйста, передайте его списком артикулов организации.",
    en="This is a shop's own code (of weighed goods, for example), not a barcode. "
    "Please hand it in with the merchant's list of articles.",
)
_ARTICLE_UNUSABLE = Text(
    ru=f"Артикул должен содержать от 1 до {_ARTICLE_LENGTH_MAX} печатных знаков без пробелов по краям. "
    "Пожалуйста, исправьте его.",
    en=f"An article has 1 to {_ARTICLE_LENGTH_MAX} printable characters and no blanks at its ends. Please correct it.",
)
NAME_UNUSABLE = Text(
    ru=f"Название должно содержать от 1 до {NAME_LENGTH_MAX} печатных знаков без пробелов по краям. "
    "Пожалуйста, исправьте его.",
    en=f"A name has 1 to {NAME_LENGTH_MAX} printable characters and no blanks at its ends. Please correct it.",
)
