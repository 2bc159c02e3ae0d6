"""How many answers about invented people can be used, and how many of those are wrong: one line a fact."""

from collections import Counter
from collections.abc import Iterator, Mapping

import duckdb

from socert.domain.criteria import Fact, Facts
from socert.entrypoints.generating.registers import as_of, is_fresh, literal, second, true_answer

#: Right and wrong answers are known ones; the rest is why an answer is unknown.
OUTCOMES = ("right", "wrong", "missing", "stale", "contradictory")


def count_answers(answers: duckdb.DuckDBPyRelation, facts: Facts, *, day: str) -> Counter[tuple[str, str]]:
    """People by fact and outcome, over the columns of facts with the truth beside them; `day` is a SQL date."""
    names = [(fact.id, outcome) for fact in facts.facts.values() for outcome in OUTCOMES]
    sums = [
        f"count(*) filter ({rule})"
        for fact in facts.facts.values()
        for rule in _rules(fact, facts=facts, day=day).values()
    ]
    (counts,) = answers.aggregate(", ".join(sums)).fetchall()
    return Counter(dict(zip(names, counts, strict=True)))


def by_fact(counts: Counter[tuple[str, str]], facts: Facts) -> dict[str, dict[str, int]]:
    """The counts as a document."""
    return {fact.id: {outcome: counts[fact.id, outcome] for outcome in OUTCOMES} for fact in facts.facts.values()}


def _rules(fact: Fact, *, facts: Facts, day: str) -> Mapping[str, str]:
    """A condition for each of the outcomes; of one row exactly one holds."""
    answers = list(_fresh_answers(fact, facts=facts, day=day))
    value = f"coalesce({', '.join(answers)})"
    differ = f"coalesce({answers[0]} <> {answers[1]}, false)" if len(answers) > 1 else "false"
    known = f"({value} is not null and not {differ})"
    is_right = f"{value} is not distinct from {true_answer(fact)}"
    old = " or ".join(
        f"({as_of(one)} is not null and not {is_fresh(facts.sources[one], day=day)})" for one in fact.sources
    )
    return {
        "right": f"{known} and {is_right}",
        "wrong": f"{known} and not {is_right}",
        "missing": f"{value} is null and not ({old})",
        "stale": f"{value} is null and ({old})",
        "contradictory": differ,
    }


def _fresh_answers(fact: Fact, *, facts: Facts, day: str) -> Iterator[str]:
    first = fact.id if fact.absence is None else f"coalesce({fact.id}, {literal(fact.absence)})"
    columns = (first, second(fact)) if len(fact.sources) > 1 else (first,)
    for source, column in zip(fact.sources, columns, strict=True):
        yield f"case when {is_fresh(facts.sources[source], day=day)} then {column} end"
