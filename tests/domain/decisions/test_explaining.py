"""A decision is explained in either language from its record alone; nobody is asked for what changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from domain.criteria.invented import DAY, GROUND, spoken
from domain.decisions.asking import RULINGS, Said
from domain.decisions.cases import ASKED, GRANTED, REFUSED, record, ruling
from given.rulebook import REFERENCE
from socert.domain import decisions
from socert.domain.decisions import DecisionRecord, NodeRecord, Outcome
from socert.values import Language, Text

GOLDEN = Path(__file__).parent / "golden"
CASES = {"granted": GRANTED, "refused": REFUSED, "asked": ASKED}


def lines(found: DecisionRecord, language: Language) -> list[str]:
    """The explanation of a record that was written down as JSON and read back."""
    written = msgspec.json.encode(found)
    read = msgspec.json.decode(written, type=DecisionRecord)
    assert read == found
    return list(decisions.lines_of(decisions.explain(read, language=language)))


def leaves(node: NodeRecord) -> Iterable[NodeRecord]:
    """The criteria of a record in reading order."""
    yield from ([node] if node.id else [])
    for child in node.children:
        yield from leaves(child)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", Language)
def test_a_case_is_explained_in_these_words(name: str, language: Language) -> None:
    found = record(CASES[name])
    text = "\n".join(lines(found, language)).replace(found.sha256, "{sha256}") + "\n"
    assert text == (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")


def test_a_refusal_that_rests_on_a_statement_is_looked_at_first() -> None:
    stated = {**REFUSED, "lives_alone": {"value": False, "source": "household", "as_of": "2026-10-20"}}
    found = record(stated)
    assert found.needs_review
    assert any("caseworker" in line for line in lines(found, Language.EN))
    assert not record(REFUSED).needs_review, "here the population register said so"
    surely = record({"resident": False})
    assert (surely.outcome, surely.failed, surely.needs_review) == (Outcome.NOT_ENTITLED, ("RESIDENT",), False)
    assert not any("caseworker" in line for line in lines(surely, Language.EN))


@pytest.mark.parametrize("programme", sorted(path.stem for path in (REFERENCE / "programmes").glob("*.yaml")))
def test_a_stranger_can_be_told_about_every_programme(programme: str) -> None:
    found = record({}, ruling(programme))
    assert found.outcome is Outcome.NEEDS_EVIDENCE
    assert set(found.needed) == {fact for leaf in leaves(found.tree) if leaf.id in found.missing for fact in leaf.facts}
    for language in Language:
        assert not any("{" in line for line in lines(found, language))


@given(RULINGS, spoken())
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_it_can_be_explained_and_only_what_is_missing_is_asked_for(
    one: decisions.Ruling, said: Said
) -> None:
    words = Text(ru="{age} {income} {colour} {p_minimum} {nothing}", en="{alone} {made0} {children} {p_below}")
    told = replace(one, root=_told(one.root, words))
    settled = decisions.settle_all(said, ruling=told, facts=GROUND.facts, decided_on=DAY)
    decided = decisions.decide(told, settled=settled, facts=GROUND.facts, decided_on=DAY)
    found = decisions.record_of(decided, statements=said, ground=GROUND, is_published=False, engine="a test")
    for language in Language:
        assert not any("{" in line for line in lines(found, language))
    allowed = {fact for leaf in leaves(found.tree) if leaf.id in found.missing for fact in leaf.lacking}
    allowed |= {fact for amount in found.amounts for fact in amount.lacking}
    assert set(found.needed) == allowed
    assert bool(found.needed) == (found.outcome is Outcome.NEEDS_EVIDENCE)
    assert all(settled[name].value is None for name in found.needed)


def test_an_amount_that_is_not_known_yet_is_asked_about() -> None:
    facts = {"resident": True, "veteran_kind": "war", "needs_refrigerator": True, "in_care_home": False}
    found = record({**facts, "needs_washing_machine": False}, ruling("veterans-durables"))
    assert (found.outcome, found.missing, found.needed) == (Outcome.NEEDS_EVIDENCE, (), ("needs_television",))
    told = "\n".join(lines(found, Language.EN))
    assert "  Television: not known yet, depends on: needs a television\n" in told
    assert "  Refrigerator: 1\u00a0item, up to RUB 10,900.00\n" in told
    assert "  Washing machine: not given\n" in told
    assert "\nWhat is needed\n  Needs a television: a report on living conditions\n\n" in told


def test_the_opposite_of_one_criterion_is_one_line_that_says_whether_it_is_as_it_should_be() -> None:
    lives = {True: "✗ not met: You live in a care home", False: "✓ met: You live at home"}
    for in_care_home, said in lives.items():
        told = lines(record({"in_care_home": in_care_home}, ruling("home-care")), Language.EN)
        assert any(line.strip().startswith(said) for line in told), told


def test_evidence_for_what_is_needed_settles_the_decision() -> None:
    answers: Mapping[str, Any] = {"veteran_kind": "none", "lives_alone": False, "income_per_head": 9_000}
    settled = record({**ASKED, **answers, "income_reason_is_valid": True})
    assert set(record(ASKED).needed) == {*answers, "income_reason_is_valid"}
    assert (settled.outcome, settled.needed) == (Outcome.ENTITLED, ())


def _told(node: Any, words: Text) -> Any:
    if hasattr(node, "condition"):
        return replace(node, met=words, not_met=words, unknown=words)
    if hasattr(node, "child"):
        return replace(node, child=_told(node.child, words))
    return replace(node, children=tuple(_told(child, words) for child in node.children))
