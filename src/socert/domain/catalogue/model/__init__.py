"""Categories and their tree, goods, articles, and what is wrong with a list of them."""

from socert.domain.catalogue.model.category import Category, LoadedCategories, NewCategory, TreeRefusal, TreeRefused
from socert.domain.catalogue.model.goods import (
    Article,
    FoundGood,
    HandIn,
    LoadedGoods,
    NewArticle,
    NewGood,
    Rejected,
    RowFlaw,
    UsableArticle,
    UsableGood,
)
from socert.domain.catalogue.model.importing import ImportReport, Moved, Progress, UnmappedPath
from socert.domain.catalogue.model.judging import TO_REVIEW, Claim, Standing, Verdict
from socert.domain.catalogue.model.reviewing import (
    ArticleDecision,
    Decision,
    JudgedArticle,
    JudgedGood,
    Reviewed,
    ReviewRefusal,
    ReviewRefused,
)
from socert.domain.catalogue.model.table import ROWS_MAX, ListFlaw, UnreadableList
from socert.domain.catalogue.model.tree import CategoryTree, TreeFlaw, UnknownCategory, UnusableTree, depths

__all__ = [
    "ROWS_MAX",
    "TO_REVIEW",
    "Article",
    "ArticleDecision",
    "Category",
    "CategoryTree",
    "Claim",
    "Decision",
    "FoundGood",
    "HandIn",
    "ImportReport",
    "JudgedArticle",
    "JudgedGood",
    "ListFlaw",
    "LoadedCategories",
    "LoadedGoods",
    "Moved",
    "NewArticle",
    "NewCategory",
    "NewGood",
    "Progress",
    "Rejected",
    "ReviewRefusal",
    "ReviewRefused",
    "Reviewed",
    "RowFlaw",
    "Standing",
    "TreeFlaw",
    "TreeRefusal",
    "TreeRefused",
    "UnknownCategory",
    "UnmappedPath",
    "UnreadableList",
    "UnusableTree",
    "UsableArticle",
    "UsableGood",
    "Verdict",
    "depths",
]
