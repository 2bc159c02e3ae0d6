"""One case and a population are decided alike: the interpreter and DuckDB on random trees, amounts and people."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria.invented import DAY, GROUND, condition, leaf, spoken
from domain.decisions.asking import RULINGS, Said, decide, person, ruling
from socert.domain import decisions
from socert.domain.criteria import AllOf, Statement
from socert.domain.decisions.rules.proving import cells_of
from socert.integrations.duckdb_engine import DuckDbEngine

ENGINE = DuckDbEngine(memory_mib=256, threads=1)


@given(st.lists(RULINGS, min_size=1, max_size=6), st.lists(spoken(), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_an_engine_decides_as_the_interpreter_does(rulings: list[decisions.Ruling], people: list[Said]) -> None:
    assert _asked(rulings, people) == [
        [number, *(cell for one in rulings for cell in _answer(one, said))] for number, said in enumerate(people)
    ]


def test_numbers_alone_may_be_larger_than_what_engines_count_literals_in() -> None:
    large = ruling(leaf("L", condition("income < 5000000 * (p_minimum * 2000)")))
    assert _asked([large], [_income(7)])[0][1] == decisions.Outcome.ENTITLED


def test_sixty_two_criteria_have_a_bit_each() -> None:
    wide = ruling(AllOf(tuple(leaf(f"L{place}", condition(f"age > {place}")) for place in range(62))))
    nobody, old = _income(None), {**_income(7), "age": [Statement("town", 40, DAY)]}
    assert _asked([wide], [nobody, old]) == [[0, *_answer(wide, nobody)], [1, *_answer(wide, old)]]


def _asked(rulings: list[decisions.Ruling], people: list[Said]) -> list[list[decisions.Cell]]:
    query = decisions.population_query(rulings, facts=GROUND.facts, decided_on=DAY)
    rows = [person(query, number, said) for number, said in enumerate(people)]
    return [list(row) for row in ENGINE.answer(query, people=rows)]


def _answer(one: decisions.Ruling, said: Said) -> list[decisions.Cell]:
    return list(cells_of(decide(one, said)))


def _income(value: int | None) -> Said:
    """Everybody was asked today; only an income is told of."""
    said = {name: [Statement(one, None, DAY) for one in fact.sources] for name, fact in GROUND.facts.facts.items()}
    return {**said, "income": [Statement("office", value, DAY), Statement("neighbours", None, DAY)]}
