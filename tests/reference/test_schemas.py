"""The JSON Schemas for editors: as generated, true of every file, and finding what the reader finds in structure."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from domain.criteria.invented import FACTS, GROUND, PARAMETERS, REGION
from domain.decisions.programme import PLAIN
from domain.programmes.files import tree
from given.checkout import CHECKOUT
from socert.domain import criteria, programmes
from socert.domain.files import Entry, read
from socert.entrypoints.cli.programme_schema import SCHEMAS

REFERENCE = CHECKOUT / "reference"
FILES = [
    *(("programme", path) for path in sorted((REFERENCE / "programmes").glob("*.yaml"))),
    *(("region", path) for path in sorted((REFERENCE / "regions").glob("*.yaml"))),
    ("facts", REFERENCE / "facts.yaml"),
    ("parameters", REFERENCE / "parameters.yaml"),
]
VALIDATORS = {name: Draft202012Validator(make()) for name, make in SCHEMAS.items()}


def _instance(text: str) -> Any:
    """A file as an editor sees it."""
    root = read(text)
    assert isinstance(root, Entry), root
    return _plain(root)


def _plain(entry: Entry) -> Any:
    match entry.value:
        case dict():
            return {key: _plain(one) for key, one in entry.value.items()}
        case list():
            return [_plain(one) for one in entry.value]
        case Decimal():
            return float(entry.value)
        case None | bool() | int() | str():
            return entry.value
        case day:
            return day.isoformat()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_generated_one(name: str) -> None:
    committed = json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))
    # `socert programme schema NAME > reference/NAME.schema.json` writes it anew.
    assert committed == SCHEMAS[name]()


@pytest.mark.parametrize(("name", "path"), FILES, ids=[path.name for _, path in FILES])
def test_every_file_of_the_reference_is_as_its_schema_says(name: str, path: Path) -> None:
    errors = VALIDATORS[name].iter_errors(_instance(path.read_text(encoding="utf-8")))
    assert [f"{error.instance_path}: {error.message}"[:300] for error in errors] == []


@pytest.mark.parametrize("path", sorted((REFERENCE / "programmes").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_programme_leads_editors_to_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../programme.schema.json"
    assert (path.parent / first.partition("$schema=")[2]).is_file()


GIVEN = {"programme": PLAIN, "facts": FACTS, "parameters": PARAMETERS, "region": REGION}
#: What is wrong in structure: the file, what stands there, what is put instead.
WRONG = [
    ("programme", "socert.programme/1", "socert.programme/2"),
    ("programme", "id: food\nlegal", "id: Food\nlegal"),
    ("programme", "id: food\nlegal", "id: on\nlegal"),
    ("programme", "legal_kind: regional", "legal_kind: local"),
    ("programme", "legal_kind: regional\n", ""),
    ("programme", "share: 100", "share: 0"),
    ("programme", "share: 100", "share: 12.5"),
    ("programme", "funding: [{source: city, share: 100}]\n", ""),
    ("programme", "funding: [{source: city, share: 100}]", "funding: []"),
    ("programme", "title: {ru: Продукты, en: Food}\nfunding", "title: {ru: Продукты}\nfunding"),
    ("programme", "title: {ru: Продукты, en: Food}\nfunding", "title: {ru: Продукты, en: ' '}\nfunding"),
    ("programme", "title: {ru: Продукты, en: Food}\nfunding", "title: Food\nfunding"),
    ("programme", "title: {ru: Продукты, en: Food}\nfunding", "tittle: {ru: Продукты, en: Food}\nfunding"),
    ("programme", "valid_from: 2026-01-01", "valid_from: soon"),
    ("programme", "id: RESIDENT", "id: resident"),
    ("programme", "all: [", "every: ["),
    ("programme", "      all: [", "      any: []\n      all: ["),
    ("programme", "any: [{id: CHILDREN", "any: [], not: [{id: CHILDREN"),
    ("programme", 'when: "resident"', "when: true"),
    ("programme", 'when: "resident"', f'when: "{" or ".join(["resident"] * 99)}"'),
    ("programme", 'when: "resident", met', 'if: "resident", met'),
    ("programme", "valid_days: 90", "valid_days: 0"),
    ("programme", "valid_days: 90", "valid_days: 90, days: 90"),
    ("programme", "carriers: [card]", "carriers: [watch]"),
    ("programme", "carriers: [card]", "carriers: [card, card]"),
    ("programme", "    certificate: {valid_days: 90, carriers: [card]}\n", ""),
    ("programme", "kind: points", "kind: coins"),
    ("programme", "kind: points", "kind: discount"),
    ("programme", "        kind: points\n", ""),
    ("programme", "value: 900.50", "value: -1"),
    ("programme", "value: 900.50", "value: 1000001"),
    ("programme", ", {otherwise: 500}", ""),
    ("programme", "first_hit:", "last_hit:"),
    ("programme", "allow: [goods]", "allow: []"),
    ("programme", "covers: {allow: [goods]}", "covers: {allow: [goods], forbid: []}"),
    ("facts", "socert.facts/1", "socert.facts/0"),
    ("facts", "fresh_days: 10", "fresh_days: 3661"),
    ("facts", "complete: true", "complete: perhaps"),
    ("facts", "{id: alone", "{id: p_alone"),
    ("facts", "{id: alone", "{id: select"),
    ("facts", "{id: alone", "{id: is__alone"),
    ("facts", "type: boolean", "type: float"),
    ("facts", "sources: [town]", "sources: []"),
    ("facts", "sources: [town]", "sources: [town, office, neighbours]"),
    ("facts", "neighbours, town", "town, town"),
    ("facts", "absence: false", "absence: 0"),
    ("facts", "absence: 0", "absence: false"),
    ("facts", "unit: years", "unit: miles"),
    ("facts", "most: 125", "most: 125.5"),
    ("facts", "type: boolean,", "type: boolean, unit: years,"),
    ("facts", "values: [none, red", "values: [none, unknown"),
    ("facts", "values: [none, red", "values: [none, yes"),
    ("parameters", "id: minimum", "id: p_minimum"),
    ("parameters", "value: 150", "value: 1.5"),
    ("parameters", "from: 2026-01-01", "from: soon"),
    ("parameters", ", source: {ru: закон, en: act}", ""),
    ("region", "region: north", "region: North"),
    ("region", "value: 200", "value: many"),
    ("region", "id: ALONE", "id: alone"),
    ("region", "    point: regional\n", ""),
    ("region", "    add:\n", "    delete: [X]\n    add:\n"),
]


@pytest.mark.parametrize("name", GIVEN)
def test_a_sound_file_is_sound_to_both(name: str) -> None:
    assert _is_read(name, GIVEN[name])
    assert VALIDATORS[name].is_valid(_instance(GIVEN[name]))


@pytest.mark.parametrize(("name", "old", "new"), WRONG, ids=[f"{one[0]}-{one[2][:40] or one[1][:40]}" for one in WRONG])
def test_what_the_reader_finds_in_structure_the_schema_finds(name: str, old: str, new: str) -> None:
    assert len(re.findall(re.escape(old), GIVEN[name])) >= 1
    wrong = GIVEN[name].replace(old, new, 1)
    assert not _is_read(name, wrong)
    assert not VALIDATORS[name].is_valid(_instance(wrong))


def _is_read(name: str, text: str) -> bool:
    if name == "programme":
        found = programmes.check(text=text, tree=tree(), ground=GROUND)
        return isinstance(found, programmes.ProgrammeDefinition)
    texts = {"facts": FACTS, "parameters": PARAMETERS, "region": REGION, name: text}
    read_files = criteria.read_ground(
        facts=("facts", texts["facts"]), parameters=("parameters", texts["parameters"]), regions={"r": texts["region"]}
    )
    return isinstance(read_files, criteria.Ground)
