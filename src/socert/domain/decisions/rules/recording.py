"""From a decision to its record: nothing but what the record holds is needed to say it in words."""

from collections.abc import Mapping, Sequence

from socert.domain.criteria import (
    AllOf,
    AnyOf,
    Facts,
    FactValue,
    Ground,
    Known,
    Leaf,
    NotOf,
    Statement,
    Truth,
    Weighed,
    facts_of,
    lacking_facts,
    name_of_value,
)
from socert.domain.decisions.model.decided import Amount, Decided
from socert.domain.decisions.model.record import (
    FORMAT,
    AmountRecord,
    DecisionRecord,
    FactRecord,
    NodeKind,
    NodeRecord,
    ParameterRecord,
    RegionRecord,
    Said,
    Status,
)
from socert.domain.decisions.model.ruling import AmountRule, Ruling
from socert.values import Text

_STATUS: Mapping[Truth, Status] = {True: Status.MET, False: Status.NOT_MET, None: Status.UNKNOWN}


def record_of(
    decided: Decided,
    *,
    statements: Mapping[str, Sequence[Statement]],
    ground: Ground,
    is_published: bool,
    engine: str,
) -> DecisionRecord:
    """The record of a decision, from what the sources said as it was settled.

    `is_published`: the version that decided was read from what was published; `engine`: what decided, and its version.
    """
    ruling = decided.ruling
    known = {name: one.value for name, one in decided.settled.items()}
    return DecisionRecord(
        format=FORMAT,
        programme=ruling.programme,
        title=ruling.title,
        valid_from=ruling.valid_from,
        sha256=ruling.sha256,
        is_published=is_published,
        legal_basis=ruling.legal_basis,
        day=ruling.day,
        decided_on=decided.decided_on,
        region=None if ruling.region is None else RegionRecord(ruling.region, ground.regions[ruling.region].title),
        outcome=decided.outcome,
        needs_review=decided.needs_review,
        tree=_node(decided.tree, known, ruling),
        missing=tuple(leaf.id for leaf in decided.missing),
        failed=tuple(leaf.id for leaf in decided.failed),
        needed=_needed(decided, known),
        amounts=tuple(_amount(*both) for both in zip(ruling.amounts, decided.amounts, strict=False)),
        facts=tuple(_fact(name, decided, statements.get(name, ()), ground.facts) for name in decided.settled),
        parameters=_parameters(ruling),
        engine=engine,
    )


def _needed(decided: Decided, known: Known) -> tuple[str, ...]:
    numbers = decided.ruling.numbers
    missing = [lacking_facts(leaf.condition, known=known, parameters=numbers) for leaf in decided.missing]
    missing += [one.lacking for one in decided.amounts]
    return tuple(dict.fromkeys(fact for lacking in missing for fact in lacking))


def _node(weighed: Weighed, known: Known, ruling: Ruling) -> NodeRecord:
    status = _STATUS[weighed.truth]
    children = tuple(_node(child, known, ruling) for child in weighed.children)
    match weighed.node:
        case Leaf() as leaf:
            return NodeRecord(
                NodeKind.LEAF,
                status,
                id=leaf.id,
                when=leaf.text,
                facts=facts_of(leaf.condition),
                lacking=lacking_facts(leaf.condition, known=known, parameters=ruling.numbers),
                words={Status.MET: leaf.met, Status.NOT_MET: leaf.not_met, Status.UNKNOWN: leaf.unknown}[status],
                basis=leaf.basis,
            )
        case AllOf(title=title):
            return NodeRecord(NodeKind.ALL, status, title=title, children=children)
        case AnyOf(title=title):
            return NodeRecord(NodeKind.ANY, status, title=title, children=children)
        case NotOf(title=title):
            return NodeRecord(NodeKind.NOT, status, title=title, children=children)


def _fact(name: str, decided: Decided, statements: Sequence[Statement], facts: Facts) -> FactRecord:
    fact, settled = facts.facts[name], decided.settled[name]

    def said(one: Statement) -> Said:
        return Said(one.source, facts.sources[one.source].title, one.value, called(one.value), one.as_of)

    def called(value: FactValue | None) -> Text | None:
        return name_of_value(fact, value)

    return FactRecord(
        fact=name,
        title=fact.title,
        unit=fact.unit,
        standing=settled.standing,
        value=settled.value,
        value_name=called(settled.value),
        source=settled.source,
        as_of=settled.as_of,
        is_by_silence=settled.is_by_silence,
        said=tuple(said(one) for one in statements),
        evidence=fact.evidence,
    )


def _parameters(ruling: Ruling) -> tuple[ParameterRecord, ...]:
    return tuple(
        ParameterRecord(name, one.parameter.title, one.parameter.unit, one.value, one.from_day, one.source, one.region)
        for name, one in ruling.bound.items()
    )


def _amount(rule: AmountRule, amount: Amount) -> AmountRecord:
    assert rule.allowance == amount.allowance
    units = amount.units if rule.has_units else None
    return AmountRecord(amount.allowance, rule.title, rule.kind, amount.kopecks, units, rule.unit, amount.lacking)
