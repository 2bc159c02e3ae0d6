"""The rule of the food certificate in OpenFisca-core, timed over people of a facts.parquet: `python FILE --help`.

Stands alone: it runs in .venv-openfisca (see tools/openfisca), imports nothing of socert and is imported by nothing of
it. The criteria are those of reference/programmes/food-certificate.yaml with what the region adds; the parameters are
read from the same files. OpenFisca knows no "unknown": what a register did not say is the default (no, 0, none).

What is timed, each run apart (`best_` is the shortest), on people already read into arrays:
  seconds            from the columns as a file of facts has them (words as text) to the result: a new simulation, its
                     inputs set, which turns words into the codes of OpenFisca's enumerations, the decision calculated
  coded_seconds      the same from columns whose words are such codes already
  calculate_seconds  of that, the calculation alone: formulas over inputs OpenFisca already holds
  file_seconds       with --out: from the file of facts to the file of answers, reading and writing by DuckDB
Reading and writing count for none of the others. NumPy's loops, in which OpenFisca calculates, use one thread.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import yaml
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PROGRAMME = "food-certificate"
DECISION = "food_certificate"
PARAMETERS = ("subsistence_min", "alone_income_percent")

Person = build_entity(key="person", plural="persons", label="A person", is_person=True)


class DisabilityGroup(Enum):
    """As in facts.yaml, in its order."""

    none = "none"
    first = "first"
    second = "second"
    third = "third"
    child = "child"


class VeteranKind(Enum):
    """As in facts.yaml, in its order."""

    none = "none"
    war = "war"
    home_front = "home_front"
    combat = "combat"
    labour = "labour"


@dataclass(frozen=True, slots=True)
class Fact:
    """An input: its type, and the default where nothing was said."""

    value_type: type
    default: Any
    words: type[Enum] | None = None


FACTS: Mapping[str, Fact] = {
    "resident": Fact(bool, default=False),
    "children": Fact(int, default=0),
    "disability_group": Fact(Enum, default=DisabilityGroup.none, words=DisabilityGroup),
    "veteran_kind": Fact(Enum, default=VeteranKind.none, words=VeteranKind),
    "lives_alone": Fact(bool, default=False),
    "income_per_head": Fact(int, default=0),
    "income_reason_is_valid": Fact(bool, default=False),
    "in_care_home": Fact(bool, default=False),
}


def _leaf(name: str, formula: Callable[[Any, Any, Any], Any]) -> type[Variable]:
    """A variable that is yes or no for each person on a day, by this formula."""
    members = {
        "value_type": bool,
        "entity": Person,
        "definition_period": periods.DateUnit.DAY,
        "label": name,
        "formula": formula,
    }
    return type(name, (Variable,), members)


def _input(name: str, fact: Fact) -> type[Variable]:
    members = {
        "value_type": fact.value_type,
        "entity": Person,
        "definition_period": periods.DateUnit.DAY,
        "label": name,
        "default_value": fact.default,
    }
    return type(name, (Variable,), members | ({} if fact.words is None else {"possible_values": fact.words}))


def _is_small_income(person: Any, day: Any, parameters: Any) -> Any:
    numbers = parameters(day)
    return person("income_per_head", day) * 100 < numbers.subsistence_min * numbers.alone_income_percent


def _decide(person: Any, day: Any, _parameters: Any) -> Any:
    alone = person("leaf_lives_alone", day) * person("leaf_small_income", day)
    poor = person("leaf_below_minimum", day) * person("leaf_valid_reason", day)
    groups = person("leaf_family", day) + person("leaf_disabled", day) + person("leaf_veteran", day) + alone + poor
    return person("leaf_resident", day) * groups


def _decide_at_home(person: Any, day: Any, parameters: Any) -> Any:
    return _decide(person, day, parameters) * person("leaf_not_in_care_home", day)


LEAVES: Mapping[str, Callable[[Any, Any, Any], Any]] = {
    "leaf_resident": lambda person, day, _: person("resident", day),
    "leaf_family": lambda person, day, _: person("children", day) >= 1,
    "leaf_disabled": lambda person, day, _: person("disability_group", day) != DisabilityGroup.none,
    "leaf_veteran": lambda person, day, _: person("veteran_kind", day) != VeteranKind.none,
    "leaf_lives_alone": lambda person, day, _: person("lives_alone", day),
    "leaf_small_income": _is_small_income,
    "leaf_below_minimum": lambda person, day, numbers: person("income_per_head", day) < numbers(day).subsistence_min,
    "leaf_valid_reason": lambda person, day, _: person("income_reason_is_valid", day),
}
#: Leaves that regions add, with the decision that has them; OpenFisca's rule is changed by hand.
ADDED: Mapping[tuple[str, ...], Callable[[Any, Any, Any], Any]] = {(): _decide, ("NOT_IN_CARE_HOME",): _decide_at_home}


class UnableToRun(Exception):
    """What was asked for cannot be done; the sentence says why."""


People = dict[str, "np.ndarray[Any, Any]"]


def read_people(path: Path, *, is_coded: bool) -> People:
    """Every input as an array over all people, in the order of the file; words as text, or as their codes.

    A fact with two sources is what the first said, else what the second did.
    """
    with duckdb.connect() as conn:
        rows = conn.read_parquet(str(path))
        if missing := [name for name in ("person", *FACTS) if name not in rows.columns]:
            raise UnableToRun(f"{path} has no column {', '.join(missing)}; it is no file of facts.")
        columns = [_column(name, fact, rows.columns, is_coded=is_coded) for name, fact in FACTS.items()]
        arrays = rows.project(", ".join(("person", *columns))).fetchnumpy()
    return {
        name: np.ascontiguousarray(array, dtype=str if array.dtype == object else None)
        for name, array in arrays.items()
    }


def _column(name: str, fact: Fact, columns: Sequence[str], *, is_coded: bool) -> str:
    said = ", ".join(f'"{one}"' for one in columns if one == name or one.startswith(f"{name}__"))
    if fact.words is None:
        default = str(fact.default).lower()
        return f"coalesce({said}, {default})::{'boolean' if fact.value_type is bool else 'integer'} as {name}"
    word = f"coalesce({said}, '{fact.default.name}')"
    words = ", ".join(f"'{one.name}'" for one in fact.words)
    return f"(list_position([{words}], {word}) - 1)::utinyint as {name}" if is_coded else f"{word} as {name}"


def read_numbers(path: Path, *, region: str, day: date) -> tuple[ParameterNode, tuple[str, ...]]:
    """The parameters with the region's own, and the ids of the leaves the region adds to the programme."""
    common = {one["id"]: one["values"] for one in _yaml(path)["parameters"]}
    overlay = _yaml(path.parent / "regions" / f"{region}.yaml")
    own = {one["id"]: one["values"] for one in overlay.get("parameters", ())}
    data = {name: {"values": _dated(common[name], own.get(name, ()), day=day)} for name in PARAMETERS}
    added = [one["add"] for one in overlay.get("criteria", ()) if one["programme"] == PROGRAMME]
    return ParameterNode("", data=data), tuple(leaf["id"] for leaves in added for leaf in leaves)


def _dated(common: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]], *, day: date) -> dict[str, Any]:
    """OpenFisca's values by day: the common ones until the region's own begin."""
    first = min((one["from"] for one in own), default=date.max)
    values = {one["from"]: one["value"] for one in (*(one for one in common if one["from"] < first), *own)}
    if not any(begins <= day for begins in values):
        raise UnableToRun(f"A parameter has no value on {day}.")
    return {begins.isoformat(): {"value": value} for begins, value in values.items()}


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnableToRun(f"There is no file {path}.") from error


def build_rule(numbers: ParameterNode, added: tuple[str, ...]) -> TaxBenefitSystem:
    """Entities, variables and parameters the way OpenFisca wants them."""
    if added not in ADDED:
        raise UnableToRun(f"This rule knows no leaves {', '.join(added)}; please write them here as well.")
    system = TaxBenefitSystem([Person])
    system.parameters = numbers
    for name, fact in FACTS.items():
        system.add_variable(_input(name, fact))
    for name, formula in LEAVES.items():
        system.add_variable(_leaf(name, formula))
    if added:
        system.add_variable(_leaf("leaf_not_in_care_home", lambda person, day, _: ~person("in_care_home", day)))
    system.add_variable(_leaf(DECISION, ADDED[added]))
    return system


@dataclass(frozen=True, slots=True)
class Run:
    """The decision for everybody; seconds for all of it, and of these for the calculation."""

    granted: "np.ndarray[Any, Any]"
    seconds: float
    calculate_seconds: float


def decide(system: TaxBenefitSystem, people: People, *, day: str) -> Run:
    """A new simulation of these people, and what it says."""
    started = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, count=len(people["person"]))
    for name in FACTS:
        simulation.set_input(name, day, people[name])
    ready = time.perf_counter()
    granted = simulation.calculate(DECISION, day)
    ended = time.perf_counter()
    return Run(np.asarray(granted), ended - started, ended - ready)


def write_answers(path: Path, *, person: "np.ndarray[Any, Any]", granted: "np.ndarray[Any, Any]") -> None:
    """`person` BIGINT and `granted` BOOLEAN as Parquet, or as arrays of these names in a .npz."""
    if path.suffix == ".npz":
        np.savez(path, person=person, granted=granted)
        return
    with duckdb.connect() as conn:
        conn.register("answers", {"person": person, "granted": granted})
        conn.table("answers").write_parquet(str(path))


def _from_file_to_file(system: TaxBenefitSystem, facts: Path, out: Path, *, day: str) -> float:
    """Seconds, by the quickest way here: words are made codes where the file is read."""
    started = time.perf_counter()
    people = read_people(facts, is_coded=True)
    write_answers(out, person=people["person"], granted=decide(system, people, day=day).granted)
    return time.perf_counter() - started


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Read, build, warm up once, run, and tell."""
    people, in_codes = (read_people(given.facts, is_coded=is_coded) for is_coded in (False, True))
    numbers, added = read_numbers(given.parameters, region=given.region, day=given.date)
    system, day, times = build_rule(numbers, added), f"day:{given.date.isoformat()}:1", range(given.runs)
    granted = decide(system, people, day=day).granted
    runs = [decide(system, people, day=day) for _ in times]
    coded_runs = [decide(system, in_codes, day=day) for _ in times]
    assert all((one.granted == granted).all() for one in (*runs, *coded_runs)), "every run decides alike"
    files = [] if given.out is None else [_from_file_to_file(system, given.facts, given.out, day=day) for _ in times]
    return {
        "openfisca": version("openfisca-core"),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("numpy", "duckdb")}},
        "threads": 1,
        "people": len(granted),
        "criteria": len(LEAVES) + len(added),
        "granted": int(granted.sum()),
        "region": given.region,
        "date": given.date.isoformat(),
        **_told("seconds", [one.seconds for one in runs]),
        **_told("coded_seconds", [one.seconds for one in coded_runs]),
        **_told("calculate_seconds", [one.calculate_seconds for one in coded_runs]),
        **(_told("file_seconds", files) if files else {}),
    }


def _told(name: str, runs: Sequence[float]) -> dict[str, Any]:
    return {name: runs, f"best_{name}": min(runs)}


def main() -> int:
    """Exit 0 with the figures, 1 with a sentence."""
    parser = argparse.ArgumentParser(description="The food certificate's rule in OpenFisca-core, timed.")
    parser.add_argument("--facts", type=Path, required=True, help="a facts.parquet or truth.parquet")
    parser.add_argument("--region", required=True, help="a region of the folder beside the parameters")
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the day to decide for")
    parser.add_argument("--parameters", type=Path, required=True, help="reference/parameters.yaml")
    parser.add_argument("--runs", type=int, default=5, help="timed runs after one to warm up (default 5)")
    parser.add_argument("--out", type=Path, help="answers by person, .parquet or .npz")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a sentence")
    given = parser.parse_args()
    if given.runs < 1:
        parser.error("--runs is at least 1")
    try:
        told = measure(given)
    except (UnableToRun, OSError, duckdb.Error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    people, criteria, granted = (told[name] for name in ("people", "criteria", "granted"))
    sentence = f"{people:,} people, {criteria} criteria: {granted:,} yes in {told['best_seconds']:.3f} s"
    sys.stdout.write(f"{json.dumps(told, indent=2) if given.json else sentence}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
