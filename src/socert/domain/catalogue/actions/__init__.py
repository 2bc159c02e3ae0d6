"""Load categories and goods, hand in articles, and read them for tills."""

from socert.domain.catalogue.actions.arranging import categories, load_categories
from socert.domain.catalogue.actions.handing_in import articles, articles_of, hand_in_articles
from socert.domain.catalogue.actions.stocking import TooManyRows, goods, load_goods

__all__ = [
    "TooManyRows",
    "articles",
    "articles_of",
    "categories",
    "goods",
    "hand_in_articles",
    "load_categories",
    "load_goods",
]
