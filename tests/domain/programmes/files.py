"""A small tree of categories and programme files to spoil."""

from socert.domain import audit
from socert.domain.catalogue import Category, CategoryTree
from socert.values import Text

OPERATOR = audit.Actor("operator Vera", "operator")


def tree() -> CategoryTree:
    """Goods with alcohol and tobacco below, and one service."""
    return CategoryTree.of(
        Category(number, id_, parent, Text(ru=id_, en=id_))
        for number, id_, parent in [
            *((1, "goods", None), (2, "alcohol", 1), (3, "tobacco", 1)),
            *((4, "services", None), (5, "home_care", 4)),
        ]
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

#: A home care programme: hours by level of need, and classes nobody pays for.
CARE = """\
format: socert.programme/1
id: home-care
legal_kind: social_service_189
title: {ru: Уход на дому, en: Home care}
summary: {ru: Помощь дома по часам., en: Help at home by the hour.}
funding: [{source: federal, share: 60}, {source: city, share: 40}]
versions:
  - valid_from: 2026-01-01
    decision:
      {id: OLD, when: age >= 60, met: {ru: а, en: a}, not_met: {ru: б, en: b}, unknown: {ru: в, en: c}}
    certificate: {valid_days: 180, carriers: [card], per: person}
    allowances:
      - id: care
        kind: units
        title: {ru: Часы ухода, en: Hours of care}
        unit: hour
        units: {first_hit: [{when: age >= 80, value: 120}, {when: age >= 70, value: 61}, {otherwise: 0}]}
        tariff: 400.55
        covers: {allow: [home_care]}
        claim: true
      - id: classes
        kind: units
        title: {ru: Занятия, en: Classes}
        unit: lesson
        units: 24
        tariff: 0
        covers: {allow: [home_care]}
        claim: false
        group: [venue, timetable, attendance]
      - id: food
        kind: points
        title: {ru: Продукты, en: Food}
        amount: {first_hit: [{when: "income_per_head < p_subsistence_min", value: 5000}, {otherwise: 0}]}
        covers: {allow: [goods]}
      - id: set
        kind: items
        title: {ru: Телевизор, en: Television}
        units: 1
        cap: 9000
        covers: {allow: [goods]}
        by_need: true
        when: needs_television
"""

#: What only confirms a right.
SPA = """\
format: socert.programme/1
id: sanatorium
legal_kind: regional
title: {ru: Санаторий, en: Sanatorium}
versions:
  - valid_from: 2026-01-01
    decision:
      {id: OLD, when: age >= 60, met: {ru: а, en: a}, not_met: {ru: б, en: b}, unknown: {ru: в, en: c}}
"""
