"""Files of facts, parameters and regions: every mistake is told, with its line, its path and a stable code."""

from collections.abc import Callable

import duckdb
import pytest

from domain.criteria.invented import FACTS, GROUND, PARAMETERS, REGION
from given.rulebook import RULEBOOK
from socert.domain import criteria
from socert.domain.files import Mistake

_Mistakes = dict[str, tuple[Mistake, ...]]
FILES = {"facts.yaml": FACTS, "p.yaml": PARAMETERS, "north.yaml": REGION}


def _read(file: str, text: str) -> criteria.Ground | _Mistakes:
    files = {**FILES, file: text}
    found = criteria.read_ground(
        facts=("facts.yaml", files["facts.yaml"]),
        parameters=("p.yaml", files["p.yaml"]),
        regions={name: one for name, one in files.items() if name not in {"facts.yaml", "p.yaml"}},
    )
    return found if isinstance(found, criteria.Ground) else dict(found)


def _put(old: str, new: str) -> Callable[[str], str]:
    def put(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return put


#: file, what is spoilt, the path of the mistake, its code.
CASES = [
    ("facts.yaml", _put("socert.facts/1", "socert.facts/2"), "format", "not_a_choice"),
    ("facts.yaml", _put("fresh_days: 10", "fresh_days: -1"), "sources[0].fresh_days", "out_of_range"),
    ("facts.yaml", _put("fresh_days: 10", "fresh_days: 3661"), "sources[0].fresh_days", "out_of_range"),
    ("facts.yaml", _put("complete: true", "complete: perhaps"), "sources[0].complete", "not_true_or_false"),
    ("facts.yaml", _put("authoritative: true", "authoritativ: true"), "sources[0].authoritativ", "unknown_field"),
    ("facts.yaml", _put("{id: office", "{id: town"), "sources[1]", "repeated"),
    ("facts.yaml", _put("{id: office", "{id: as_of"), "sources[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: resident"), "facts[1]", "repeated"),
    ("facts.yaml", _put("{id: alone", "{id: p_alone"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: Alone"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: person"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: select"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: is__alone"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", "{id: on"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("{id: alone", f"{{id: {'a' * 49}"), "facts[1].id", "not_a_name"),
    ("facts.yaml", _put("type: boolean", "type: float"), "facts[0].type", "not_a_choice"),
    ("facts.yaml", _put("sources: [town]", "sources: [village]"), "facts[0].sources[0]", "not_a_choice"),
    ("facts.yaml", _put("sources: [town]", "sources: []"), "facts[0].sources", "not_a_list"),
    ("facts.yaml", _put("sources: [town]", "sources: [town, office, neighbours]"), "facts[0].sources", "not_a_list"),
    ("facts.yaml", _put("neighbours, town", "town, town"), "facts[1].sources[1]", "repeated"),
    ("facts.yaml", _put("absence: false", "absence: 0"), "facts[0].absence", "not_a_value"),
    ("facts.yaml", _put("absence: false", 'absence: "false"'), "facts[0].absence", "not_a_value"),
    ("facts.yaml", _put("absence: 0", "absence: 21"), "facts[4].absence", "not_a_value"),
    ("facts.yaml", _put("absence: 0", "absence: false"), "facts[4].absence", "not_a_value"),
    ("facts.yaml", _put("absence: none", "absence: blue"), "facts[5].absence", "not_a_value"),
    (
        "facts.yaml",
        _put("neighbours], absence: unknown", "town], absence: 0"),
        "facts[3].absence",
        "source_is_not_complete",
    ),
    ("facts.yaml", _put("unit: years", "unit: miles"), "facts[2].unit", "not_a_choice"),
    ("facts.yaml", _put("least: 0, most: 125", "least: 126, most: 125"), "facts[2].most", "out_of_range"),
    ("facts.yaml", _put("most: 125", "most: 1000000000001"), "facts[2].most", "out_of_range"),
    ("facts.yaml", _put("most: 125", "most: 125.5"), "facts[2].most", "out_of_range"),
    ("facts.yaml", _put("type: boolean,", "type: boolean, unit: years,"), "facts[0].unit", "unknown_field"),
    ("facts.yaml", _put("values: [none, red", "values: [none, unknown"), "facts[5].values[1]", "not_a_word"),
    ("facts.yaml", _put("values: [none, red", "values: [none, yes"), "facts[5].values[1]", "not_a_word"),
    ("facts.yaml", _put("values: [none, red", "values: [none, blue"), "facts[5].names.blue", "missing"),
    ("facts.yaml", _put("values: [none, red", "values: [none, none"), "facts[5].values[1]", "repeated"),
    ("p.yaml", _put("id: minimum", "id: p_minimum"), "parameters[0].id", "not_a_name"),
    ("p.yaml", _put("id: percent", "id: minimum"), "parameters[1]", "repeated"),
    ("p.yaml", _put("value: 150", "value: 1000001"), "parameters[1].values[0].value", "out_of_range"),
    ("p.yaml", _put("value: 150", "value: 1.5"), "parameters[1].values[0].value", "out_of_range"),
    ("p.yaml", _put("from: 2026-01-01", "from: 2025-01-01"), "parameters[0].values[1]", "values_out_of_order"),
    ("p.yaml", _put("from: 2026-01-01", "from: soon"), "parameters[0].values[1].from", "not_a_day"),
    ("p.yaml", _put(", source: {ru: закон, en: act}", ""), "parameters[0].values[0].source", "missing"),
    ("north.yaml", _put("id: percent", "id: percents"), "parameters[0].id", "not_a_choice"),
    ("north.yaml", _put("value: 200", "value: -1"), "parameters[0].values[0].value", "out_of_range"),
    ("north.yaml", _put("value: 200", "value: many"), "parameters[0].values[0].value", "out_of_range"),
    ("north.yaml", _put("region: north", "region: North"), "region", "not_an_id"),
    ("north.yaml", _put('"alone"', '"aloone"'), "criteria[0].add[0].when", "unknown_name"),
    ("north.yaml", _put("id: ALONE", "id: alone"), "criteria[0].add[0].id", "not_a_criterion_id"),
    ("north.yaml", _put("как знать", "'знает {who}'"), "criteria[0].add[0].unknown", "unknown_name"),
    ("north.yaml", _put("    point: regional\n", ""), "criteria[0].point", "missing"),
    ("north.yaml", _put("    add:\n", "    delete: [X]\n    add:\n"), "criteria[0].delete", "unknown_field"),
    ("south.yaml", lambda _: REGION, "region", "repeated"),
]


@pytest.mark.parametrize(("file", "spoil", "path", "code"), CASES, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in CASES])
def test_a_mistake_is_told_with_its_path_and_code(file: str, spoil: Callable[[str], str], path: str, code: str) -> None:
    text = spoil(FILES.get(file, ""))
    found = _read(file, text)
    assert not isinstance(found, criteria.Ground)
    told = [(one.path, one.code) for one in found[file]]
    assert (path, code) in told
    assert all(one.line is None or one.line <= len(text.splitlines()) for one in found[file])
    assert all(one.text.ru.endswith(".") and one.text.en.endswith(".") for one in found[file])


def test_all_mistakes_of_all_files_are_told_at_once_by_rising_lines() -> None:
    facts = (
        FACTS.replace("fresh_days: 10", "fresh_days: x")
        .replace("unit: people", "unit: y")
        .replace("most: 20", "most: -1")
    )
    found = criteria.read_ground(facts=("f", facts), parameters=("p", "parameters: []"), regions={})
    assert not isinstance(found, criteria.Ground)
    lines = [one.line or 0 for one in found["f"]]
    assert len(lines) >= 2
    assert lines == sorted(lines)
    assert {one.code for one in found["p"]} == {"missing", "not_a_list"}


def test_no_name_is_a_word_an_engine_keeps_for_itself() -> None:
    query = "select keyword_name from duckdb_keywords() where keyword_category in ('reserved', 'type_function')"
    with duckdb.connect() as conn:
        kept = [str(name) for (name,) in conn.execute(query).fetchall()]
    assert len(kept) > 50
    assert [name for name in kept if "not_a_name" not in _codes(name)] == []


def test_the_rulebook_of_the_reference_is_sound_and_marks_what_is_invented() -> None:
    assert len(RULEBOOK.regions) == 3
    assert any(one.is_illustrative for one in RULEBOOK.parameters.values())
    assert GROUND.parameters_file == "p.yaml"


def _codes(name: str) -> set[str]:
    found = _read("facts.yaml", FACTS.replace("{id: alone", f'{{id: "{name}"'))
    assert isinstance(found, dict)
    return {one.code for one in found.get("facts.yaml", ())}
