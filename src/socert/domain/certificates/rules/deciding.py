"""From decisions about people to what each is to get, or why a file of decisions cannot be issued from."""

from collections.abc import Mapping
from datetime import date

from socert.domain.certificates.model import (
    DecidedAmount,
    DecisionsFlaw,
    DecisionsHead,
    EntitledPerson,
    Entitlement,
    ListRefused,
)
from socert.domain.programmes import AllowanceKind, ProgrammeVersion
from socert.values import Text

#: Facts that were fresh when somebody decided may not hold much later.
AGE_DAYS_MAX = 31


def refuse_decisions(head: DecisionsHead, *, decided_by: ProgrammeVersion | None, today: date) -> ListRefused | None:
    """Why nothing can be issued from these decisions; None where it can.

    Args:
        head: what the file says of itself.
        decided_by: the version in force on the day that was decided for.
        today: the day of issue.
    """
    if (last := max(head.decided_for, head.decided_on)) > today:
        return _refused(DecisionsFlaw.DECIDED_FOR_THE_FUTURE, _future(last))
    if (today - head.decided_on).days > AGE_DAYS_MAX:
        return _refused(DecisionsFlaw.DECIDED_LONG_AGO, _long_ago(head.decided_on))
    if decided_by is None or decided_by.sha256.hex() != head.version_sha256:
        return _refused(DecisionsFlaw.OTHER_VERSION, _other_version(head))
    if lacking := [one.id for one in decided_by.allowances if one.id not in head.amounts]:
        return _refused(DecisionsFlaw.DECISION_COLUMN_MISSING, _no_amounts(lacking))
    return None


class Entitlements:
    """What people are to get by what was decided for them; equal amounts give the same entitlement."""

    def __init__(self, version: ProgrammeVersion, amounts: tuple[str, ...]) -> None:
        rules = {one.id: one for one in version.allowances}
        self._rules = [(place, rules[name]) for place, name in enumerate(amounts) if name in rules]
        self._known: dict[tuple[tuple[int, int], ...], Entitlement] = {}

    def of(self, person: EntitledPerson) -> Entitlement:
        """What one person is to get."""
        found = self._known.get(person.amounts)
        if found is None:
            found = self._known[person.amounts] = self._made(person.amounts)
        return found

    def _made(self, amounts: tuple[tuple[int, int], ...]) -> Entitlement:
        need, decided = set[str](), []
        for place, rule in self._rules:
            kopecks, units = amounts[place]
            match rule.kind:
                case AllowanceKind.POINTS:
                    decided.append(DecidedAmount(rule.id, kopecks, 0))
                case AllowanceKind.UNITS:
                    decided.append(DecidedAmount(rule.id, kopecks, units))
                case AllowanceKind.ITEMS | AllowanceKind.DISCOUNT:
                    if rule.by_need and kopecks:
                        need.add(rule.id)
        return Entitlement(frozenset(need), tuple(decided))


def impossible(version: ProgrammeVersion, amounts: tuple[str, ...], person: EntitledPerson) -> bool:
    """Whether a person's amounts are none the version can give: kopecks and units by its tables."""
    pairs = dict(zip(amounts, person.amounts, strict=True))
    for one in version.allowances:
        can = {one.gift(hit.value) for hit in one.table} if one.table else set(one.gifts)
        if pairs[one.id] not in can and not (one.by_need and pairs[one.id] == (0, 0)):
            return True
    return False


def refuse_amounts(numbers: list[int]) -> ListRefused:
    """These people were decided amounts their programme cannot give."""
    count, first = len(numbers), numbers[0]
    return ListRefused(
        DecisionsFlaw.AMOUNT_IMPOSSIBLE,
        Text(
            ru=f"Суммы или единицы, которых программа не даёт: решений {count}, первое — о человеке с номером {first}. "
            "Пожалуйста, примите решения заново.",
            en=f"Decisions with amounts the programme cannot give: {count}, the first about the person number {first}; "
            "please decide again.",
        ),
    )


def kept(entitlement: Entitlement) -> Mapping[str, tuple[int, int]]:
    """What was decided, as it is kept with a place: kopecks and units by allowance."""
    return {one.allowance: (one.kopecks, one.units) for one in entitlement.decided}


def _refused(code: DecisionsFlaw, text: Text) -> ListRefused:
    return ListRefused(code, text)


def refuse_changed() -> ListRefused:
    """The file is not any more what it was when it was opened."""
    return ListRefused(
        DecisionsFlaw.DECISIONS_CHANGED,
        Text(
            ru="Файл решений изменился, пока его читали; ничего не выдано. Пожалуйста, начните снова.",
            en="The file of decisions changed while it was being read; nothing was issued. Please start again.",
        ),
    )


def refuse_other_seed() -> ListRefused:
    """Places of this programme and day were drawn by another seed."""
    return ListRefused(
        DecisionsFlaw.SEED_CHANGED,
        Text(
            ru="Жребий по этой программе и этому дню уже брошен с другой затравкой. Пожалуйста, укажите прежнюю.",
            en="Places of this programme and day were drawn by another seed already; please give that one.",
        ),
    )


def unusable_seed() -> ListRefused:
    """What was given as a seed cannot be one."""
    return ListRefused(
        DecisionsFlaw.SEED_UNUSABLE,
        Text(
            ru="Затравка жребия — до 200 печатных знаков без пробелов по краям. Пожалуйста, исправьте её.",
            en="The seed of a draw has up to 200 printable characters and no blanks around them; please correct it.",
        ),
    )


def _future(day: date) -> Text:
    return Text(
        ru=f"Решения приняты на {day:%d.%m.%Y}, этот день ещё не настал. Пожалуйста, выдайте по ним не раньше.",
        en=f"These decisions are for {day}, which is yet to come; please issue from them on that day or later.",
    )


def _long_ago(day: date) -> Text:
    return Text(
        ru=f"Решения приняты {day:%d.%m.%Y}, больше {AGE_DAYS_MAX} дней назад. Пожалуйста, примите решения заново.",
        en=f"These decisions were made on {day}, more than {AGE_DAYS_MAX} days ago; please decide again.",
    )


def _other_version(head: DecisionsHead) -> Text:
    return Text(
        ru=f"Решения приняты по другому тексту программы «{head.programme}», чем опубликованный на "
        f"{head.decided_for:%d.%m.%Y}. Пожалуйста, примите решения заново по опубликованной версии.",
        en=f"These decisions were made by another text of '{head.programme}' than the one published for "
        f"{head.decided_for}; please decide again by the published version.",
    )


def _no_amounts(lacking: list[str]) -> Text:
    listed = ", ".join(lacking)
    return Text(
        ru=f"В файле решений нет столбцов с суммами: {listed}. Пожалуйста, примите решения заново.",
        en=f"The file of decisions has no columns with amounts of: {listed}; please decide again.",
    )
