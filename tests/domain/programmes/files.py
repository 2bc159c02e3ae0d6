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

_HEAD = FOOD[: FOOD.index("      - id: food\n")]

ITEMS = f"""\
{_HEAD}\
      - id: coat
        kind: items
        title: {{ru: Пальто, en: Coat}}
        units: 2
        cap: 100.50
        covers: {{allow: [goods], deny: [alcohol]}}
        own_money: forbidden
        price: cap_payout
        by_need: true
      - id: one-of-two
        kind: items
        title: {{ru: На выбор, en: One of two}}
        choose: 1
        options:
          - {{id: drink, cap: 50, covers: {{allow: [alcohol]}}}}
          - {{id: smoke, cap: 70, covers: {{allow: [tobacco], deny: []}}}}
"""

DISCOUNT = f"""\
{_HEAD}\
      - id: tenth
        kind: discount
        title: {{ru: Скидка, en: Discount}}
        percent: 10
        ceiling: 1000
        covers: {{allow: [goods]}}
      - id: shops
        kind: discount
        title: {{ru: Скидка магазина, en: Shops' discount}}
        percent: 5
        ceiling: 200
        covers: {{allow: [goods]}}
        borne_by: merchant
"""
