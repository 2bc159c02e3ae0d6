"""One case as JSON: what is said of a person, by which source, on which day; or everything that is wrong with it.

The form: {"date", "region", "facts": {name: value | {"value", "source", "as_of"} | [two such]}}; date and region may be
left out. A value alone was said by the fact's first source on the day of the decision; null is not known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from socert.domain.criteria import Fact, Facts, FactType, FactValue, Ground, Statement
from socert.domain.files import NOTHING, Asking, Entry, Mistake, read_json

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STATEMENT = ("value", "source", "as_of")


@dataclass(frozen=True, slots=True)
class Case:
    """What is said of one person; `day` is the day of the legal event, where the case names one."""

    day: date | None
    region: str | None
    statements: Mapping[str, tuple[Statement, ...]]


def read_case(document: bytes, *, ground: Ground, decided_on: date) -> Case | tuple[Mistake, ...]:
    """A case, or all its mistakes at once."""
    root = read_json(document)
    if isinstance(root, tuple):
        return root
    asking = Asking()
    members = asking.members(root, required=("facts",), optional=("date", "region"))
    region = _choice(asking, members.get("region", NOTHING), ground.regions, ru="региона", en="region")
    case = Case(
        day=_day(asking, members["date"]) if "date" in members else None,
        region=region or None,
        statements=_statements(asking, members.get("facts", NOTHING), ground.facts, decided_on),
    )
    return tuple(asking.errors) or case


def _statements(asking: Asking, entry: Entry, facts: Facts, decided_on: date) -> Mapping[str, tuple[Statement, ...]]:
    members = asking.members(entry, required=(), optional=tuple(facts.facts))
    return {
        name: tuple(_of_one(asking, value, facts.facts[name], decided_on))
        for name, value in members.items()
        if name in facts.facts
    }


def _of_one(asking: Asking, entry: Entry, fact: Fact, decided_on: date) -> list[Statement]:
    if not isinstance(entry.value, list):
        return [_statement(asking, entry, fact, decided_on)]
    found = [_statement(asking, one, fact, decided_on) for one in asking.items(entry, least=1, most=len(fact.sources))]
    if len({one.source for one in found}) < len(found):
        asking.complain(
            entry,
            "source_twice",
            ru="Один и тот же источник назван дважды. Пожалуйста, оставьте одно из двух.",
            en="The same source is named twice; please keep one of the two.",
        )
    return found


def _statement(asking: Asking, entry: Entry, fact: Fact, decided_on: date) -> Statement:
    if not isinstance(entry.value, dict):
        return Statement(fact.sources[0], _value(asking, entry, fact), None if entry.value is None else decided_on)
    asking.members(entry, required=(), optional=_STATEMENT)
    given = {name: one for name, one in entry.value.items() if name in _STATEMENT}
    if "value" not in given:
        asking.members(entry, required=("value",), optional=_STATEMENT)
    source, as_of = given.get("source"), given.get("as_of")
    return Statement(
        source=fact.sources[0] if source is None else _source(asking, source, fact),
        value=_value(asking, given.get("value", NOTHING), fact),
        as_of=decided_on if as_of is None else _day(asking, as_of),
    )


def _source(asking: Asking, entry: Entry, fact: Fact) -> str:
    return _choice(asking, entry, dict.fromkeys(fact.sources), ru="источника", en="source") or fact.sources[0]


def _value(asking: Asking, entry: Entry, fact: Fact) -> FactValue | None:
    given = entry.value
    if given is None or entry is NOTHING:
        return None
    if isinstance(given, bool | int | str) and fact.admits(given):
        return given
    match fact.type:
        case FactType.BOOLEAN:
            asking.truth(entry)
        case FactType.INTEGER:
            asking.whole(entry, low=fact.least, high=fact.most)
        case FactType.TEXT:
            _choice(asking, entry, fact.names or {}, ru="слова", en="word")
    return None


def _choice(asking: Asking, entry: Entry, known: Mapping[str, object], *, ru: str, en: str) -> str:
    given = entry.value
    if entry is NOTHING or (isinstance(given, str) and given in known):
        return str(given or "")
    close = get_close_matches(given, known, n=1) if isinstance(given, str) else []
    hint_ru = f" Возможно, имелось в виду «{close[0]}»." if close else ""
    hint_en = f" Did you mean '{close[0]}'?" if close else ""
    asking.complain(
        entry,
        f"unknown_{en}",
        ru=f"Такого {ru} нет.{hint_ru} Возможно: {', '.join(known)}.",
        en=f"There is no such {en}.{hint_en} It may be: {', '.join(known)}.",
    )
    return ""


def _day(asking: Asking, entry: Entry) -> date:
    if isinstance(entry.value, str) and _DAY.fullmatch(entry.value):
        try:
            return date.fromisoformat(entry.value)
        except ValueError:
            pass
    asking.complain(
        entry,
        "not_a_day",
        ru='Здесь нужен день вида "2026-01-31". Пожалуйста, поправьте его.',
        en='A day such as "2026-01-31" belongs here; please mend it.',
    )
    return date.min
