"""Reads the examples beside the reference programmes, and decides them with the small interpreter."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from given.rulebook import RULEBOOK
from reference.reading import REFERENCE
from socert.domain import catalogue, programmes
from socert.domain.criteria import FactType, FactValue, Settled, Standing
from socert.domain.decisions import Decided, Outcome, Ruling, decide, ruling_of

PROGRAMMES = sorted(path.stem for path in (REFERENCE / "programmes").glob("*.yaml"))
ANSWERS = ("outcome", "missing", "failed", "amounts")
_OTHERS = {"case", "date", "region", *ANSWERS, "note"}


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what is known (None: unknown), what decides it, and the answers that were written down."""

    case: str
    ruling: Ruling
    known: Mapping[str, FactValue | None]
    answers: Mapping[str, str]
    note: str

    @property
    def place(self) -> tuple[date, str | None]:
        """When and where, which settle the numbers it is decided by."""
        return self.ruling.day, self.ruling.region

    def decided(self) -> Decided:
        """What the interpreter decides."""
        settled = {
            name: Settled(name, Standing.MISSING if value is None else Standing.KNOWN, value)
            for name, value in self.known.items()
        }
        return decide(self.ruling, settled=settled, facts=RULEBOOK.facts, decided_on=self.ruling.day)


@cache
def definition(programme: str) -> programmes.ProgrammeDefinition:
    """A reference programme.

    Raises:
        AssertionError: its file has mistakes.
    """
    with (REFERENCE / "categories.csv").open(encoding="utf-8", newline="") as lines:
        tree = catalogue.tree_of(catalogue.read_categories(lines))
    text = (REFERENCE / "programmes" / f"{programme}.yaml").read_text(encoding="utf-8")
    checked = programmes.check(text=text, tree=tree, ground=RULEBOOK)
    assert isinstance(checked, programmes.ProgrammeDefinition), checked
    return checked


@cache
def examples(programme: str) -> Sequence[Example]:
    """The examples of a programme, in their order."""
    name = definition(programme).examples
    assert name is not None
    with (REFERENCE / "programmes" / name).open(encoding="utf-8", newline="") as file:
        return [_example(programme, row) for row in csv.DictReader(file, delimiter=";", strict=True)]


def answers_of(decided: Decided) -> Mapping[str, str]:
    """A decision as examples write it: amounts in roubles, or in units where it has them."""
    counted = {rule.allowance: rule.has_units for rule in decided.ruling.amounts}
    given = [
        f"{one.allowance}={one.units if counted[one.allowance] else (one.kopecks or 0) // 100}"
        for one in decided.amounts
    ]
    return {
        "outcome": decided.outcome,
        "missing": " ".join(leaf.id for leaf in decided.missing),
        "failed": " ".join(leaf.id for leaf in decided.failed),
        "amounts": " ".join(given) if decided.outcome is Outcome.ENTITLED else "",
    }


def _example(programme: str, row: Mapping[str, str]) -> Example:
    ruling = ruling_of(
        definition(programme), day=date.fromisoformat(row["date"]), region=row["region"] or None, ground=RULEBOOK
    )
    return Example(
        case=row["case"],
        ruling=ruling,
        known={name: _value(name, text) for name, text in row.items() if name not in _OTHERS},
        answers={name: row[name] for name in ANSWERS},
        note=row["note"],
    )


def _value(name: str, text: str) -> FactValue | None:
    fact = RULEBOOK.facts.facts[name]
    if not text:
        return None
    match fact.type:
        case FactType.BOOLEAN:
            value: FactValue | None = {"true": True, "false": False}.get(text)
        case FactType.INTEGER:
            value = int(text)
        case FactType.TEXT:
            value = text
    assert value is not None, (name, text)
    assert fact.admits(value), (name, text)
    return value
