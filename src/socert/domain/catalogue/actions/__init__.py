"""Load categories and goods, import lists, hand in articles, review them, and read them for tills."""

from socert.domain.catalogue.actions.arranging import categories, load_categories
from socert.domain.catalogue.actions.deciding import (
    decide_waiting,
    last_decision_on_article,
    last_decision_on_good,
    reopen,
)
from socert.domain.catalogue.actions.handing_in import articles, articles_of, changed_articles, hand_in_articles
from socert.domain.catalogue.actions.importing import IMPORT_ROWS_MAX, import_goods
from socert.domain.catalogue.actions.reviewing import (
    articles_to_review,
    count_to_review,
    decide_article,
    decide_goods,
    find_article,
    find_articles,
    find_goods,
    goods_to_review,
)
from socert.domain.catalogue.actions.searching import FOUND_MAX, Search, find_good, search
from socert.domain.catalogue.actions.stocking import TooManyRows, changed_goods, goods, load_goods

__all__ = [
    "FOUND_MAX",
    "IMPORT_ROWS_MAX",
    "Search",
    "TooManyRows",
    "articles",
    "articles_of",
    "articles_to_review",
    "categories",
    "changed_articles",
    "changed_goods",
    "count_to_review",
    "decide_article",
    "decide_goods",
    "decide_waiting",
    "find_article",
    "find_articles",
    "find_good",
    "find_goods",
    "goods",
    "goods_to_review",
    "hand_in_articles",
    "import_goods",
    "last_decision_on_article",
    "last_decision_on_good",
    "load_categories",
    "load_goods",
    "reopen",
    "search",
]
