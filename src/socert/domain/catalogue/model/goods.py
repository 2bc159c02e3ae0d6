"""Goods by barcode, merchants' own articles, and what became of a list of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from socert.domain.catalogue.model.judging import Standing
from socert.values import Text


class RowFlaw(StrEnum):
    """Why a row of goods or articles is not taken in. The values are stable codes."""

    GTIN_INVALID = "gtin_invalid"
    GTIN_IS_IN_STORE = "gtin_is_in_store"
    ARTICLE_UNUSABLE = "article_unusable"
    NAME_UNUSABLE = "name_unusable"
    CATEGORY_UNKNOWN = "category_unknown"
    NAMED_TWICE = "named_twice"
    NAMED_TWICE_DIFFERENTLY = "named_twice_differently"
    ROW_BROKEN = "row_broken"
    NOT_UTF8 = "not_utf8"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken in: its line in the list, and why."""

    line: int
    code: RowFlaw
    text: Text


@dataclass(frozen=True, slots=True)
class NewGood:
    """A row of a list of goods as it was read: the barcode of 8 to 14 digits, a category's id or None."""

    line: int
    gtin: str
    name: str
    category: str | None


@dataclass(frozen=True, slots=True)
class LoadedGoods:
    """What became of a list of goods; the four are all its rows."""

    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article a merchant hands in: its own code of 1 to 32 characters, a category's id or None.

    Weighed goods are handed in by the 7 digits before the weight (`Gtin.in_store_article`). Without `line` the place
    in the list counts, from 1.
    """

    article: str
    name: str
    category: str | None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A merchant's article; without a category, or while it waits for review, it is not covered by any certificate."""

    merchant: int
    article: str
    name: str
    category: str | None
    handed_in_at: datetime
    standing: Standing = Standing.SETTLED


@dataclass(frozen=True, slots=True)
class HandIn:
    """What became, or in a dry run would become, of a list of articles; the four are all its rows."""

    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class FoundGood:
    """A good as somebody who asks for it finds it: 14 digits, its name, its category's number, if tills see one."""

    gtin: str
    name: str
    category: int | None


@dataclass(frozen=True, slots=True)
class UsableGood:
    """A good to be kept: barcode and category as numbers."""

    key: int
    name: str
    category: int | None


@dataclass(frozen=True, slots=True)
class UsableArticle:
    """An article to be kept: the merchant's code, and categories as numbers.

    `offered` is the merchant's own category, `category` what tills see of it.
    """

    key: str
    name: str
    category: int | None
    offered: int | None
    standing: Standing
    suggested: int | None = None
    doubt: str | None = None
