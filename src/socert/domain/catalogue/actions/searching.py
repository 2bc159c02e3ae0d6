"""Find goods and categories by what somebody types: words by their beginnings, ё as е, or a barcode."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from psycopg import Connection

from socert.domain.catalogue.model import Category, CategoryTree, FoundGood
from socert.domain.catalogue.rules.searching import begins_words, query_of, stems_of, words_asked
from socert.domain.catalogue.store import goods as store
from socert.values import Gtin

#: How many goods are found at most, and among how many those with the shortest names are looked for.
FOUND_MAX = 20
_LOOKED_AT = 400

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: categories whose titles have the words, and goods whose names have them, at most 20 of each."""

    categories: Sequence[Category]
    goods: Sequence[FoundGood]


def search(conn: Connection, *, asked: str, tree: CategoryTree) -> Search:
    """Goods and categories that have every word asked for, by its beginning; if there are none, without endings."""
    words = words_asked(asked)
    if not words:
        return Search((), ())
    return Search(
        _first_found(words, lambda some: _categories(some, tree))[:FOUND_MAX],
        _first_found(
            words,
            lambda some: store.read_by_words(
                conn, query_of(some), first=some[0], looked_at=_LOOKED_AT, limit=FOUND_MAX
            ),
        ),
    )


def _first_found(words: tuple[str, ...], look: Callable[[tuple[str, ...]], list[Found]]) -> list[Found]:
    return look(words) or look(stems_of(words))


def _categories(words: tuple[str, ...], tree: CategoryTree) -> list[Category]:
    return [
        one
        for one in tree.categories.values()
        if not tree.is_service(one.id) and (begins_words(words, one.title.ru) or begins_words(words, one.title.en))
    ]


def find_good(conn: Connection, *, gtin: Gtin) -> FoundGood | None:
    """A good by its barcode; None when nobody has listed it."""
    return store.read_good(conn, int(gtin.code))
