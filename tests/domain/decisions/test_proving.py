"""A programme proves itself: what does not come out is told, whoever is wrong: the table, or an engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from domain.criteria.invented import GROUND
from domain.decisions.programme import EXAMPLES, PLAIN, define
from socert.domain import decisions
from socert.domain.decisions.rules.proving import decided_by_interpreter, proofs_of
from socert.integrations.duckdb_engine import DuckDbEngine

FOOD = define(PLAIN)
ENGINES = (DuckDbEngine(memory_mib=256, threads=1),)


@dataclass(frozen=True)
class Lying:
    """An engine that takes an unknown income for none at all: what a naive COALESCE would do."""

    honest: decisions.Engine
    name: str = "naive"

    def answer(
        self, query: decisions.PopulationQuery, *, people: Sequence[Sequence[decisions.Cell]]
    ) -> list[tuple[decisions.Cell, ...]]:
        """The answers to a query that was tampered with."""
        tampered = query.sql.replace("(income * 100)", "(coalesce(income, 0) * 100)")
        assert tampered != query.sql
        return self.honest.answer(replace(query, sql=tampered), people=people)


def _examples(text: str) -> tuple[decisions.Example, ...]:
    read = decisions.read_examples(text, definition=FOOD, ground=GROUND)
    assert all(isinstance(one, decisions.Example) for one in read), [str(one) for one in read]
    return cast("tuple[decisions.Example, ...]", read)


def _prove(table: str, engines: Sequence[decisions.Engine]) -> decisions.Proved:
    return decisions.prove(decisions.prepare(FOOD, ground=GROUND, examples=_examples(table)), engines=engines)


def test_every_executor_decides_examples_and_grid_alike() -> None:
    proved = _prove(EXAMPLES, ENGINES)
    assert proved.failures == ()
    assert (proved.programme, proved.examples) == ("food", 8)
    assert proved.grid_rows > 800


def test_every_region_and_every_day_something_changes_is_tried() -> None:
    (proof,) = proofs_of(FOOD, ground=GROUND, examples=())
    assert {(one.region, one.numbers["percent"], len(one.leaves)) for one in proof.rulings} == {
        (None, 150, 3),
        ("north", 200, 4),
        ("north", 250, 4),
    }
    decided = decided_by_interpreter(proof)
    outcomes = {(one.ruling.region, one.outcome) for one in decided}
    assert len(outcomes) == 6
    standings = {settled.standing for one in decided for settled in one.settled.values()}
    assert len(standings) == 5


def test_a_wrong_row_is_told_with_its_line_by_every_executor() -> None:
    wrong = EXAMPLES.replace("food=900.50", "food=900").replace(";POOR;;;", ";;;;")
    failures = _prove(wrong, ENGINES).failures
    executors = [decisions.INTERPRETER, *(one.name for one in ENGINES)]
    assert [(one.file, one.line, one.engine) for one in failures] == [
        ("food.examples.csv", line, engine) for engine in executors for line in (3, 6)
    ]
    assert (failures[0].expected, failures[0].found) == ("entitled, food=900", "entitled, food=900.50")
    assert (failures[1].expected, failures[1].found) == ("needs_evidence", "needs_evidence, missing POOR")
    assert (failures[0].case, failures[0].day.isoformat(), failures[0].region) == ("large", "2026-11-01", None)


def test_an_engine_that_takes_unknown_for_nothing_is_found_out() -> None:
    lying = Lying(ENGINES[0])
    proved = _prove(EXAMPLES, [cast("decisions.Engine", lying)])
    assert {one.engine for one in proved.failures} == {"naive"}
    assert {one.line for one in proved.failures} >= {None, 6}
    assert any("income=None" in one.case and "missing POOR" in one.expected for one in proved.failures)
