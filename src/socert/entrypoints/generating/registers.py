"""What registers say about people of whom the truth is known: SQL expressions over the table `life`."""

from collections.abc import Iterator, Mapping

from socert.domain.criteria import Fact, Facts, FactType, FactValue, Source, Unit
from socert.entrypoints.generating.shares import CONTRADICTORY, OUTDATED, REGISTERS, STALE_DAYS_MAX, WRONG

#: Facts that one answer tells together: who errs about the size of a household errs about living alone.
_TOLD_WITH: Mapping[str, str] = {"lives_alone": "household_size"}
#: A statement is made for the whole household at once.
_KEYS: Mapping[str, str] = {"household": "household_key"}


_TYPES: Mapping[FactType, str] = {
    FactType.BOOLEAN: "boolean",
    FactType.INTEGER: "bigint",
    FactType.TEXT: "varchar",
}


def as_of(source: str) -> str:
    """The name of the column that says when a source was asked."""
    return f"{source}__as_of"


def second(fact: Fact) -> str:
    """The name of the column with the second source's answer."""
    return f"{fact.id}__{fact.sources[1]}"


def true_answer(fact: Fact) -> str:
    """The name of the column with the truth, where it stands beside what registers say."""
    return f"{fact.id}__true"


def type_of(fact: Fact) -> str:
    """The type of a fact's columns."""
    return _TYPES[fact.type]


def true_columns(facts: Facts) -> Iterator[tuple[str, str]]:
    """Names and expressions of the columns of truth."""
    yield "person", "person"
    for fact in facts.facts.values():
        yield fact.id, f"{fact.id}::{_TYPES[fact.type]}"


def asked_columns(facts: Facts, *, day: str) -> Iterator[tuple[str, str]]:
    """For each source the day on which it was asked about a person; none is after `day`, a SQL date."""
    for source in facts.sources.values():
        yield as_of(source.id), _asked(source, day=day)


def said_columns(facts: Facts, *, day: str) -> Iterator[tuple[str, str]]:
    """Names and expressions of the columns of facts, over `life` with the days of `asked_columns`."""
    yield "person", "person"
    for fact in facts.facts.values():
        yield fact.id, _said(fact, facts.sources[fact.sources[0]], day=day)
        if len(fact.sources) > 1:
            yield second(fact), _said(fact, facts.sources[fact.sources[1]], day=day)
    for source in facts.sources.values():
        yield as_of(source.id), as_of(source.id)


def is_fresh(source: Source, *, day: str) -> str:
    """Whether a source was asked and its answer still counts on a day, a SQL date."""
    return f"coalesce(date_diff('day', {as_of(source.id)}, {day}) <= {source.fresh_days}, false)"


def _asked(source: Source, *, day: str) -> str:
    if source.id not in REGISTERS:
        return "null::date"  # nothing is known of how it answers, so it is never asked
    register, key = REGISTERS[source.id], _KEYS.get(source.id, "key")
    how, days = f"draw({key}, 'asked {source.id}')", f"{key}, 'days {source.id}'"
    return (
        f"case when {how} < {register.not_asked} then null"
        f" when {how} < {register.not_asked + register.stale}"
        f" then {day} - {source.fresh_days + 1} - whole({days}, {STALE_DAYS_MAX})::integer"
        f" else {day} - whole({days}, {source.fresh_days + 1})::integer end"
    )


def _said(fact: Fact, source: Source, *, day: str) -> str:
    """What a source says of a fact: the truth, something else, or nothing."""
    is_first = source.id == fact.sources[0]
    told = _TOLD_WITH.get(fact.id, fact.id)
    error, side = f"draw(key, 'error {told}')", f"chance(key, 'side {told}', 0.5)"
    silent = 0.0 if fact.absence is not None or source.id not in REGISTERS else REGISTERS[source.id].silent
    is_silent = f"{as_of(source.id)} is null or {fact.id} is null or chance(key, 'silent {told} {source.id}', {silent})"
    is_wrong = f"{error} < {WRONG}"
    if len(fact.sources) > 1:
        is_wrong += f" or {error} between {WRONG} and {WRONG + CONTRADICTORY} and {side} = {literal(is_first)}"
    outdated = f"not {is_fresh(source, day=day)} and chance(key, 'outdated {told} {source.id}', {OUTDATED})"
    said = f"case when {is_silent} then null when {is_wrong} or {outdated} then {_wrong(fact)} else {fact.id} end"
    if fact.absence is not None and is_first:
        said = f"nullif({said}, {literal(fact.absence)})"
    return f"({said})::{_TYPES[fact.type]}"


def _wrong(fact: Fact) -> str:
    """Something that is not the truth and could be said."""
    if fact.id == "household_size":
        return f"case when {fact.id} = 1 then 2 else 1 end"
    match fact.type:
        case FactType.BOOLEAN:
            return f"not {fact.id}"
        case FactType.TEXT:
            words = f"[{', '.join(map(literal, fact.names or ()))}]"
            return f"{words}[list_position({words}, {fact.id}) % len({words}) + 1]"
        case FactType.INTEGER:
            return _other_number(fact)


def _other_number(fact: Fact) -> str:
    true, higher = fact.id, f"chance(key, 'higher {fact.id}', 0.5)"
    step = f"(1 + whole(key, 'step {fact.id}', {max(1, (fact.most - fact.least) // 10)}))"
    if fact.unit is Unit.ROUBLES:
        step = f"(1 + {true} // 2 + whole(key, 'step {fact.id}', 5000))"
    can_be_higher = f"{true} + {step} <= {fact.most}"
    return (
        f"case when {can_be_higher} and ({higher} or {true} - {step} < {fact.least}) then {true} + {step}"
        f" when {true} - {step} >= {fact.least} then {true} - {step}"
        f" when {true} > {fact.least} then {fact.least} else {fact.most} end"
    )


def literal(value: FactValue) -> str:
    """A value of a fact as SQL writes it."""
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
