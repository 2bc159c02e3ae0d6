"""Cases under the reference's food certificate, decided as `socert decide one` does."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from given.rulebook import REFERENCE, RULEBOOK
from socert.domain import decisions
from socert.rulebook import find_programme, read_programme, read_tree

DAY = date(2026, 11, 1)
GRANTED: Mapping[str, Any] = {
    "resident": True,
    "children": {"value": 2, "source": "civil", "as_of": "2026-10-20"},
    "in_care_home": False,
}
REFUSED: Mapping[str, Any] = {
    "resident": True,
    "children": {"value": None, "source": "civil", "as_of": "2026-10-20"},
    "disability_group": "none",
    "veteran_kind": "none",
    "lives_alone": {"value": False, "source": "population", "as_of": "2026-10-20"},
    "income_per_head": {"value": 31_000, "source": "tax", "as_of": "2026-09-30"},
    "in_care_home": False,
}
ASKED: Mapping[str, Any] = {
    "resident": True,
    "children": 0,
    "disability_group": "none",
    "veteran_kind": {"value": "labour", "source": "veterans", "as_of": "2026-11-05"},
    "lives_alone": [{"value": True, "source": "household"}, {"value": False, "source": "population"}],
    "income_per_head": {"value": 20_000, "source": "tax", "as_of": "2026-01-01"},
    "in_care_home": False,
}


@cache
def ruling(programme: str = "food-certificate", *, region: str | None = "north", day: date = DAY) -> decisions.Ruling:
    """What decides under a programme of the reference."""
    file = find_programme(programme, folder=REFERENCE)
    definition = read_programme(file, tree=read_tree(REFERENCE), ground=RULEBOOK)
    return decisions.ruling_of(definition, day=day, region=region, ground=RULEBOOK)


def case_of(document: bytes) -> decisions.Case:
    """A case that can be read."""
    case = decisions.read_case(document, ground=RULEBOOK, decided_on=DAY)
    assert isinstance(case, decisions.Case), case
    return case


def record(facts: Mapping[str, Any], one: decisions.Ruling | None = None) -> decisions.DecisionRecord:
    """The record of a decision on facts as a file has them."""
    by = ruling() if one is None else one
    statements = case_of(json.dumps({"facts": facts}).encode()).statements
    settled = decisions.settle_all(statements, ruling=by, facts=RULEBOOK.facts, decided_on=DAY)
    decided = decisions.decide(by, settled=settled, facts=RULEBOOK.facts, decided_on=DAY)
    return decisions.record_of(decided, statements=statements, ground=RULEBOOK, is_published=True, engine="a test")
