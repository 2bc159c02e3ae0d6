"""What new evidence can do to a decision: answer what was asked, and nothing else."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria.invented import GROUND, KNOWN, TREES, values_of
from domain.decisions.asking import AMOUNTS, decide, known, ruling
from socert.domain import criteria, decisions
from socert.domain.criteria import FactValue

_People = Mapping[str, FactValue | None]


@given(TREES, AMOUNTS, KNOWN, st.data())
@settings(max_examples=80, deadline=None)
def test_new_evidence_answers_what_was_asked_and_reverses_nothing(
    root: criteria.Node, amounts: tuple[decisions.AmountRule, ...], before: _People, data: st.DataObject
) -> None:
    one = ruling(root, amounts=amounts)
    after = {
        name: data.draw(st.none() | values_of(GROUND.facts.facts[name]), label=name) if value is None else value
        for name, value in before.items()
    }
    earlier, later = decide(one, known(before)), decide(one, known(after))
    # A decision stands; what is asked for only shrinks, what a refusal rests on only grows, sums known stay.
    if earlier.outcome is not decisions.Outcome.NEEDS_EVIDENCE:
        assert later.outcome is earlier.outcome
    assert set(_ids(later.missing)) <= set(_ids(earlier.missing))
    if earlier.tree.truth is False:
        assert set(_ids(earlier.failed)) <= set(_ids(later.failed))
        assert earlier.needs_review <= later.needs_review
    for former, latter in zip(earlier.amounts, later.amounts, strict=True) if earlier.tree.truth else ():
        assert former.kopecks in {None, latter.kopecks}
        assert set(latter.lacking) <= set(former.lacking) or former.kopecks is None


@given(TREES, KNOWN)
@settings(max_examples=80, deadline=None)
def test_reasons_are_told_exactly_where_there_is_something_to_tell(root: criteria.Node, person: _People) -> None:
    decided = decide(ruling(root), known(person))
    assert bool(decided.missing) == (decided.tree.truth is None)
    assert bool(decided.failed) == (decided.tree.truth is False)
    assert not set(_ids(decided.missing)) & set(_ids(decided.failed))


@given(TREES, KNOWN)
@settings(max_examples=60, deadline=None)
def test_to_answer_what_is_missing_is_enough(root: criteria.Node, person: _People) -> None:
    """Whoever brings the facts of the missing set is decided: nobody is sent for papers twice for the same reason."""
    one = ruling(root)
    asked = {fact for leaf in decide(one, known(person)).missing for fact in criteria.facts_of(leaf.condition)}
    brought = {
        name: _least(GROUND.facts.facts[name]) if value is None and name in asked else value
        for name, value in person.items()
    }
    assert decide(one, known(brought)).tree.truth is not None


@given(TREES, KNOWN, st.data())
@settings(max_examples=60, deadline=None)
def test_facts_that_were_not_asked_for_would_not_have_decided(
    root: criteria.Node, person: _People, data: st.DataObject
) -> None:
    """An unknown root stays unknown whatever is learnt beside the missing set."""
    one = ruling(root)
    decided = decide(one, known(person))
    asked = {fact for leaf in decided.missing for fact in criteria.facts_of(leaf.condition)}
    brought = {
        name: data.draw(values_of(GROUND.facts.facts[name]), label=name)
        if value is None and name not in asked
        else value
        for name, value in person.items()
    }
    if decided.tree.truth is None:
        assert decide(one, known(brought)).tree.truth is None


def _ids(leaves: tuple[criteria.Leaf, ...]) -> list[str]:
    return [leaf.id for leaf in leaves]


def _least(fact: criteria.Fact) -> FactValue:
    match fact.type:
        case criteria.FactType.BOOLEAN:
            return True
        case criteria.FactType.TEXT:
            return next(iter(fact.names or {}))
        case criteria.FactType.INTEGER:
            return fact.least
