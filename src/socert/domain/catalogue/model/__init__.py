"""Categories and their tree, goods, articles, and what is wrong with a list of them."""

from socert.domain.catalogue.model.category import Category, LoadedCategories, NewCategory, TreeRefusal, TreeRefused
from socert.domain.catalogue.model.goods import (
    Article,
    HandIn,
    LoadedGoods,
    NewArticle,
    NewGood,
    Rejected,
    RowFlaw,
    UsableArticle,
    UsableGood,
)
from socert.domain.catalogue.model.table import ROWS_MAX, ListFlaw, UnreadableList
from socert.domain.catalogue.model.tree import CategoryTree, TreeFlaw, UnknownCategory, UnusableTree, depths

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
    "TreeFlaw",
    "TreeRefusal",
    "TreeRefused",
    "UnknownCategory",
    "UnreadableList",
    "UnusableTree",
    "UsableArticle",
    "UsableGood",
    "depths",
]
