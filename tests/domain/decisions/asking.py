"""Rulings and people for tests, asked of the interpreter and of an engine."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from domain.criteria.invented import CONDITIONS, DAY, GROUND, TREES, WORDS
from socert.domain import criteria, decisions
from socert.domain.criteria import Statement

Said = Mapping[str, Sequence[Statement]]


def ruling(
    root: criteria.Node, *, amounts: tuple[decisions.AmountRule, ...] = (), programme: str = "food"
) -> decisions.Ruling:
    """What decides by a tree, with the invented parameters."""
    return decisions.Ruling(
        programme=programme,
        title=WORDS,
        valid_from=DAY,
        sha256="",
        day=DAY,
        region=None,
        root=root,
        leaves=criteria.leaves(root),
        bound=criteria.bind(GROUND, names=GROUND.parameters, region=None, day=DAY),
        amounts=amounts,
    )


_KOPECKS = st.sampled_from([0, 100, 50_000])
_ROWS = st.lists(st.builds(decisions.Step, CONDITIONS, _KOPECKS, st.integers(0, 3)), max_size=3)
_AMOUNTS = st.tuples(st.none() | CONDITIONS, _ROWS, _KOPECKS)
AMOUNTS = st.lists(_AMOUNTS, max_size=2).map(
    lambda drawn: tuple(
        decisions.AmountRule(f"a{'-_'[place]}b", WORDS, place == 1, given, (*rows, decisions.Step(None, last, 1)))
        for place, (given, rows, last) in enumerate(drawn)
    )
)
RULINGS = st.builds(lambda root, amounts: ruling(root, amounts=amounts), TREES, AMOUNTS)


def decide(one: decisions.Ruling, said: Said) -> decisions.Decided:
    """The decision on one person by the interpreter."""
    settled = decisions.settle_all(said, ruling=one, facts=GROUND.facts, decided_on=DAY)
    return decisions.decide(one, settled=settled, facts=GROUND.facts, decided_on=DAY)


def known(values: Mapping[str, criteria.FactValue | None]) -> Said:
    """What registers say when each fact is either known today or was never asked for."""
    return {
        name: [Statement(GROUND.facts.facts[name].sources[0], value, DAY)]
        for name, value in values.items()
        if value is not None
    }


def person(query: decisions.PopulationQuery, number: int, said: Said) -> list[decisions.Cell]:
    """A person's row of facts, in the order of the query's inputs."""
    cells: dict[str, decisions.Cell] = {decisions.PERSON: number}
    for name, statements in said.items():
        columns = decisions.columns_of(GROUND.facts.facts[name])
        for column, one in zip(columns, statements, strict=True):
            cells[column] = one.value
            cells[f"{one.source}{decisions.AS_OF}"] = one.as_of
    return [cells[column] for column in query.inputs]
