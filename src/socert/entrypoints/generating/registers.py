"""What registers say about people of whom the truth is known: SQL expressions over the table `life`, column by column."""

from collections.abc import Iterator, Mapping

from socert.entrypoints.generating.asked import Fact, Questions, Source
from socert.entrypoints.generating.shares import CONTRADICTORY, OUTDATED, REGISTERS, STALE_DAYS_MAX, WRONG

#: Facts that one answer tells together: who errs about the size of a household errs about living alone.
_TOLD_WITH: Mapping[str, str] = {"lives_alone": "household_size"}
#: A statement is made for the whole household at once.
_KEYS: Mapping[str, str] = {"household": "household_key"}


def as_of(source: Source) -> str:
    """The name of the column that says when a source was asked."""
    return f"{source.id}__as_of"


def second(fact: Fact) -> str:
    """The name of the column with the second source's answer."""
    return f"{fact.id}__{fact.sources[1].id}"


def true_answer(fact: Fact) -> str:
    """The name of the column with the truth, where it stands beside what registers say."""
    return f"{fact.id}__true"


def true_columns(questions: Questions) -> Iterator[tuple[str, str]]:
    """Names and expressions of the columns of truth."""
    yield "person", "person"
    for fact in questions.facts:
        yield fact.id, f"{fact.id}::{fact.column_type}"


def asked_columns(questions: Questions, *, day: str) -> Iterator[tuple[str, str]]:
    """For each source the day on which it was asked about a person; none is after `day`, a SQL date."""
    for source in questions.sources:
        yield as_of(source), _asked(source, day=day)


def said_columns(questions: Questions, *, day: str) -> Iterator[tuple[str, str]]:
    """Names and expressions of the columns of facts, over `life` with the days of `asked_columns`."""
    yield "person", "person"
    for fact in questions.facts:
        yield fact.id, _said(fact, number=0, day=day)
        if len(fact.sources) > 1:
            yield second(fact), _said(fact, number=1, day=day)
    for source in questions.sources:
        yield as_of(source), as_of(source)


def is_fresh(source: Source, *, day: str) -> str:
    """Whether a source was asked and its answer still counts on a day, a SQL date."""
    return f"coalesce(date_diff('day', {as_of(source)}, {day}) <= {source.fresh_days}, false)"


def _asked(source: Source, *, day: str) -> str:
    register, key = REGISTERS[source.id], _KEYS.get(source.id, "key")
    how, days = f"draw({key}, 'asked {source.id}')", f"{key}, 'days {source.id}'"
    return (
        f"case when {how} < {register.not_asked} then null"
        f" when {how} < {register.not_asked + register.stale}"
        f" then {day} - {source.fresh_days + 1} - whole({days}, {STALE_DAYS_MAX})::integer"
        f" else {day} - whole({days}, {source.fresh_days + 1})::integer end"
    )


def _said(fact: Fact, *, number: int, day: str) -> str:
    """What the first (0) or second (1) source says: the truth, something else, or nothing."""
    source = fact.sources[number]
    told = _TOLD_WITH.get(fact.id, fact.id)
    error, side = f"draw(key, 'error {told}')", f"chance(key, 'side {told}', 0.5)"
    silent = 0.0 if fact.absence is not None else REGISTERS[source.id].silent
    contradicts = f" or {error} between {WRONG} and {WRONG + CONTRADICTORY} and {side} = ({number} = 0)"
    said = (
        f"case when {as_of(source)} is null or {fact.id} is null or chance(key, 'silent {told} {source.id}', {silent}) then null"
        f" when {error} < {WRONG}{contradicts if len(fact.sources) > 1 else ''}"
        f" or not {is_fresh(source, day=day)} and chance(key, 'outdated {told} {source.id}', {OUTDATED})"
        f" then {_wrong(fact)} else {fact.id} end"
    )
    if fact.absence is not None and number == 0:
        said = f"nullif({said}, {literal(fact.absence)})"
    return f"({said})::{fact.column_type}"


def _wrong(fact: Fact) -> str:
    """Something that is not the truth and could be said."""
    true = fact.id
    if fact.id == "household_size":
        return f"case when {true} = 1 then 2 else 1 end"
    match fact.type:
        case "boolean":
            return f"not {true}"
        case "text":
            values = f"[{', '.join(literal(value) for value in fact.values)}]"
            return f"{values}[list_position({values}, {true}) % {len(fact.values)} + 1]"
        case _:
            return _other_number(fact)


def _other_number(fact: Fact) -> str:
    true, higher = fact.id, f"chance(key, 'higher {fact.id}', 0.5)"
    step = f"(1 + whole(key, 'step {fact.id}', {max(1, (fact.most - fact.least) // 10)}))"
    if fact.unit == "roubles":
        step = f"(1 + {true} // 2 + whole(key, 'step {fact.id}', 5000))"
    return (
        f"case when {true} + {step} <= {fact.most} and ({higher} or {true} - {step} < {fact.least}) then {true} + {step}"
        f" when {true} - {step} >= {fact.least} then {true} - {step}"
        f" when {true} > {fact.least} then {fact.least} else {fact.most} end"
    )


def literal(value: bool | int | str) -> str:  # noqa: FBT001 - a value of a fact
    """A value of a fact as SQL writes it."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()
