"""One case and a population are decided alike: the interpreter and DuckDB on random trees, amounts and people."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria.invented import DAY, GROUND, condition, leaf, spoken
from domain.decisions.asking import RULINGS, Said, decide, person, ruling
from socert.domain import decisions
from socert.domain.criteria import AllOf, Statement

_TYPES = {"whole number": "BIGINT", "yes or no": "BOOLEAN", "text": "VARCHAR", "day": "DATE"}


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as conn:
        yield conn


@given(st.lists(RULINGS, min_size=1, max_size=6), st.lists(spoken(), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_an_engine_decides_as_the_interpreter_does(
    engine: duckdb.DuckDBPyConnection, rulings: list[decisions.Ruling], people: list[Said]
) -> None:
    assert _asked(engine, rulings, people) == [
        [number, *(cell for one in rulings for cell in _answer(one, said))] for number, said in enumerate(people)
    ]


def test_numbers_alone_may_be_larger_than_what_engines_count_literals_in(engine: duckdb.DuckDBPyConnection) -> None:
    large = ruling(leaf("L", condition("income < 5000000 * (p_minimum * 2000)")))
    assert _asked(engine, [large], [_income(7)])[0][1] == decisions.Outcome.ENTITLED


def test_sixty_two_criteria_have_a_bit_each(engine: duckdb.DuckDBPyConnection) -> None:
    wide = ruling(AllOf(tuple(leaf(f"L{place}", condition(f"age > {place}")) for place in range(62))))
    nobody, old = _income(None), {**_income(7), "age": [Statement("town", 40, DAY)]}
    assert _asked(engine, [wide], [nobody, old]) == [[0, *_answer(wide, nobody)], [1, *_answer(wide, old)]]


def _asked(
    engine: duckdb.DuckDBPyConnection, rulings: list[decisions.Ruling], people: list[Said]
) -> list[list[decisions.Cell]]:
    query = decisions.population_query(rulings, facts=GROUND.facts, decided_on=DAY)
    columns = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in query.inputs.items())
    rows = [person(query, number, said) for number, said in enumerate(people)]
    engine.execute(f"create or replace temp table facts ({columns})")
    engine.executemany(f"insert into facts values ({', '.join('?' * len(query.inputs))})", rows)
    return [list(row) for row in engine.execute(f"{query.sql} order by person").fetchall()]


def _answer(one: decisions.Ruling, said: Said) -> list[decisions.Cell]:
    decided = decide(one, said)
    bits = {leaf.id: 1 << place for place, leaf in enumerate(one.leaves)}
    found: list[decisions.Cell] = [
        decided.outcome.value,
        sum(bits[leaf.id] for leaf in decided.missing),
        sum(bits[leaf.id] for leaf in decided.failed),
        decided.needs_review,
    ]
    amounts = {amount.allowance: amount for amount in decided.amounts}
    for rule in one.amounts:
        amount = amounts.get(rule.allowance)
        found.append(None if amount is None else amount.kopecks)
        if rule.has_units:
            found.append(None if amount is None else amount.units)
    return found


def _income(value: int | None) -> Said:
    """Everybody was asked today; only an income is told of."""
    said = {name: [Statement(one, None, DAY) for one in fact.sources] for name, fact in GROUND.facts.facts.items()}
    return {**said, "income": [Statement("office", value, DAY), Statement("neighbours", None, DAY)]}
