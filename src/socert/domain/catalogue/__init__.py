"""Goods in a tree of categories, and merchants' own articles: from what is scanned to a category.

What it promises: the categories are one tree without rings; loading the same again changes nothing; a row that cannot
be used is named with its line and a reason while the others go in; an in-store code is never looked up as a barcode.
"""

from socert.domain.catalogue.actions import (
    TooManyRows,
    articles,
    articles_of,
    categories,
    goods,
    hand_in_articles,
    load_categories,
    load_goods,
)
from socert.domain.catalogue.model import (
    ROWS_MAX,
    Article,
    Category,
    CategoryTree,
    HandIn,
    ListFlaw,
    LoadedCategories,
    LoadedGoods,
    NewArticle,
    NewCategory,
    NewGood,
    Rejected,
    RowFlaw,
    TreeFlaw,
    TreeRefusal,
    TreeRefused,
    UnknownCategory,
    UnreadableList,
    UnusableTree,
)
from socert.domain.catalogue.rules import read_articles_csv, read_categories, read_goods_csv

__all__ = [
    "ROWS_MAX",
    "Article",
    "Category",
    "CategoryTree",
    "HandIn",
    "ListFlaw",
    "LoadedCategories",
    "LoadedGoods",
    "NewArticle",
    "NewCategory",
    "NewGood",
    "Rejected",
    "RowFlaw",
    "TooManyRows",
    "TreeFlaw",
    "TreeRefusal",
    "TreeRefused",
    "UnknownCategory",
    "UnreadableList",
    "UnusableTree",
    "articles",
    "articles_of",
    "categories",
    "goods",
    "hand_in_articles",
    "load_categories",
    "load_goods",
    "read_articles_csv",
    "read_categories",
    "read_goods_csv",
]
