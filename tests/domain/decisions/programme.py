"""A small programme over the invented rulebook, and its examples."""

from domain.criteria.invented import GROUND
from domain.programmes.files import tree
from socert.domain import programmes


def words(name: str) -> str:
    """A leaf's words."""
    return f"met: {{ru: да, en: {name}}}, not_met: {{ru: нет, en: {name}}}, unknown: {{ru: как знать, en: {name}}}"


def leaf(name: str, when: str) -> str:
    """A leaf in one line."""
    return f'{{id: {name}, when: "{when}", {words(name)}}}'


def file(decision: str, *, amount: str = "500", since: str = "2026-01-01") -> str:
    """A programme file that decides."""
    return f"""\
format: socert.programme/1
id: food
legal_kind: regional
title: {{ru: Продукты, en: Food}}
funding: [{{source: city, share: 100}}]
versions:
  - valid_from: {since}
    decision:
      point: regional
      all: [{decision}]
    certificate: {{valid_days: 90, carriers: [card]}}
    allowances:
      - id: food
        kind: points
        title: {{ru: Продукты, en: Food}}
        amount: {amount}
        covers: {{allow: [goods]}}
examples: food.examples.csv
"""


PLAIN = file(
    f"{leaf('RESIDENT', 'resident')}, {{any: [{leaf('CHILDREN', 'children >= 1')}, "
    f"{leaf('POOR', 'income * 100 < p_minimum * p_percent')}]}}",
    amount='{first_hit: [{when: "children >= 3", value: 900.50}, {otherwise: 500}]}',
)
EXAMPLES = """\
case;date;region;resident;children;income;alone;outcome;missing;failed;amounts;note
family;2026-11-01;;true;2;;;entitled;;;food=500;one is enough
large;2026-11-01;;true;3;;;entitled;;;food=900.50;
stranger;2026-11-01;;false;;;;not_entitled;;RESIDENT;;nothing else is asked
rich;2026-11-01;;true;0;28409;;not_entitled;;CHILDREN POOR;;
asked;2026-11-01;;true;0;;;needs_evidence;POOR;;;
poor_asked;2026-11-01;;true;;28408;;needs_evidence;;;;the sum is not known
northern;2026-02-01;north;true;0;37000;true;entitled;;;food=500;twice the minimum there
alone;2026-07-01;north;true;0;37000;;needs_evidence;ALONE;;;
"""


def define(text: str) -> programmes.ProgrammeDefinition:
    """A file without mistakes."""
    found = programmes.check(text=text, tree=tree(), ground=GROUND)
    assert isinstance(found, programmes.ProgrammeDefinition), [str(one) for one in found]
    return found
