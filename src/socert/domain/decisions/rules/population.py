"""Decide a population: one SQL text for all programmes in one pass, the same for every engine.

It is built in layers, each a projection of the one below: facts settled, conditions, groups by height, answers. A
condition or group that several programmes share is worked out once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from socert.domain.criteria import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Facts,
    FactType,
    FactValue,
    Leaf,
    Node,
    NotOf,
    children_of,
    facts_of,
    sql_of,
)
from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.population import AS_OF, PERSON, RELATION, ColumnType, PopulationQuery
from socert.domain.decisions.model.ruling import AmountRule, Ruling
from socert.domain.decisions.rules.counting import counting_query

#: How columns made on the way begin; no name of a fact or a source has two underscores, so none is taken.
MADE = "made__"

_TYPES = {FactType.INTEGER: ColumnType.WHOLE, FactType.BOOLEAN: ColumnType.TRUTH, FactType.TEXT: ColumnType.WORDS}


def population_query(rulings: Sequence[Ruling], *, facts: Facts, decided_on: date) -> PopulationQuery:
    """The query that decides all programmes for everybody in one pass."""
    names = tuple(dict.fromkeys(fact for ruling in rulings for fact in ruling.facts))
    used = [facts.facts[name] for name in names]
    layers = _Layers(_settled(used, facts=facts, decided_on=decided_on))
    asked = [_ask(layers, ruling) for ruling in rulings]
    outputs = {PERSON: PERSON}
    answers = []
    for place, (ruling, tree) in enumerate(zip(rulings, asked, strict=True)):
        for number, (suffix, text) in enumerate(_answers(layers, ruling, tree, facts=facts)):
            column = f"{MADE}r{place}_{number}"
            answers.append(f"{text} AS {column}")
            outputs[column] = f"{ruling.programme}.{suffix}"
    return PopulationQuery(
        sql=layers.select(answers),
        inputs=_inputs(used),
        outputs=outputs,
        facts={column: fact for fact in used for column in columns_of(fact)},
        sources={f"{one}{AS_OF}": facts.sources[one] for fact in used for one in fact.sources},
        counting=counting_query(rulings),
    )


def settled_query(names: Sequence[str], *, facts: Facts, decided_on: date) -> str:
    """A SELECT over the relation `facts`: for each person what is taken of these facts, NULL where they are unknown."""
    return _settled([facts.facts[name] for name in names], facts=facts, decided_on=decided_on)


@dataclass(slots=True)
class _Layers:
    """Columns to be made, layer over layer; the same text is made once."""

    source: str
    columns: dict[str, tuple[str, int]] = field(default_factory=dict)

    def column(self, text: str, *, height: int) -> str:
        """The name of a column that holds what a text says, made at this height."""
        if text not in self.columns:
            self.columns[text] = (f"{MADE}{len(self.columns)}", height)
        return self.columns[text][0]

    def select(self, answers: Iterable[str]) -> str:
        """The whole query."""
        query = self.source
        for height in sorted({height for _, height in self.columns.values()}):
            made = [f"{text} AS {name}" for text, (name, at) in self.columns.items() if at == height]
            query = f"SELECT *, {', '.join(made)} FROM ({query}) AS h{height}"
        return f"SELECT {', '.join([PERSON, *answers])} FROM ({query}) AS answered"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A node with the column of its truth."""

    node: Node
    column: str
    height: int
    children: tuple["_Asked", ...]


def _ask(layers: _Layers, ruling: Ruling) -> _Asked:
    def ask(node: Node) -> _Asked:
        if isinstance(node, Leaf):
            return _Asked(node, layers.column(_text(node.condition, ruling), height=1), 1, ())
        children = tuple(ask(one) for one in children_of(node))
        height = 1 + max(one.height for one in children)
        match node:
            case AllOf():
                text = f"({' AND '.join(one.column for one in children)})"
            case AnyOf():
                text = f"({' OR '.join(one.column for one in children)})"
            case NotOf():
                text = f"(NOT {children[0].column})"
        return _Asked(node, layers.column(text, height=height), height, children)

    return ask(ruling.root)


def _text(condition: Condition, ruling: Ruling) -> str:
    return sql_of(condition, parameters=ruling.numbers)


def _answers(layers: _Layers, ruling: Ruling, root: _Asked, *, facts: Facts) -> Iterable[tuple[str, str]]:
    bits = {leaf.id: 1 << place for place, leaf in enumerate(ruling.leaves)}
    amounts = [(one, *_amounts(layers, ruling, one, root.column)) for one in ruling.amounts]
    lacking = [known for _, _, _, known in amounts if known]
    granted = " AND ".join([root.column, *(f"({known}) IS NOT NULL" for known in lacking)])
    failed = _failed(root, bits, against=False)
    unsure = list(_unsure(ruling, bits, failed, facts=facts))
    refused = f"WHEN NOT {root.column} THEN '{Outcome.NOT_ENTITLED}'"
    yield "decision", f"CASE {refused} WHEN {granted} THEN '{Outcome.ENTITLED}' ELSE '{Outcome.NEEDS_EVIDENCE}' END"
    yield "missing", f"CAST({_missing(root, bits)} AS BIGINT)"
    yield "failed", f"CAST({failed} AS BIGINT)"
    yield "review", f"({' OR '.join(unsure)})" if unsure else "false"
    for one, kopecks, units, _ in amounts:
        yield f"amount.{one.allowance}", f"CAST({kopecks} AS BIGINT)"
        if one.has_units:
            yield f"units.{one.allowance}", f"CAST({units} AS BIGINT)"


def _unsure(ruling: Ruling, bits: Mapping[str, int], failed: str, *, facts: Facts) -> Iterable[str]:
    """For each criterion that may fail by a fact no authoritative source said: that it does."""
    for leaf in ruling.leaves:
        used = [facts.facts[name] for name in facts_of(leaf.condition)]
        doubted = [f"({one.id} IS NOT NULL AND NOT {MADE}sure__{one.id})" for one in used if _may_be_unsure(one, facts)]
        if doubted:
            yield f"((CAST({failed} AS BIGINT) & {bits[leaf.id]}) <> 0 AND ({' OR '.join(doubted)}))"


def _missing(asked: _Asked, bits: Mapping[str, int]) -> str:
    if isinstance(asked.node, Leaf):
        return f"CASE WHEN {asked.column} IS NULL THEN {bits[asked.node.id]} ELSE 0 END"
    below = " + ".join(_missing(one, bits) for one in asked.children)
    return f"CASE WHEN {asked.column} IS NULL THEN {below} ELSE 0 END"


def _failed(asked: _Asked, bits: Mapping[str, int], *, against: bool, is_sure: bool = False) -> str:
    """`is_sure`: whoever comes here has this node's truth already, so that nobody need look again."""
    if isinstance(asked.node, Leaf):
        below = str(bits[asked.node.id])
    else:
        # Where any is false or all are true, each is; a not turns one thing round.
        sure = isinstance(asked.node, NotOf | (AllOf if against else AnyOf))
        wanted = not against if isinstance(asked.node, NotOf) else against
        below = " + ".join(_failed(one, bits, against=wanted, is_sure=sure) for one in asked.children)
    holds = asked.column if against else f"NOT {asked.column}"
    return below if is_sure else f"CASE WHEN {holds} THEN {below} ELSE 0 END"


def _amounts(layers: _Layers, ruling: Ruling, rule: AmountRule, root: str) -> tuple[str, str, str]:
    """Kopecks and units of an allowance, and what is NULL while it is unknown ('' when it never is)."""
    steps = [(None if one.when is None else _column(layers, one.when, ruling), one) for one in rule.steps]
    given = None if rule.given_when is None else _column(layers, rule.given_when, ruling)

    def table(pick: str) -> str:
        text = ""
        for column, step in steps:
            value = str(getattr(step, pick))
            text += f"WHEN {column} THEN {value} WHEN {column} IS NULL THEN NULL " if column else f"ELSE {value} "
        return f"CASE {text}END" if len(steps) > 1 else str(getattr(steps[0][1], pick))

    kopecks, units = table("kopecks"), table("units")
    if given is not None:
        kopecks, units = (f"CASE WHEN {given} THEN {one} WHEN NOT {given} THEN 0 END" for one in (kopecks, units))
    known = kopecks if rule.conditions else ""
    return f"CASE WHEN {root} THEN {kopecks} END", f"CASE WHEN {root} THEN {units} END", known


def _column(layers: _Layers, condition: Condition, ruling: Ruling) -> str:
    return layers.column(_text(condition, ruling), height=1)


def _settled(facts_used: Sequence[Fact], *, facts: Facts, decided_on: date) -> str:
    """The layer below all: for each fact its value where it is known, else NULL."""
    sources = dict.fromkeys(source for fact in facts_used for source in fact.sources)
    fresh = []
    for name in sources:
        oldest = date.fromordinal(max(1, decided_on.toordinal() - facts.sources[name].fresh_days))
        between = f"{name}{AS_OF} BETWEEN DATE '{oldest}' AND DATE '{decided_on}'"
        fresh.append(f"({between}) AS {MADE}fresh__{name}")
    columns = [column for fact in facts_used for column in columns_of(fact)]
    below = f"SELECT {', '.join([PERSON, *columns, *fresh])} FROM {RELATION}"
    texts = [f"{_settle(fact, facts=facts)} AS {fact.id}" for fact in facts_used]
    doubtful = [fact for fact in facts_used if _may_be_unsure(fact, facts)]
    texts += [f"({_sure(fact, facts=facts)}) AS {MADE}sure__{fact.id}" for fact in doubtful]
    return f"SELECT {', '.join([PERSON, *texts])} FROM ({below}) AS said"


def _settle(fact: Fact, *, facts: Facts) -> str:
    said = [
        _say(fact, source, column, facts=facts) for source, column in zip(fact.sources, columns_of(fact), strict=True)
    ]
    if len(said) == 1:
        return said[0]
    one, other = said
    return f"CASE WHEN ({one}) IS NULL THEN {other} WHEN ({other}) IS NULL OR ({one}) = ({other}) THEN {one} END"


def _may_be_unsure(fact: Fact, facts: Facts) -> bool:
    return not all(facts.sources[source].is_authoritative for source in fact.sources)


def _sure(fact: Fact, *, facts: Facts) -> str:
    """Whether an authoritative source said something."""
    said = [
        f"({_say(fact, source, column, facts=facts)}) IS NOT NULL"
        for source, column in zip(fact.sources, columns_of(fact), strict=True)
        if facts.sources[source].is_authoritative
    ]
    return " OR ".join(said) or "FALSE"


def _say(fact: Fact, source: str, column: str, *, facts: Facts) -> str:
    value = column
    if fact.absence is not None and source == fact.sources[0] and facts.sources[source].is_complete:
        value = f"COALESCE({column}, {_literal(fact.absence)})"
    return f"CASE WHEN {MADE}fresh__{source} THEN {value} END"


def columns_of(fact: Fact) -> tuple[str, ...]:
    """The columns a fact has in a file of facts: one a source, the first source's named like the fact."""
    return tuple(fact.id if place == 0 else f"{fact.id}__{source}" for place, source in enumerate(fact.sources))


def _inputs(used: Sequence[Fact]) -> Mapping[str, ColumnType]:
    inputs = {PERSON: ColumnType.WHOLE}
    for fact in used:
        inputs |= dict.fromkeys(columns_of(fact), _TYPES[fact.type])
    inputs |= {f"{source}{AS_OF}": ColumnType.DAY for fact in used for source in fact.sources}
    return inputs


def _literal(value: FactValue) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case str():
            return f"'{value}'"
