"""What registers said, settled to what is taken as known: fresh, not contradicted, silence where it means something."""

from collections.abc import Sequence
from datetime import date

from socert.domain.criteria.model.facts import Fact, Facts, Settled, Standing, Statement

_WORST_FIRST = (Standing.FROM_THE_FUTURE, Standing.STALE, Standing.MISSING)


def settle(fact: Fact, statements: Sequence[Statement], *, facts: Facts, day: date) -> Settled:
    """What is taken of a fact on the day of the decision.

    Known when a fresh source says a value and no other fresh one says a different one. Silence of the first source says
    the fact's `absence`, when it has one, while that source is complete and fresh. Of sources that agree an
    authoritative one is named.
    """
    heard = [_hear(fact, one, facts=facts, day=day) for one in statements]
    known = [one for one in heard if one.standing is Standing.KNOWN]
    if len({one.value for one in known}) > 1:
        return Settled(fact.id, Standing.CONTRADICTORY)
    if known:
        return next((one for one in known if facts.sources[one.source or ""].is_authoritative), known[0])
    standings = {one.standing for one in heard}
    return Settled(fact.id, next((one for one in _WORST_FIRST if one in standings), Standing.MISSING))


def _hear(fact: Fact, statement: Statement, *, facts: Facts, day: date) -> Settled:
    source = facts.sources[statement.source]
    if statement.as_of is None:
        return Settled(fact.id, Standing.MISSING)
    if statement.as_of > day:
        return Settled(fact.id, Standing.FROM_THE_FUTURE)
    if (day - statement.as_of).days > source.fresh_days:
        return Settled(fact.id, Standing.STALE)
    if statement.value is not None:
        return Settled(fact.id, Standing.KNOWN, statement.value, source.id, statement.as_of)
    if fact.absence is not None and source.is_complete and statement.source == fact.sources[0]:
        return Settled(fact.id, Standing.KNOWN, fact.absence, source.id, statement.as_of, is_by_silence=True)
    return Settled(fact.id, Standing.MISSING)
