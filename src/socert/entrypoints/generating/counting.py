"""How many answers about invented people can be used, and how many of those are wrong: one line a fact."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import duckdb

from socert.domain.criteria import Fact, Source
from socert.entrypoints.generating.registers import as_of, is_fresh, literal, second, true_answer

#: Right and wrong answers are known ones; the rest is why an answer is unknown.
OUTCOMES = ("right", "wrong", "missing", "stale", "contradictory")


def count_answers(
    answers: duckdb.DuckDBPyRelation, facts: Sequence[Fact], *, sources: Mapping[str, Source], day: str
) -> Counter[tuple[str, str]]:
    """People by fact and outcome, over the columns of facts with the truth beside them; `day` is a SQL date."""
    names = [(fact.id, outcome) for fact in facts for outcome in OUTCOMES]
    sums = [f"count(*) filter ({rule})" for fact in facts for rule in _rules(fact, sources=sources, day=day).values()]
    (counts,) = answers.aggregate(", ".join(sums)).fetchall()
    return Counter(dict(zip(names, counts, strict=True)))


def by_fact(counts: Counter[tuple[str, str]], names: Iterable[str]) -> dict[str, dict[str, int]]:
    """The counts as a document."""
    return {name: {outcome: counts[name, outcome] for outcome in OUTCOMES} for name in names}


def _rules(fact: Fact, *, sources: Mapping[str, Source], day: str) -> Mapping[str, str]:
    """A condition for each of the outcomes; of one row exactly one holds."""
    answers = list(_fresh_answers(fact, sources=sources, day=day))
    value = f"coalesce({', '.join(answers)})"
    differ = f"coalesce({answers[0]} <> {answers[1]}, false)" if len(answers) > 1 else "false"
    known = f"({value} is not null and not {differ})"
    is_right = f"{value} is not distinct from {true_answer(fact)}"
    old = " or ".join(f"({as_of(one)} is not null and not {is_fresh(sources[one], day=day)})" for one in fact.sources)
    return {
        "right": f"{known} and {is_right}",
        "wrong": f"{known} and not {is_right}",
        "missing": f"{value} is null and not ({old})",
        "stale": f"{value} is null and ({old})",
        "contradictory": differ,
    }


def _fresh_answers(fact: Fact, *, sources: Mapping[str, Source], day: str) -> Iterator[str]:
    first = fact.id if fact.absence is None else f"coalesce({fact.id}, {literal(fact.absence)})"
    columns = (first, second(fact)) if len(fact.sources) > 1 else (first,)
    for source, column in zip(fact.sources, columns, strict=True):
        yield f"case when {is_fresh(sources[source], day=day)} then {column} end"
