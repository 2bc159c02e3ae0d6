"""Reading lists, telling usable rows from others, and judging goods by category and name. Pure."""

from socert.domain.catalogue.rules.contradictions import Shelf, claim_of
from socert.domain.catalogue.rules.judging import Judge, doubt_of, shelf_of, suggestion_of
from socert.domain.catalogue.rules.lists import read_articles_csv, read_categories, read_goods_csv, tree_of
from socert.domain.catalogue.rules.mapping import PathMapping, read_mapping
from socert.domain.catalogue.rules.measuring import Found, LabelledGood, Measured, Suggested, measure, read_labelled
from socert.domain.catalogue.rules.rows import NAMED_TWICE_TEXT, Sorted, sort_articles, sort_goods
from socert.domain.catalogue.rules.source_lines import NAMED_TWICE_DIFFERENTLY, SourceReader, SourceRow
from socert.domain.catalogue.rules.suggesting import Suggester, count_words, read_words
from socert.domain.catalogue.rules.trees import TreePlan, plan_tree

__all__ = [
    "NAMED_TWICE_DIFFERENTLY",
    "NAMED_TWICE_TEXT",
    "Found",
    "Judge",
    "LabelledGood",
    "Measured",
    "PathMapping",
    "Shelf",
    "Sorted",
    "SourceReader",
    "SourceRow",
    "Suggested",
    "Suggester",
    "TreePlan",
    "claim_of",
    "count_words",
    "doubt_of",
    "measure",
    "plan_tree",
    "read_articles_csv",
    "read_categories",
    "read_goods_csv",
    "read_labelled",
    "read_mapping",
    "read_words",
    "shelf_of",
    "sort_articles",
    "sort_goods",
    "suggestion_of",
    "tree_of",
]
