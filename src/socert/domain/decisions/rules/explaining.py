"""From the record of a decision to its words in one language; nothing else is looked at, so years later will do."""

from collections.abc import Iterable, Mapping

from socert.domain.criteria import PREFIX, FactValue, Standing, Unit, fill_in, written_number, written_value
from socert.domain.decisions.model.explained import Explained, ExplainedNode, Section
from socert.domain.decisions.model.record import (
    AmountRecord,
    DecisionRecord,
    FactRecord,
    NodeKind,
    NodeRecord,
    ParameterRecord,
    Said,
)
from socert.domain.decisions.rules import explaining_words as words
from socert.domain.decisions.rules.giving import given_in_words
from socert.values import Language, Text, written_day


def explain(record: DecisionRecord, *, language: Language) -> Explained:
    """A decision in words: its outcome, why, what is given or needed, and what all that rests on."""
    return _Speaker(record, language).explained()


class _Speaker:
    def __init__(self, record: DecisionRecord, language: Language) -> None:
        self.record = record
        self.language = language
        self.facts = {one.fact: one for one in record.facts}
        said = {name: self.value(one.value, one) for name, one in self.facts.items()}
        said |= {PREFIX + one.parameter: self.number(one.value, one.unit) for one in record.parameters}
        self.said: Mapping[str, str] = said

    def explained(self) -> Explained:
        record = self.record
        return Explained(
            outcome=self.say(words.OUTCOMES[record.outcome], title=self.text(record.title)),
            notes=(self.say(words.REVIEW),) if record.needs_review else (),
            why=self.say(words.WHY),
            tree=self.node(record.tree),
            sections=tuple(one for one in self.sections() if one.lines),
        )

    def sections(self) -> Iterable[Section]:
        known = [one for one in self.record.facts if one.standing is Standing.KNOWN]
        unknown = [one for one in self.record.facts if one.standing is not Standing.KNOWN]
        yield self.section(words.GIVEN, (self.amount(one) for one in self.record.amounts))
        yield self.section(words.NEEDED, (self.need(self.facts[one]) for one in self.record.needed))
        yield self.section(words.KNOWN, (self.heard(one) for one in known))
        yield self.section(words.NOT_KNOWN_YET, (self.unheard(one) for one in unknown))
        yield self.section(words.NUMBERS, (self.parameter(one) for one in self.record.parameters))
        yield self.section(words.HOW, self.how())

    def node(self, node: NodeRecord) -> ExplainedNode:
        # The opposite of one criterion is one line: what is said of it, and whether that is as it should be.
        told = node.children[0] if _is_opposite(node) else node
        return ExplainedNode(
            status=node.status,
            sign=words.SIGNS[node.status],
            word=self.say(words.STATUSES[node.status]),
            words=self.leaf(told) if told.kind is NodeKind.LEAF else self.group(told),
            basis=None if told.basis is None else self.say(words.BASIS, basis=self.text(told.basis)),
            children=tuple(self.node(child) for child in told.children),
        )

    def leaf(self, node: NodeRecord) -> str:
        assert node.words is not None, "a criterion has words for how it stands"
        return fill_in(self.text(node.words), values=self.said, language=self.language)

    def group(self, node: NodeRecord) -> str:
        joined = self.say(words.GROUPS[node.kind])
        return capital(joined) if node.title is None else f"{self.text(node.title)} ({joined})"

    def need(self, fact: FactRecord) -> str:
        return capital(self.say(words.NEED, title=self.text(fact.title), evidence=self.text(fact.evidence)))

    def heard(self, fact: FactRecord) -> str:
        assert fact.as_of is not None, "what is known was asked on a day"
        return capital(
            self.say(
                words.BY_SILENCE if fact.is_by_silence else words.HEARD,
                title=self.text(fact.title),
                value=self.value(fact.value, fact),
                source=self.text(next(one.source_title for one in fact.said if one.source == fact.source)),
                day=written_day(fact.as_of, language=self.language),
            )
        )

    def unheard(self, fact: FactRecord) -> str:
        why = self.say(words.STANDINGS[fact.standing])
        heard = "; ".join(self.statement(one, fact) for one in fact.said if one.as_of is not None)
        text = f"{why} ({heard})" if heard else why
        return capital(self.say(words.UNKNOWN, title=self.text(fact.title), why=text))

    def statement(self, said: Said, fact: FactRecord) -> str:
        assert said.as_of is not None
        source, day = self.text(said.source_title), written_day(said.as_of, language=self.language)
        if said.value is None:
            return self.say(words.SAID, source=source, day=day)
        value = written_value(said.value, unit=fact.unit, name=said.value_name, language=self.language)
        return self.say(words.SAID_VALUE, source=source, day=day, value=value)

    def parameter(self, one: ParameterRecord) -> str:
        region = self.record.region
        return capital(
            self.say(
                words.NUMBER,
                title=self.text(one.title),
                value=self.number(one.value, one.unit),
                day=written_day(one.from_day, language=self.language),
                source=self.text(one.source),
                whose=self.say(words.COMMON) if one.region is None or region is None else self.text(region.title),
            )
        )

    def amount(self, amount: AmountRecord) -> str:
        title = self.text(amount.title)
        if amount.kopecks is None:
            facts = ", ".join(self.text(self.facts[one].title) for one in amount.lacking)
            return self.say(words.NOT_YET, title=title, facts=facts)
        given = given_in_words(
            kind=amount.kind, kopecks=amount.kopecks, units=amount.units, unit=amount.unit, language=self.language
        )
        return self.say(words.AMOUNT, title=title, given=given)

    def how(self) -> Iterable[str]:
        record, day = self.record, written_day(self.record.day, language=self.language)
        yield self.say(words.DECIDED_ON, day=written_day(record.decided_on, language=self.language))
        yield self.say(words.EVENT_DAY, day=day)
        if record.region is not None:
            yield self.say(words.REGION, region=self.text(record.region.title))
        begun = written_day(record.valid_from, language=self.language)
        yield self.say(words.VERSION, day=begun, sha256=record.sha256)
        if not record.is_published:
            yield self.say(words.FROM_A_FILE)
        if record.legal_basis is not None:
            yield self.say(words.LEGAL_BASIS, basis=self.text(record.legal_basis))
        yield self.say(words.ENGINE, engine=record.engine)

    def section(self, title: Text, lines: Iterable[str]) -> Section:
        return Section(self.text(title), tuple(lines))

    def value(self, value: FactValue | None, fact: FactRecord) -> str:
        return written_value(value, unit=fact.unit, name=fact.value_name, language=self.language)

    def number(self, number: int, unit: Unit) -> str:
        return written_number(number, unit=unit, language=self.language)

    def text(self, text: Text) -> str:
        return text.in_language(self.language)

    def say(self, text: Text, **values: object) -> str:
        return text.in_language(self.language).format(**values)


def _is_opposite(node: NodeRecord) -> bool:
    return node.kind is NodeKind.NOT and node.children[0].kind is NodeKind.LEAF


def capital(sentence: str) -> str:
    """A sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
