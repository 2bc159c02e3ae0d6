"""How right decisions are: registers' answers decided in three values and, naively, in two, both held against truth.

Nothing that decides ever opens the truth; only this count does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import duckdb

from socert.domain import decisions
from socert.domain.criteria import AllOf, AnyOf, Fact, Facts, FactType, Leaf, Node, NotOf, facts_of, sql_of
from socert.domain.decisions import AS_OF, Outcome, Ruling


@dataclass(frozen=True, slots=True)
class Counts:
    """How so many decisions came out.

    Unjustified: refused or granted against the truth although what it rests on (the facts of the criteria it failed by;
    of a grant all facts) was right or unknown. Register errors: decided against the truth because a fresh,
    authoritative register was wrong; statement errors: because something no authoritative register had said was.
    """

    decisions: int = 0
    entitled_in_truth: int = 0
    entitled: int = 0
    not_entitled: int = 0
    asked: int = 0
    unjustified_refusals: int = 0
    unjustified_grants: int = 0
    register_errors: int = 0
    statement_errors: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Over all programmes: three values, and a decision of the same facts that takes what is unknown for no or zero."""

    people: int
    three_values: Counts
    two_values: Counts
    by_programme: dict[str, tuple[Counts, Counts]]


def measure(rulings: Sequence[Ruling], *, facts: Facts, folder: Path, day: date) -> Accuracy:
    """Decide everybody of a generated region and count against its truth.

    Args:
        rulings: what decides, on the same day.
        facts: the facts they look at.
        folder: where `facts.parquet` and `truth.parquet` lie.
        day: the day of the decisions.
    """
    names = tuple(dict.fromkeys(name for ruling in rulings for name in ruling.facts))
    used = [facts.facts[name] for name in names]
    settled = decisions.settled_query(names, facts=facts, decided_on=day)
    query = decisions.population_query(rulings, facts=facts, decided_on=day)
    with duckdb.connect() as conn:
        _make(conn, "said", f"SELECT * FROM '{folder / 'facts.parquet'}'")
        _make(conn, "really", _as_if_asked(used, f"'{folder / 'truth.parquet'}'", day=day))
        for name, source in (("known", "said"), ("actual", "really")):
            _make(conn, name, _over(source, settled))
        _make(conn, "guessed", _as_if_asked(used, "known", day=day, is_guessed=True))
        for name, source in (("decided", "said"), ("naively", "guessed")):
            _make(conn, name, _over(source, query.sql))
        _make(conn, "truth", _entitled(rulings))
        found = conn.execute("SELECT count(*) FROM said").fetchone()
        assert found is not None
        columns = {name: column for column, name in query.outputs.items()}
        by_programme = {}
        for ruling in rulings:
            answer = _Answer(ruling, *(columns[f"{ruling.programme}.{name}"] for name in ("decision", "failed")))
            by_programme[ruling.programme] = (
                _count(conn, answer, "decided", facts=facts),
                _count(conn, answer, "naively", facts=facts),
            )
    three = sum((one for one, _ in by_programme.values()), Counts())
    two = sum((one for _, one in by_programme.values()), Counts())
    return Accuracy(found[0], three, two, by_programme)


def _make(conn: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    conn.execute(f"CREATE TABLE {name} AS {query}")


def _over(relation: str, query: str) -> str:
    return f"WITH facts AS (SELECT * FROM {relation}) {query}"


def _as_if_asked(used: Sequence[Fact], relation: str, *, day: date, is_guessed: bool = False) -> str:
    """A relation of plain values as if every register had been asked for them that day."""
    columns = ["person"]
    for fact in used:
        value = f"coalesce({fact.id}, {_zero(fact)})" if is_guessed else fact.id
        columns += [f"{value} AS {column}" for column in decisions.columns_of(fact)]
    sources = dict.fromkeys(source for fact in used for source in fact.sources)
    columns += [f"DATE '{day}' AS {source}{AS_OF}" for source in sources]
    return f"SELECT {', '.join(columns)} FROM {relation}"


def _zero(fact: Fact) -> str:
    match fact.type:
        case FactType.BOOLEAN:
            return "false"
        case FactType.INTEGER:
            return "0"
        case FactType.TEXT:
            return "''"


def _entitled(rulings: Sequence[Ruling]) -> str:
    """Who is entitled in truth: plain yes or no over true facts, written apart from what decides."""
    columns = [f'{_plain(ruling.root, ruling)} AS "{ruling.programme}"' for ruling in rulings]
    return f"SELECT {', '.join(['person', *columns])} FROM actual"


def _plain(node: Node, ruling: Ruling) -> str:
    match node:
        case Leaf():
            return sql_of(node.condition, parameters=ruling.numbers)
        case AllOf():
            return "(" + " AND ".join(_plain(one, ruling) for one in node.children) + ")"
        case AnyOf():
            return "(" + " OR ".join(_plain(one, ruling) for one in node.children) + ")"
        case NotOf():
            return f"(NOT {_plain(node.child, ruling)})"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What decides, and the columns of its decision and its failed set."""

    ruling: Ruling
    decision: str
    failed: str


def _count(conn: duckdb.DuckDBPyConnection, answer: _Answer, table: str, *, facts: Facts) -> Counts:
    used = answer.ruling.facts
    is_refused, is_granted = (f"it.{answer.decision} = '{one}'" for one in (Outcome.NOT_ENTITLED, Outcome.ENTITLED))
    is_due = f'truth."{answer.ruling.programme}"'
    is_wrong = f"(({is_refused} AND {is_due}) OR ({is_granted} AND NOT {is_due}))"
    rests_on_right = f"CASE WHEN {is_refused} THEN {_is_right_in_failed(answer)} ELSE {_is_right(used)} END"
    sure = [name for name in used if _has_authority_alone(facts.facts[name], facts)]
    is_register = f"NOT ({_is_right(sure)})"
    conditions = (
        "true",
        is_due,
        is_granted,
        is_refused,
        f"it.{answer.decision} = '{Outcome.NEEDS_EVIDENCE}'",
        f"{is_refused} AND {is_due} AND {rests_on_right}",
        f"{is_granted} AND NOT {is_due} AND {rests_on_right}",
        f"{is_wrong} AND NOT ({rests_on_right}) AND {is_register}",
        f"{is_wrong} AND NOT ({rests_on_right}) AND NOT {is_register}",
    )
    counts = ", ".join(f"count(*) FILTER (WHERE {one})" for one in conditions)
    row = conn.execute(
        f"SELECT {counts} FROM {table} AS it JOIN truth USING (person) "
        "JOIN known USING (person) JOIN actual USING (person)"
    ).fetchone()
    assert row is not None
    return Counts(*row)


def _is_right(names: Sequence[str]) -> str:
    each = [f"(known.{name} IS NULL OR known.{name} IS NOT DISTINCT FROM actual.{name})" for name in names]
    return f"({' AND '.join(each)})" if each else "true"


def _is_right_in_failed(answer: _Answer) -> str:
    """Whether every fact of every criterion a refusal failed by is right or unknown."""
    each = [
        f"((it.{answer.failed} & {1 << place}) = 0 OR {_is_right(facts_of(leaf.condition))})"
        for place, leaf in enumerate(answer.ruling.leaves)
    ]
    return f"({' AND '.join(each)})"


def _has_authority_alone(fact: Fact, facts: Facts) -> bool:
    return all(facts.sources[source].is_authoritative for source in fact.sources)
