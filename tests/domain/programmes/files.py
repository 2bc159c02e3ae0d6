"""A small tree of categories and programme files to spoil."""

from socert.domain import audit
from socert.domain.catalogue import Category, CategoryTree
from socert.values import Text

OPERATOR = audit.Actor("operator Vera", "operator")


def tree() -> CategoryTree:
    """Goods with alcohol and tobacco below."""
    return CategoryTree.of(
        Category(number, id_, parent, Text(ru=id_, en=id_))
        for number, id_, parent in [(1, "goods", None), (2, "alcohol", 1), (3, "tobacco", 1)]
    )


FOOD = """\
format: socert.programme/1
id: food
legal_kind: regional
sensitive: false
title: {ru: Продукты, en: Food}
funding:
  - {source: federal, share: 60}
  - {source: city, share: 40}
versions:
  - valid_from: 2026-01-01
    certificate: {valid_days: 90, carriers: [card], per: person}
    allowances:
      - id: food
        kind: points
        title: {ru: Продукты, en: Food}
        amount: 500
        covers: {allow: [goods], deny: [alcohol, tobacco]}
        own_money: allowed
"""

FROM_JULY = """\
  - valid_from: 2026-07-01
    hold_seconds: 600
    certificate: {valid_days: 30, carriers: [card, qr], per: person}
    allowances:
      - id: food
        kind: points
        title: {ru: Продукты, en: Food}
        amount: 700.50
        covers: {allow: [goods]}
"""
