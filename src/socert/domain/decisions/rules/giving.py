"""What an allowance comes to, in words."""

from collections.abc import Mapping

from socert.domain.criteria import Ground, tell
from socert.domain.decisions.model.ruling import AmountRule
from socert.values import Counted, Language, Money, Text, written_count

_NO_BREAK_SPACE = "\u00a0"
_NOTHING = Text(ru="не предоставляется", en="not given")
_UP_TO = Text(ru="до {money}", en="up to {money}")
_WHEN = Text(ru="{given}, если {condition}", en="{given} if {condition}")
_OTHERWISE = Text(ru="в остальных случаях {given}", en="otherwise {given}")
_ONLY_WHEN = Text(ru="{given}; только если {condition}", en="{given}; only if {condition}")
_UNITS: Mapping[str | None, Counted] = {
    None: Counted(ru=("предмет", "предмета", "предметов"), en=("item", "items")),
    "hour": Counted(ru=("час", "часа", "часов"), en=("hour", "hours")),
    "visit": Counted(ru=("посещение", "посещения", "посещений"), en=("visit", "visits")),
    "course": Counted(ru=("курс", "курса", "курсов"), en=("course", "courses")),
    "day": Counted(ru=("день", "дня", "дней"), en=("day", "days")),
    "lesson": Counted(ru=("занятие", "занятия", "занятий"), en=("lesson", "lessons")),
    "trip": Counted(ru=("поездка", "поездки", "поездок"), en=("trip", "trips")),
    "session": Counted(ru=("сеанс", "сеанса", "сеансов"), en=("session", "sessions")),
}


def given_in_words(*, kind: str, kopecks: int, units: int | None, unit: str | None, language: Language) -> str:
    """An amount: 500,00 ₽; 1 предмет, до 30 000,00 ₽; 64 часа. `kind` is the allowance's, `unit` a service's."""
    money = Money(kopecks).text(language)
    if not kopecks and not units:
        return _NOTHING.in_language(language)
    match kind:
        case "points":
            return money
        case "items":
            return f"{_count(units or 0, unit, language)}, {_say(_UP_TO, language, money=money)}"
        case "discount":
            return _say(_UP_TO, language, money=money)
        case _:
            return _count(units or 0, unit, language)


def rule_in_words(rule: AmountRule, *, ground: Ground, numbers: Mapping[str, int], language: Language) -> str:
    """What an allowance gives to whom, with its table where it has one, in one line."""
    return "; ".join(rows_in_words(rule, ground=ground, numbers=numbers, language=language))


def rows_in_words(
    rule: AmountRule, *, ground: Ground, numbers: Mapping[str, int], language: Language
) -> tuple[str, ...]:
    """The same, a line for each row of its table; one line where it has none."""

    def given(place: int) -> str:
        step = rule.steps[place]
        units = step.units if rule.has_units else None
        return given_in_words(kind=rule.kind, kopecks=step.kopecks, units=units, unit=rule.unit, language=language)

    rows = []
    for place, step in enumerate(rule.steps):
        if step.when is not None:
            condition = tell(step.when, ground=ground, numbers=numbers, language=language)
            rows.append(_say(_WHEN, language, given=given(place), condition=condition))
        else:
            rows.append(_say(_OTHERWISE, language, given=given(place)) if rows else given(place))
    if rule.given_when is not None:
        condition = tell(rule.given_when, ground=ground, numbers=numbers, language=language)
        rows[-1] = _say(_ONLY_WHEN, language, given=rows[-1], condition=condition)
    return tuple(rows)


def _count(units: int, unit: str | None, language: Language) -> str:
    return f"{written_count(units, language)}{_NO_BREAK_SPACE}{_UNITS[unit].in_language(language, count=units)}"


def _say(text: Text, language: Language, **values: str) -> str:
    return text.in_language(language).format(**values)
