"""A small invented rulebook with every kind of fact, and conditions, trees and people drawn over it."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count

from hypothesis import strategies as st

from socert.domain.criteria import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    FactType,
    FactValue,
    Flaw,
    Ground,
    Leaf,
    Node,
    NotOf,
    Statement,
    read_condition,
    read_ground,
)
from socert.values import Text

DAY = date(2026, 11, 1)
WORDS = Text(ru="-", en="-")


def _fact(name: str, kind: str, sources: str, absence: str) -> str:
    return (
        f"  - {{id: {name}, {kind}, sources: [{sources}], absence: {absence}, "
        f"title: {{ru: {name}, en: {name}}}, evidence: {{ru: бумага, en: a paper}}}}\n"
    )


def _words(*words: str) -> str:
    names = ", ".join(f"{word}: {{ru: {word}, en: {word}}}" for word in words)
    return f"type: text, values: [{', '.join(words)}], names: {{{names}}}"


_SOURCES = """\
format: socert.facts/1
sources:
  - {id: town, fresh_days: 10, complete: true, authoritative: true, title: {ru: город, en: town}}
  - {id: office, fresh_days: 0, complete: false, authoritative: true, title: {ru: контора, en: office}}
  - {id: neighbours, fresh_days: 30, complete: true, authoritative: false, title: {ru: соседи, en: neighbours}}
facts:
"""
FACTS = (
    _SOURCES
    + _fact("resident", "type: boolean", "town", "false")
    + _fact("alone", "type: boolean", "neighbours, town", "unknown")
    + _fact("age", "type: integer, unit: years, least: 0, most: 125", "town", "unknown")
    + _fact("income", "type: integer, unit: roubles, least: -1000, most: 10000000", "office, neighbours", "unknown")
    + _fact("children", "type: integer, unit: children, least: 0, most: 20", "town", "0")
    + _fact("colour", _words("none", "red", "green"), "town, office", "none")
    + _fact("made0", _words("yes_it_is", "user"), "office", "unknown")
)


def _parameter(name: str, low: int, high: int, **values: int) -> str:
    rows = ", ".join(
        f"{{from: {day.strip('d').replace('_', '-')}, value: {value}, source: {{ru: закон, en: act}}}}"
        for day, value in values.items()
    )
    return (
        f"  - {{id: {name}, unit: roubles, least: {low}, most: {high}, "
        f"title: {{ru: {name}, en: {name}}}, values: [{rows}]}}\n"
    )


PARAMETERS = (
    "format: socert.parameters/1\nparameters:\n"
    + _parameter("minimum", 0, 1_000_000, d2025_01_01=17_733, d2026_01_01=18_939)
    + _parameter("percent", 0, 1_000_000, d2026_01_01=150)
    + _parameter("below", -1000, 0, d2026_01_01=-7)
)

REGION = """\
format: socert.region/1
region: north
title: {ru: Север, en: North}
parameters:
  - id: percent
    values:
      - {from: 2025-06-01, value: 200, source: {ru: указ, en: decree}}
      - {from: 2026-06-01, value: 250, source: {ru: указ, en: decree}}
criteria:
  - programme: food
    point: regional
    add:
      - id: ALONE
        when: "alone"
        met: {ru: да, en: "yes"}
        not_met: {ru: нет, en: "no"}
        unknown: {ru: как знать, en: who knows}
"""


def ground() -> Ground:
    """The invented rulebook."""
    read = read_ground(facts=("facts.yaml", FACTS), parameters=("p.yaml", PARAMETERS), regions={"north.yaml": REGION})
    assert isinstance(read, Ground), read
    return read


GROUND = ground()
NUMBERS = {"minimum": 18_939, "percent": 150, "below": -7}


def condition(text: str) -> Condition:
    """A condition that is sound."""
    read = _read(text)
    assert not isinstance(read, Flaw), (text, read.text.en)
    return read


_ATOMS = st.sampled_from(["age", "income", "children", "p_minimum", "p_percent", "p_below"]) | st.integers(
    0, 5_000_000_000
).map(str)
_TERMS = st.recursive(
    _ATOMS,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner) | inner.map("(- {})".format),
    max_leaves=3,
)
_LISTS = st.lists(st.integers(0, 30).map(str), min_size=1, max_size=4).map(", ".join)
_COLOURS = st.sampled_from(["'none'", "'red'", "'green'"])
_SIMPLE = st.one_of(
    st.sampled_from(["resident", "alone"]),
    st.builds("{} {} {}".format, _TERMS, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), _TERMS),
    st.builds("{} {}between {} and {}".format, _TERMS, st.sampled_from(["", "not "]), _TERMS, _TERMS),
    st.builds("{} {}in ({})".format, _TERMS, st.sampled_from(["", "not "]), _LISTS),
    st.builds("colour {} {}".format, st.sampled_from(["=", "<>"]), _COLOURS),
    st.builds("colour in ({})".format, st.lists(_COLOURS, min_size=1, max_size=3).map(", ".join)),
    st.just("made0 = 'user'"),
)
#: Texts of sound conditions, but for sums that may become too large.
CONDITION_TEXTS = st.recursive(
    _SIMPLE,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner) | inner.map("not ({})".format)
    ),
    max_leaves=4,
).filter(lambda text: len(text) <= 1000)


@cache
def _read(text: str) -> Condition | Flaw:
    return read_condition(text, facts=GROUND.facts.facts, parameters=GROUND.parameters)


def _is_sound(text: str) -> bool:
    return not isinstance(_read(text), Flaw)


CONDITIONS = CONDITION_TEXTS.filter(_is_sound).map(condition)


def leaf(name: str, what: Condition) -> Leaf:
    """A criterion with words that do not matter."""
    return Leaf(name, what, "", WORDS, WORDS, WORDS)


def named(root: Node) -> Node:
    """The same tree with its leaves named L0, L1, … in reading order."""
    numbers = count()

    def name(node: Node) -> Node:
        match node:
            case Leaf():
                return leaf(f"L{next(numbers)}", node.condition)
            case AllOf():
                return AllOf(tuple(name(one) for one in node.children))
            case AnyOf():
                return AnyOf(tuple(name(one) for one in node.children))
            case NotOf():
                return NotOf(name(node.child))

    return name(root)


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), inner.map(NotOf))


_LEAVES: st.SearchStrategy[Node] = CONDITIONS.map(lambda what: leaf("L", what))
TREES = st.recursive(_LEAVES, _joined, max_leaves=8).map(named)


def values_of(fact: Fact) -> st.SearchStrategy[FactValue]:
    """Values a fact can have, with those near the thresholds oftener."""
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.TEXT:
            return st.sampled_from(list(fact.names or {}))
        case FactType.INTEGER:
            near = [one for one in (0, 1, 18, 150, 18_939, 28_408, 28_409) if fact.least <= one <= fact.most]
            return st.sampled_from(near) | st.integers(fact.least, fact.most)


#: What is known of a person: each fact or None.
KNOWN = st.fixed_dictionaries({name: st.none() | values_of(fact) for name, fact in GROUND.facts.facts.items()})

_ASKED = st.sampled_from([None, *(DAY + timedelta(days=days) for days in (-31, -30, -11, -10, -1, 0, 1))])


@st.composite
def spoken(draw: st.DrawFn) -> dict[str, Sequence[Statement]]:
    """What registers say about one person: each asked on one day, or not at all."""
    asked = {source: draw(_ASKED) for source in GROUND.facts.sources}
    return {
        name: [Statement(source, draw(st.none() | values_of(fact)), asked[source]) for source in fact.sources]
        for name, fact in GROUND.facts.facts.items()
    }
