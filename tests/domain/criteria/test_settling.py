"""What registers said, settled: a value counts while it is fresh and nobody fresh says another one."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from domain.criteria.invented import DAY, GROUND, spoken
from socert.domain.criteria import FactValue, Settled, Standing, Statement, settle

FRESH, STALE, FUTURE = 0, -31, 1  # days from the day decided for
KNOWN, MISSING, CONTRADICTORY = Standing.KNOWN, Standing.MISSING, Standing.CONTRADICTORY


def _settle(fact: str, *said: tuple[FactValue | None, int | None]) -> Settled:
    described = GROUND.facts.facts[fact]
    statements = [
        Statement(source, value, None if days is None else DAY + timedelta(days=days))
        for source, (value, days) in zip(described.sources, said, strict=False)
    ]
    return settle(described, statements, facts=GROUND.facts, day=DAY)


@pytest.mark.parametrize(
    ("fact", "said", "standing", "value"),
    [
        ("age", [(40, FRESH)], KNOWN, 40),
        ("age", [(40, -10)], KNOWN, 40),  # the town's answers count for ten days
        ("age", [(40, -11)], Standing.STALE, None),
        ("age", [(40, FUTURE)], Standing.FROM_THE_FUTURE, None),
        ("age", [(40, None)], MISSING, None),  # a value nobody asked for is none
        ("age", [(None, FRESH)], MISSING, None),  # complete, but silence says nothing of an age
        ("age", [], MISSING, None),
        ("resident", [(None, FRESH)], KNOWN, False),  # silence of a complete register
        ("resident", [(None, -10)], KNOWN, False),
        ("resident", [(None, -11)], Standing.STALE, None),
        ("resident", [(None, None)], MISSING, None),
        ("resident", [(True, FRESH)], KNOWN, True),
        ("children", [(None, FRESH)], KNOWN, 0),
        ("income", [(100, FRESH), (100, FRESH)], KNOWN, 100),
        ("income", [(100, FRESH), (200, FRESH)], CONTRADICTORY, None),
        ("income", [(100, FRESH), (200, STALE)], KNOWN, 100),
        ("income", [(100, -1), (200, FRESH)], KNOWN, 200),  # the office's answers count for its day alone
        ("income", [(100, -1), (200, STALE)], Standing.STALE, None),
        ("income", [(None, FRESH), (200, FRESH)], KNOWN, 200),
        ("income", [(0, FRESH), (None, FRESH)], KNOWN, 0),  # nothing is something
        ("income", [(100, FUTURE), (200, FRESH)], KNOWN, 200),
        ("income", [(100, FUTURE), (200, STALE)], Standing.FROM_THE_FUTURE, None),
        ("colour", [(None, FRESH), ("red", FRESH)], CONTRADICTORY, None),  # the first one's silence says 'none'
        ("colour", [(None, FRESH), ("none", FRESH)], KNOWN, "none"),
        ("colour", [(None, None), (None, FRESH)], MISSING, None),  # a second source's silence says nothing
        ("alone", [(False, FRESH), (True, FRESH)], CONTRADICTORY, None),
        ("alone", [(None, FRESH), (None, FRESH)], MISSING, None),
    ],
)
def test_what_registers_say_is_settled(
    fact: str, said: list[tuple[FactValue | None, int | None]], standing: Standing, value: FactValue | None
) -> None:
    settled = _settle(fact, *said)
    assert (settled.standing, settled.value) == (standing, value)


def test_what_is_taken_tells_from_whom_it_is_and_since_when() -> None:
    assert _settle("income", (None, FRESH), (200, -30)) == Settled(
        "income", KNOWN, 200, "neighbours", DAY - timedelta(days=30)
    )
    assert _settle("resident", (None, -3)) == Settled(
        "resident", KNOWN, value=False, source="town", as_of=DAY - timedelta(days=3), is_by_silence=True
    )
    assert _settle("resident", (False, -3)).is_by_silence is False


@given(spoken())
@settings(max_examples=100, deadline=None)
def test_only_what_is_known_has_a_value(said: dict[str, list[Statement]]) -> None:
    for name, statements in said.items():
        settled = settle(GROUND.facts.facts[name], statements, facts=GROUND.facts, day=DAY)
        assert (settled.standing is KNOWN) == (settled.value is not None) == (settled.source is not None)
