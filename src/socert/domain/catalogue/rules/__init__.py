"""Reading lists of categories, goods and articles, and telling usable rows from others. Pure."""

from socert.domain.catalogue.rules.lists import read_articles_csv, read_categories, read_goods_csv
from socert.domain.catalogue.rules.rows import Sorted, sort_articles, sort_goods
from socert.domain.catalogue.rules.trees import TreePlan, plan_tree

__all__ = [
    "Sorted",
    "TreePlan",
    "plan_tree",
    "read_articles_csv",
    "read_categories",
    "read_goods_csv",
    "sort_articles",
    "sort_goods",
]
