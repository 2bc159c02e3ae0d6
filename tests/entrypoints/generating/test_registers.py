"""Registers know people as badly as their shares say, and what region.json counts is what a decision settles."""

from collections import Counter
from pathlib import Path

import pytest

from given.regions import DAY, MadeRegion, facts_of, make
from socert.domain import criteria
from socert.entrypoints.generating.shares import CONTRADICTORY, OUTDATED, REGISTERS, WRONG


def test_every_register_of_the_file_has_shares() -> None:
    assert set(REGISTERS) == set(facts_of().sources)


@pytest.mark.parametrize("source", REGISTERS)
def test_a_register_was_asked_as_its_shares_say(region: MadeRegion, source: str) -> None:
    days = f"date_diff('day', {source}__as_of, date '{DAY}')"
    term = facts_of().sources[source].fresh_days
    ((not_asked, stale, newest, oldest),) = region.ask(
        f"select avg(({days} is null)::int), avg(coalesce({days} > {term}, false)::int), min({days}), max({days}) "
        "from facts"
    )
    assert not_asked == pytest.approx(REGISTERS[source].not_asked, abs=0.01, rel=0.15)
    assert stale == pytest.approx(REGISTERS[source].stale, abs=0.005, rel=0.15)
    assert (newest, oldest) >= (0, term + 300)


def test_answers_are_wrong_as_their_shares_say(region: MadeRegion) -> None:
    """Over facts whose wrong answers show: the register is not silent about them."""
    for fact, source in (("age", "population"), ("woman", "population"), ("care_level", "care")):
        fresh = f"date_diff('day', {source}__as_of, date '{DAY}') <= "
        ((wrong, outdated),) = region.ask(
            f"select avg((f.{fact} <> t.{fact})::int) filter ({fresh} 92), avg((f.{fact} <> t.{fact})::int) filter "
            f"({fresh} 999 and not {fresh} 366) from facts f join truth t using (person)"
        )
        assert wrong == pytest.approx(WRONG, rel=0.3)
        assert outdated == pytest.approx(OUTDATED + WRONG, rel=0.4)
    fresh_twice = "tax__as_of >= date '2026-11-01' - 183 and pension__as_of >= date '2026-11-01' - 92"
    ((differ,),) = region.ask(
        f"select avg((income_per_head <> income_per_head__pension)::int) filter ({fresh_twice}) from facts"
    )
    assert differ == pytest.approx(CONTRADICTORY, rel=0.15)


def test_a_complete_register_is_silent_about_whoever_is_not_in_it(region: MadeRegion) -> None:
    for fact in facts_of().facts.values():
        if fact.absence is not None:
            quoted = f"'{fact.absence}'" if isinstance(fact.absence, str) else str(fact.absence).lower()
            assert region.ask(f"select count(*) from facts where {fact.id} = {quoted}") == [(0,)]


def test_region_json_counts_what_a_decision_settles(tmp_path: Path) -> None:
    region = make(tmp_path, count=3_000, seed=5)
    told = region.told.answers.items()
    assert _settled(region) == {(fact, how): count for fact, counts in told for how, count in counts.items() if count}


def _settled(region: MadeRegion) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for said, life in zip(region.rows("facts"), region.rows("truth"), strict=True):
        for fact in facts_of().facts.values():
            columns = (fact.id, *(f"{fact.id}__{source}" for source in fact.sources[1:]))
            statements = [
                criteria.Statement(source, said[column], said[f"{source}__as_of"])
                for source, column in zip(fact.sources, columns, strict=True)
            ]
            settled = criteria.settle(fact, statements, facts=facts_of(), day=DAY)
            known = "right" if settled.value == life[fact.id] else "wrong"
            counts[fact.id, known if settled.standing is criteria.Standing.KNOWN else settled.standing.value] += 1
    return counts
