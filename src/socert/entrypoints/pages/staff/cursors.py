"""Where a list goes on, as an address says it: a few words between tildes; anything unreadable is the beginning."""

from socert.domain import catalogue

_SEPARATOR = "~"


def written_place(last: catalogue.JudgedGood | catalogue.JudgedArticle, refused: int = 0) -> str:
    """The place after a good or an article."""
    if isinstance(last, catalogue.JudgedGood):
        return _SEPARATOR.join((str(refused), str(int(last.standing)), last.gtin))
    return _SEPARATOR.join((str(int(last.standing)), str(last.merchant), last.article))


def read_goods_place(text: str) -> catalogue.GoodsPlace | None:
    """The place a list of goods goes on after."""
    parts = text.split(_SEPARATOR)
    if len(parts) != len(("refused", "standing", "gtin")) or not all(map(_is_number, parts)):
        return None
    standing = _standing(parts[1])
    return None if standing is None else catalogue.GoodsPlace(int(parts[0]), standing, parts[2])


def read_articles_place(text: str) -> catalogue.ArticlesPlace | None:
    """The place a list of articles goes on after."""
    first, _, rest = text.partition(_SEPARATOR)
    merchant, _, article = rest.partition(_SEPARATOR)
    if not (_is_number(first) and _is_number(merchant) and article) or "\0" in article:
        return None
    standing = _standing(first)
    return (
        None
        if standing is None or int(merchant) > _INTEGER_MAX
        else catalogue.ArticlesPlace(standing, int(merchant), article)
    )


_INTEGER_MAX = 2**31 - 1
_DIGITS_MAX = 14


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX


def _standing(text: str) -> catalogue.Standing | None:
    return next((one for one in catalogue.Standing if str(int(one)) == text), None)
