"""Reads lists of categories, goods and articles."""

from collections.abc import Iterable, Sequence

from socert.domain.catalogue.model import (
    Category,
    CategoryTree,
    ListFlaw,
    NewArticle,
    NewCategory,
    NewGood,
    UnreadableList,
    depths,
)
from socert.domain.catalogue.rules.table import Row, decoded, read_rows
from socert.values import Text


def read_categories(lines: Iterable[str]) -> list[NewCategory]:
    """The categories of a table `id,parent,title_ru,title_en`, given as lines of text; the root has no parent.

    Raises:
        UnreadableList: the table cannot be read; names the line.
        UnusableTree: the categories are no tree; names the line.
    """
    rows = read_rows("".join(_ended(line) for line in lines), columns=("id", "parent", "title_ru", "title_en"))
    categories = [_category(row) for row in rows]
    depths([(one.line, one.id, one.parent) for one in categories])
    return categories


def tree_of(rows: Sequence[NewCategory]) -> CategoryTree:
    """A list of categories as a tree, numbered as they come, for asking without a database."""
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    return CategoryTree.of(
        Category(numbers[row.id], row.id, None if row.parent is None else numbers[row.parent], row.title)
        for row in rows
    )


def read_goods_csv(content: bytes) -> list[NewGood]:
    """The goods of a table `gtin,name,category`; an empty category means none.

    Raises:
        UnreadableList: the table cannot be read; names the line.
    """
    rows = read_rows(decoded(content), columns=("gtin", "name", "category"))
    return [NewGood(row.line, row.values["gtin"], row.values["name"], row.values["category"] or None) for row in rows]


def read_articles_csv(content: bytes) -> list[NewArticle]:
    """The articles of a table `article,name,category` as a merchant saved it; an empty category means none.

    Raises:
        UnreadableList: the table cannot be read; names the line.
    """
    rows = read_rows(decoded(content), columns=("article", "name", "category"))
    return [
        NewArticle(row.values["article"], row.values["name"], row.values["category"] or None, row.line) for row in rows
    ]


def _category(row: Row) -> NewCategory:
    for column in ("id", "title_ru", "title_en"):
        if not row.values[column]:
            raise UnreadableList(ListFlaw.VALUE_MISSING, line=row.line, detail=column)
    title = Text(ru=row.values["title_ru"], en=row.values["title_en"])
    return NewCategory(row.line, row.values["id"], row.values["parent"] or None, title)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n"
