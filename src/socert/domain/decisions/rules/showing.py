"""A programme as a resident reads it: what is given, who is entitled, with which numbers, which papers may be asked."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from socert.domain import programmes
from socert.domain.criteria import (
    PREFIX,
    AllOf,
    AnyOf,
    Bound,
    Ground,
    Leaf,
    Node,
    NotOf,
    fill_in,
    written_gap,
    written_number,
)
from socert.domain.decisions.model.explained import Section, Shown
from socert.domain.decisions.model.record import NodeKind
from socert.domain.decisions.model.ruling import Ruling
from socert.domain.decisions.rules import explaining_words as words
from socert.domain.decisions.rules import showing_words
from socert.domain.decisions.rules.explaining import capital
from socert.domain.decisions.rules.giving import rows_in_words
from socert.domain.decisions.rules.ruling import NothingDecides, amount_rules, ruling_of, version_of
from socert.values import Language, Text, written_count, written_day

_STEP = "  "
#: What a sentence ends with when only a person's own value would follow.
_OWN_VALUE = re.compile(r":\s*\{(?!p_)[^{}]*\}$")


def show(
    definition: programmes.ProgrammeDefinition,
    *,
    day: date,
    region: str | None,
    ground: Ground,
    language: Language,
) -> Shown:
    """What a programme says to residents on a day in a region.

    Raises NothingDecides when no version has begun by then, and the configuration's own faults, as ruling_of does.
    """
    version = version_of(definition, day=day)
    if version is None:
        raise NothingDecides(programme=definition.id, day=day)
    ruling = None if version.criteria is None else ruling_of(definition, day=day, region=region, ground=ground)
    return _Showing(definition, version, ruling, ground, language).shown()


class _Showing:
    def __init__(
        self,
        definition: programmes.ProgrammeDefinition,
        version: programmes.VersionDefinition,
        ruling: Ruling | None,
        ground: Ground,
        language: Language,
    ) -> None:
        self.definition = definition
        self.version = version
        self.ruling = ruling
        self.ground = ground
        self.language = language
        self.bound: Mapping[str, Bound] = {} if ruling is None else ruling.bound
        told = {PREFIX + name: self.number(one) for name, one in self.bound.items()}
        gaps = {name: written_gap(unit=fact.unit, language=language) for name, fact in ground.facts.facts.items()}
        self.told = gaps | told

    def shown(self) -> Shown:
        summary = self.definition.summary
        sections = (
            self.section(words.GIVEN, self.given()),
            self.section(showing_words.WHO, () if self.ruling is None else self.node(self.ruling.root, "")),
            self.section(words.NUMBERS, (self.parameter(one) for one in self.bound.values())),
            self.section(showing_words.PAPERS, self.papers()),
            self.section(showing_words.TERMS, self.terms()),
        )
        return Shown(
            title=self.text(self.definition.title),
            summary=None if summary is None else self.text(summary),
            sections=tuple(one for one in sections if one.lines),
        )

    def given(self) -> Iterable[str]:
        rules = amount_rules(self.version) if self.ruling is None else self.ruling.amounts
        numbers = {} if self.ruling is None else self.ruling.numbers
        for one in rules:
            rows = rows_in_words(one, ground=self.ground, numbers=numbers, language=self.language)
            if len(rows) == 1:
                yield self.say(words.AMOUNT, title=self.text(one.title), given=rows[0])
                continue
            yield f"{self.text(one.title)}:"
            yield from (_STEP + row for row in rows)

    def node(self, node: Node, before: str) -> Iterable[str]:
        match node:
            case Leaf():
                yield before + self.leaf(node.met)
            case NotOf(child=Leaf() as leaf):
                yield before + self.leaf(leaf.not_met)
            case AllOf(title=title):
                yield from self.group(NodeKind.ALL, title, node.children, before)
            case AnyOf(title=title):
                yield from self.group(NodeKind.ANY, title, node.children, before)
            case NotOf(title=title):
                yield from self.group(NodeKind.NOT, title, (node.child,), before)

    def group(self, kind: NodeKind, title: Text | None, children: Iterable[Node], before: str) -> Iterable[str]:
        joined = self.text(words.GROUPS[kind])
        yield before + (capital(joined) if title is None else f"{self.text(title)} ({joined})") + ":"
        for child in children:
            yield from self.node(child, before + _STEP)

    def leaf(self, said: Text) -> str:
        text = _OWN_VALUE.sub("", self.text(said))
        return fill_in(text, values=self.told, language=self.language)

    def parameter(self, one: Bound) -> str:
        whose = self.text(words.COMMON) if one.region is None else self.text(self.ground.regions[one.region].title)
        return capital(
            self.say(
                words.NUMBER,
                title=self.text(one.parameter.title),
                value=self.number(one),
                day=written_day(one.from_day, language=self.language),
                source=self.text(one.source),
                whose=whose,
            )
        )

    def papers(self) -> Iterable[str]:
        for name in () if self.ruling is None else self.ruling.facts:
            fact = self.ground.facts.facts[name]
            sources = ", ".join(self.text(self.ground.facts.sources[one].title) for one in fact.sources)
            title, evidence = self.text(fact.title), self.text(fact.evidence)
            yield capital(self.say(showing_words.PAPER, title=title, evidence=evidence, sources=sources))

    def terms(self) -> Iterable[str]:
        version, definition = self.version, self.definition
        if version.valid_days:
            days = showing_words.VALID_DAYS.in_language(self.language, count=version.valid_days)
            yield days.format(count=written_count(version.valid_days, self.language))
        if version.carriers:
            named = ", ".join(self.text(showing_words.CARRIERS[one]) for one in version.carriers)
            yield self.say(showing_words.SHOWN_WITH, carriers=named)
        if definition.funding:
            shares = ", ".join(f"{self.source(one.source)} {one.share}\u00a0%" for one in definition.funding)
            yield self.say(showing_words.PAID_BY, shares=shares)
        if version.legal_basis is not None:
            yield self.say(words.LEGAL_BASIS, basis=self.text(version.legal_basis))
        begun = written_day(version.valid_from, language=self.language)
        yield self.say(words.VERSION, day=begun, sha256=programmes.version_sha256(definition, version))

    def source(self, name: str) -> str:
        known = showing_words.SOURCES.get(name)
        return name if known is None else self.text(known)

    def number(self, one: Bound) -> str:
        return written_number(one.value, unit=one.parameter.unit, language=self.language)

    def section(self, title: Text, lines: Iterable[str]) -> Section:
        return Section(self.text(title), tuple(lines))

    def text(self, text: Text) -> str:
        return text.in_language(self.language)

    def say(self, text: Text, **values: object) -> str:
        return text.in_language(self.language).format(**values)
