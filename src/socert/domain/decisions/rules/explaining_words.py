"""What explanations of decisions say, in both languages."""

from collections.abc import Mapping

from socert.domain.criteria import Standing
from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.record import NodeKind, Status
from socert.values import Text

#: A sign is never alone: the word beside it says the same.
SIGNS: Mapping[Status, str] = {Status.MET: "✓", Status.NOT_MET: "✗", Status.UNKNOWN: "?"}
STATUSES: Mapping[Status, Text] = {
    Status.MET: Text(ru="выполнено", en="met"),
    Status.NOT_MET: Text(ru="не выполнено", en="not met"),
    Status.UNKNOWN: Text(ru="неизвестно", en="unknown"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.ENTITLED: Text(ru="{title}: вам положено.", en="{title}: you are entitled to it."),
    Outcome.NOT_ENTITLED: Text(ru="{title}: сейчас вам не положено.", en="{title}: you are not entitled to it now."),
    Outcome.NEEDS_EVIDENCE: Text(
        ru="{title}: решить пока нельзя, не хватает сведений.",
        en="{title}: this cannot be decided yet, something has to be known first.",
    ),
}
GROUPS: Mapping[NodeKind, Text] = {
    NodeKind.ALL: Text(ru="всё из этого", en="all of these"),
    NodeKind.ANY: Text(ru="хотя бы одно из этого", en="at least one of these"),
    NodeKind.NOT: Text(ru="ничего из этого", en="none of these"),
}
STANDINGS: Mapping[Standing, Text] = {
    Standing.KNOWN: Text(ru="известно", en="known"),
    Standing.MISSING: Text(ru="никто не сообщил", en="nobody has told"),
    Standing.STALE: Text(ru="сведения устарели", en="what was told is too old"),
    Standing.CONTRADICTORY: Text(ru="источники расходятся", en="the sources disagree"),
    Standing.FROM_THE_FUTURE: Text(
        ru="сведения получены позже дня решения", en="what was told is from after the day of the decision"
    ),
}

REVIEW = Text(
    ru="Прежде чем отказ будет отправлен, его посмотрит сотрудник: не все сведения, на которых он основан, "
    "надёжно подтверждены.",
    en="A caseworker looks at this first, before any refusal goes out: it rests on something that no authoritative "
    "source has confirmed.",
)
FROM_A_FILE = Text(
    ru="Решено по файлу, а не по опубликованной версии.", en="Decided from a file, not from a published version."
)
WHY = Text(ru="Почему", en="Why")
BASIS = Text(ru="основание: {basis}", en="source: {basis}")
GIVEN = Text(ru="Что положено", en="What is given")
NEEDED = Text(ru="Что нужно", en="What is needed")
KNOWN = Text(ru="Что известно", en="What is known")
NOT_KNOWN_YET = Text(ru="Что неизвестно", en="What is not known")
NUMBERS = Text(ru="Числа, с которыми сравнивают", en="The numbers compared with")
HOW = Text(ru="Как решено", en="How this was decided")

NEED = Text(ru="{title}: {evidence}", en="{title}: {evidence}")
HEARD = Text(ru="{title}: {value} ({source}, {day})", en="{title}: {value} ({source}, {day})")
BY_SILENCE = Text(
    ru="{title}: {value} (нет записи: {source}, {day})", en="{title}: {value} (no entry: {source}, {day})"
)
UNKNOWN = Text(ru="{title}: {why}", en="{title}: {why}")
SAID = Text(ru="{source}, {day}", en="{source}, {day}")
SAID_VALUE = Text(ru="{source}, {day}: {value}", en="{source}, {day}: {value}")
NUMBER = Text(ru="{title}: {value} с {day} ({source}; {whose})", en="{title}: {value} since {day} ({source}; {whose})")
COMMON = Text(ru="общее для всех регионов", en="common to all regions")

AMOUNT = Text(ru="{title}: {given}", en="{title}: {given}")
NOT_YET = Text(
    ru="{title}: пока неизвестно, зависит от сведений: {facts}", en="{title}: not known yet, depends on: {facts}"
)
DECIDED_ON = Text(ru="День решения: {day}", en="Day of the decision: {day}")
EVENT_DAY = Text(ru="Правила, числа и версия взяты на {day}", en="Rules, numbers and version are those of {day}")
REGION = Text(ru="Регион: {region}", en="Region: {region}")
VERSION = Text(
    ru="Версия программы с {day}, SHA-256 {sha256}", en="Version of the programme from {day}, SHA-256 {sha256}"
)
LEGAL_BASIS = Text(ru="Основание: {basis}", en="Legal basis: {basis}")
ENGINE = Text(ru="Решило: {engine}, один случай", en="Decided by: {engine}, one case")
