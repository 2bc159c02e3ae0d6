"""Decide one case: weigh the tree, name what is missing or failed, work out the amounts."""

from collections.abc import Mapping, Sequence
from datetime import date

from socert.domain.criteria import (
    Condition,
    Facts,
    FactValue,
    Known,
    Leaf,
    Settled,
    Statement,
    Weighed,
    facts_of,
    failed_leaves,
    lacking_facts,
    missing_leaves,
    settle,
    truth_of,
    weigh,
)
from socert.domain.decisions.model.decided import Amount, Decided, Outcome
from socert.domain.decisions.model.ruling import AmountRule, Ruling


def settle_all(
    statements: Mapping[str, Sequence[Statement]], *, ruling: Ruling, facts: Facts, decided_on: date
) -> Mapping[str, Settled]:
    """What is taken of every fact the ruling looks at or its words name."""
    return {
        name: settle(facts.facts[name], statements.get(name, ()), facts=facts, day=decided_on)
        for name in ruling.facts + ruling.told
    }


def decide(ruling: Ruling, *, settled: Mapping[str, Settled], facts: Facts, decided_on: date) -> Decided:
    """The decision on one person, with its reasons."""
    known: dict[str, FactValue | None] = {name: one.value for name, one in settled.items()}
    tree = weigh(ruling.root, known=known, parameters=ruling.numbers)
    amounts = tuple(_amount(one, known, ruling.numbers) for one in ruling.amounts) if tree.truth else ()
    failed = failed_leaves(tree)
    return Decided(
        ruling=ruling,
        outcome=_outcome(tree, amounts),
        tree=tree,
        missing=missing_leaves(tree),
        failed=failed,
        amounts=amounts,
        needs_review=not all(_is_sure(leaf, settled, facts) for leaf in failed),
        settled=settled,
        decided_on=decided_on,
    )


def _is_sure(leaf: Leaf, settled: Mapping[str, Settled], facts: Facts) -> bool:
    """Whether each fact a criterion failed by was said by an authoritative source."""
    said = [settled[fact].source for fact in facts_of(leaf.condition)]
    return all(facts.sources[source].is_authoritative for source in said if source is not None)


def _outcome(tree: Weighed, amounts: Sequence[Amount]) -> Outcome:
    if tree.truth is False:
        return Outcome.NOT_ENTITLED
    if tree.truth is None or any(one.kopecks is None for one in amounts):
        return Outcome.NEEDS_EVIDENCE
    return Outcome.ENTITLED


def _amount(rule: AmountRule, known: Known, numbers: Mapping[str, int]) -> Amount:
    if rule.given_when is not None:
        given = truth_of(rule.given_when, known=known, parameters=numbers)
        if given is None:
            return _unknown(rule, rule.given_when, known, numbers)
        if not given:
            return Amount(rule.allowance, 0, 0)
    for step in rule.steps:
        holds = True if step.when is None else truth_of(step.when, known=known, parameters=numbers)
        if holds is None:
            assert step.when is not None
            return _unknown(rule, step.when, known, numbers)
        if holds:
            return Amount(rule.allowance, step.kopecks, step.units)
    raise AssertionError("the last step of a table holds for everybody")


def _unknown(rule: AmountRule, condition: Condition, known: Known, numbers: Mapping[str, int]) -> Amount:
    return Amount(rule.allowance, None, None, lacking_facts(condition, known=known, parameters=numbers))
