"""A programme and its versions as lists of named things with fields, so that two of them can be laid side by side."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from socert.domain import programmes
from socert.domain.criteria import Ground, Leaf, facts_of, leaves, parameters_of, tell
from socert.domain.decisions.model.ruling import AmountRule
from socert.domain.decisions.rules import describing_words as words
from socert.domain.decisions.rules.explaining import capital
from socert.domain.decisions.rules.giving import rule_in_words
from socert.domain.decisions.rules.ruling import amount_rules
from socert.values import Counted, Language, Money, Text, written_count


@dataclass(frozen=True, slots=True)
class Field:
    """What a field says. Fields are the same when their `meaning` is; lists are told part by part."""

    value: Text
    meaning: object
    parts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with a name, its kind as a stable word, and its fields, the main one first."""

    kind: str
    id: str
    name: Text
    fields: Mapping[str, Field]


def both(say: Callable[[Language], str]) -> Text:
    """The same said in each language."""
    return Text(ru=say(Language.RU), en=say(Language.EN))


def said(text: Text, **values: object) -> Text:
    """A sentence with values put in; those that are Text in its language."""

    def say(language: Language) -> str:
        spoken = {name: one.in_language(language) if isinstance(one, Text) else one for name, one in values.items()}
        return text.in_language(language).format(**spoken)

    return both(say)


def begun_large(text: Text) -> Text:
    """A sentence that begins with a capital letter, in each language."""
    return Text(ru=capital(text.ru), en=capital(text.en))


def programme_item(programme: programmes.ProgrammeDefinition) -> Item:
    """What holds for every version."""
    fields = {
        "id": _plain(programme.id),
        "title": _quoted(programme.title),
        "legal_kind": _named(programme.legal_kind.value),
        "sensitive": _named(programme.is_sensitive),
        "funding": _listed([f"{one.source} {one.share} %" for one in programme.funding]),
    }
    if programme.summary is not None:
        fields["summary"] = _quoted(programme.summary)
    return Item("programme", programme.id, words.PROGRAMME, fields)


def version_items(version: programmes.VersionDefinition, *, ground: Ground) -> list[Item]:
    """Everything a version consists of but the places of its criteria."""
    rules = amount_rules(version)
    found = [_terms(version)]
    found += [_criterion(leaf, ground) for leaf in _leaves(version)]
    found += [_allowance(one, rule, ground) for one, rule in zip(version.allowances, rules, strict=True)]
    conditions = [leaf.condition for leaf in _leaves(version)]
    conditions += [condition for rule in rules for condition in rule.conditions]
    parameters = dict.fromkeys(name for one in conditions for name in parameters_of(one))
    facts = dict.fromkeys(name for one in conditions for name in facts_of(one))
    found += [_mentioned("parameter", name, words.PARAMETER, ground.parameters[name].title) for name in parameters]
    found += [_mentioned("fact", name, words.FACT, ground.facts.facts[name].title) for name in facts]
    return found


def _leaves(version: programmes.VersionDefinition) -> tuple[Leaf, ...]:
    return () if version.criteria is None else leaves(version.criteria)


def _terms(version: programmes.VersionDefinition) -> Item:
    fields: dict[str, Field] = {"hold_seconds": _counted(words.SECONDS, version.hold_seconds)}
    if version.legal_basis is not None:
        fields["legal_basis"] = _quoted(version.legal_basis)
    if version.valid_days:
        fields["valid_days"] = _counted(words.DAYS, version.valid_days)
        fields["carriers"] = _listed(list(version.carriers))
        fields["per"] = _named(version.per)
    if version.confirm is not None:
        asked, money = words.NAMES[version.confirm.kind.value], _money(version.confirm.above)
        fields["confirm"] = Field(said(words.CONFIRMED, kind=asked, money=money), version.confirm)
    return Item("terms", "", words.PROGRAMME, fields)


def _criterion(leaf: Leaf, ground: Ground) -> Item:
    told = both(lambda language: tell(leaf.condition, ground=ground, numbers={}, language=language))
    fields = {
        "when": Field(told, leaf.condition),
        "met": _quoted(leaf.met),
        "not_met": _quoted(leaf.not_met),
        "unknown": _quoted(leaf.unknown),
    }
    if leaf.basis is not None:
        fields["basis"] = _quoted(leaf.basis)
    return Item("criterion", leaf.id, said(words.CRITERION, id=leaf.id), fields)


def _allowance(one: programmes.Allowance, rule: AmountRule, ground: Ground) -> Item:
    gives = both(lambda language: rule_in_words(rule, ground=ground, numbers={}, language=language))
    fields = {
        "gives": Field(gives, (rule.given_when, rule.steps, rule.unit)),
        "title": _quoted(one.title),
        "kind": _named(one.kind.value),
        "own_money": _named(one.own_money.value),
        "allow": _listed(list(one.allow)),
        **_of_kind(one),
    }
    if one.deny:
        fields["deny"] = _listed(list(one.deny))
    return Item("allowance", one.id, said(words.ALLOWANCE, id=one.id), fields)


def _of_kind(one: programmes.Allowance) -> Mapping[str, Field]:
    match one.kind:
        case programmes.AllowanceKind.POINTS:
            return {}
        case programmes.AllowanceKind.ITEMS:
            told = both(lambda language: "; ".join(_option(option, language) for option in one.options))
            return {
                "options": Field(told, one.options),
                "price": _named(one.price.value),
                "by_need": _named(one.by_need),
            }
        case programmes.AllowanceKind.DISCOUNT:
            return {"percent": _plain(f"{one.percent} %"), "borne_by": _named(one.borne_by.value)}
        case programmes.AllowanceKind.UNITS:
            return {
                "tariff": Field(_money(one.tariff_kopecks), one.tariff_kopecks),
                "claim": _named(one.is_claimed),
                "group": _listed([detail.value for detail in one.group]),
            }


def _option(option: programmes.Option, language: Language) -> str:
    money, allow = Money(option.cap_kopecks).text(language), ", ".join(option.allow)
    return words.OPTION.in_language(language).format(id=option.id, money=money, allow=allow)


def _mentioned(kind: str, name: str, called: Text, title: Text) -> Item:
    # Its words are the rulebook's, not the programme's: whether it is mentioned is all that can change.
    return Item(kind, name, called, {"title": Field(said(words.QUOTED, words=title), None)})


def _plain(value: str) -> Field:
    return Field(Text(ru=value, en=value), value)


def _quoted(text: Text) -> Field:
    return Field(said(words.QUOTED, words=text), text)


def _named(value: object) -> Field:
    return Field(words.NAMES.get(value) or Text(ru=str(value), en=str(value)), value)


def _listed(parts: Iterable[str]) -> Field:
    given = tuple(parts)
    joined = ", ".join(given) or "–"
    return Field(Text(ru=joined, en=joined), given, given)


def _counted(counted: Counted, count: int) -> Field:
    told = both(
        lambda language: counted.in_language(language, count=count).format(count=written_count(count, language))
    )
    return Field(told, count)


def _money(kopecks: int) -> Text:
    return both(lambda language: Money(kopecks).text(language))
