"""The file of facts: sources and facts, or everything that is wrong with it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from socert.domain.criteria.model.facts import (
    SOURCES_OF_A_FACT_MAX,
    WHOLE_MAX,
    Fact,
    Facts,
    FactType,
    FactValue,
    Source,
    Unit,
)
from socert.domain.criteria.model.parameters import PREFIX
from socert.domain.criteria.rules.reserved import RESERVED
from socert.domain.files import NOTHING, Asking, Entry, Mistake, read
from socert.values import Text

FORMAT = "socert.facts/1"
FACTS_MAX = 500
SOURCES_MAX = 100
WORDS_MAX = 50
FRESH_DAYS_MAX = 3660

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NAME_LENGTH_MAX = 48
_UNKNOWN = "unknown"
_Named = TypeVar("_Named", Fact, Source)


def read_facts(text: str) -> Facts | tuple[Mistake, ...]:
    """The facts and sources of a file, or everything that is wrong with it, in the order of its lines."""
    root = read(text)
    if isinstance(root, tuple):
        return root
    asking = Asking()
    members = asking.members(root, required=("format", "sources", "facts"), optional=("illustrative",))
    asking.choice(members.get("format", NOTHING), (FORMAT,))
    asking.truth(members.get("illustrative", NOTHING))
    sources = _by_id(asking, members.get("sources", NOTHING), most=SOURCES_MAX, make=_source)
    found = _by_id(
        asking,
        members.get("facts", NOTHING),
        most=FACTS_MAX,
        make=lambda questions, entry: _fact(questions, entry, sources),
    )
    return tuple(sorted(asking.errors, key=lambda error: error.line or 0)) or Facts(found, sources)


def name_of(asking: Asking, entry: Entry) -> str:
    """The id of a fact, source or parameter: a name that SQL can have for a column."""
    given = entry.value
    if entry is NOTHING:
        return ""
    is_name = isinstance(given, str) and len(given) <= NAME_LENGTH_MAX and NAME.fullmatch(given)
    if is_name and not str(given).startswith(PREFIX) and given not in RESERVED:
        return str(given)
    asking.complain(
        entry,
        "not_a_name",
        ru="Имя пишется строчными латинскими буквами, цифрами и одиночным _, не начинается с p_ и не занято в SQL, "
        "например income_per_head. Пожалуйста, поправьте его.",
        en="A name has small Latin letters, digits and single _, does not begin with p_ and is not taken in SQL, "
        "such as income_per_head; please mend it.",
    )
    return ""


def _by_id(asking: Asking, entry: Entry, *, most: int, make: Callable[[Asking, Entry], _Named]) -> Mapping[str, _Named]:
    found: dict[str, _Named] = {}
    for item in asking.items(entry, least=1, most=most):
        one = make(asking, item)
        _complain_if_repeated(asking, item, one.id, found)
        found[one.id] = one
    return found


def _complain_of_repeats(asking: Asking, items: Sequence[Entry], names: Sequence[str]) -> None:
    for place, (item, name) in enumerate(zip(items, names, strict=True)):
        _complain_if_repeated(asking, item, name, names[:place])


def _complain_if_repeated(asking: Asking, item: Entry, name: str, above: Collection[str]) -> None:
    if name and name in above:
        asking.complain(
            item,
            "repeated",
            ru=f"«{name}» уже есть выше. Пожалуйста, оставьте одно из двух.",
            en=f"'{name}' stands above already; please keep one of the two.",
        )


def _source(asking: Asking, entry: Entry) -> Source:
    members = asking.members(entry, required=("id", "title", "fresh_days", "complete", "authoritative"))
    return Source(
        id=name_of(asking, members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        fresh_days=asking.whole(members.get("fresh_days", NOTHING), low=0, high=FRESH_DAYS_MAX),
        is_complete=asking.truth(members.get("complete", NOTHING)),
        is_authoritative=asking.truth(members.get("authoritative", NOTHING)),
    )


_ALL = ("id", "type", "title", "sources", "absence", "evidence")
_MORE: Mapping[str, tuple[str, ...]] = {"integer": ("unit", "least", "most"), "text": ("values", "names")}


def _fact(asking: Asking, entry: Entry, sources: Mapping[str, Source]) -> Fact:
    kind = entry.value.get("type") if isinstance(entry.value, dict) else None
    given = asking.choice(kind, [one.value for one in FactType]) if kind else ""
    # Of which fields a fact has, nothing is known before its type is right.
    more = () if given else tuple(name for names in _MORE.values() for name in names)
    members = asking.members(entry, required=(*_ALL, *_MORE.get(given, ())), optional=more)
    type_ = FactType(given) if given else FactType.BOOLEAN
    named = _sources(asking, members.get("sources", NOTHING), sources)
    low, high = bounds_of(asking, members) if type_ is FactType.INTEGER else (0, 0)
    fact = Fact(
        id=name_of(asking, members.get("id", NOTHING)),
        type=type_,
        title=asking.bilingual(members.get("title", NOTHING)),
        sources=named,
        evidence=asking.bilingual(members.get("evidence", NOTHING)),
        unit=unit_of(asking, members.get("unit", NOTHING)),
        least=low,
        most=high,
        names=_names(asking, members) if type_ is FactType.TEXT else None,
    )
    if not given:
        return fact
    return _with_absence(asking, members.get("absence", NOTHING), fact, sources)


def unit_of(asking: Asking, entry: Entry) -> Unit:
    """What a number counts."""
    return Unit(asking.choice(entry, [one.value for one in Unit]) or Unit.NONE)


def bounds_of(asking: Asking, members: Mapping[str, Entry]) -> tuple[int, int]:
    """The least and the greatest value of a number."""
    low = _bound(asking, members.get("least", NOTHING), low=-WHOLE_MAX, otherwise=-WHOLE_MAX)
    return low, _bound(asking, members.get("most", NOTHING), low=low, otherwise=WHOLE_MAX)


def _bound(asking: Asking, entry: Entry, *, low: int, otherwise: int) -> int:
    """A bound; one that is not there or wrong is told by itself and leaves values unbounded."""
    before = len(asking.errors)
    found = asking.whole(entry, low=low, high=WHOLE_MAX)
    return otherwise if entry is NOTHING or len(asking.errors) > before else found


def _sources(asking: Asking, entry: Entry, sources: Mapping[str, Source]) -> tuple[str, ...]:
    items = asking.items(entry, least=1, most=SOURCES_OF_A_FACT_MAX)
    named = [asking.choice(item, tuple(sources)) for item in items]
    _complain_of_repeats(asking, items, named)
    return tuple(dict.fromkeys(one for one in named if one))


def _names(asking: Asking, members: Mapping[str, Entry]) -> Mapping[str, Text]:
    items = asking.items(members.get("values", NOTHING), least=1, most=WORDS_MAX)
    words = [_word(asking, one) for one in items]
    _complain_of_repeats(asking, items, words)
    names = asking.members(members.get("names", NOTHING), required=words)
    return {word: asking.bilingual(names.get(word, NOTHING)) for word in words if word}


def _word(asking: Asking, entry: Entry) -> str:
    given = entry.value
    if isinstance(given, str) and len(given) <= NAME_LENGTH_MAX and NAME.fullmatch(given) and given != _UNKNOWN:
        return given
    asking.complain(
        entry,
        "not_a_word",
        ru="Значение пишется строчными латинскими буквами, цифрами и одиночным _, например home_front; слова yes, no, "
        "on и off берут в кавычки, а unknown не бывает значением. Пожалуйста, поправьте его.",
        en="A value has small Latin letters, digits and single _, such as home_front; the words yes, no, on and off "
        "need quotes, and 'unknown' is never a value. Please mend it.",
    )
    return ""


def _with_absence(asking: Asking, entry: Entry, fact: Fact, sources: Mapping[str, Source]) -> Fact:
    value: FactValue | None = entry.value if isinstance(entry.value, bool | int | str) else None
    if entry is NOTHING or value == _UNKNOWN:
        return fact
    is_complete = bool(fact.sources) and sources[fact.sources[0]].is_complete
    if value is None or not fact.admits(value):
        asking.complain(
            entry,
            "not_a_value",
            ru="Молчание реестра значит unknown или одно из значений этого сведения. Пожалуйста, поправьте.",
            en="Silence of the register means 'unknown' or one of this fact's values; please mend it.",
        )
    elif fact.sources and not is_complete:
        asking.complain(
            entry,
            "source_is_not_complete",
            ru=f"Молчание значит что-то только у полного источника (complete: true), а «{fact.sources[0]}» не полон. "
            "Пожалуйста, напишите unknown.",
            en=f"Silence means something only of a complete source, and '{fact.sources[0]}' is not; "
            "please write 'unknown'.",
        )
    return replace(fact, absence=value)
