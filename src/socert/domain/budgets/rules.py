"""When a budget says no, and in which words. Pure."""

import re
from collections.abc import Mapping, Sequence

from socert.domain.budgets.model import Appropriation, BudgetRefusal, Refused
from socert.values import Language, Money, Text

#: What stands in the place of a code where the money is invented.
EXAMPLE_CODE = "example"
_CODE = re.compile(r"[0-9]{20}")


def refuse_code(budget_code: str, *, may_be_example: bool) -> Refused | None:
    """Refuse what is no budget classification code (КБК): 20 digits, or the word `example` where that is allowed."""
    if _CODE.fullmatch(budget_code) or (may_be_example and budget_code == EXAMPLE_CODE):
        return None
    return Refused(
        BudgetRefusal.UNUSABLE_BUDGET_CODE,
        Text(
            ru="КБК состоит из 20 цифр. Пожалуйста, проверьте его.",
            en="A budget classification code (КБК) has 20 digits; please check it.",
        ),
    )


def refuse_other_code(appropriation: Appropriation, *, budget_code: str) -> Refused | None:
    """Refuse to change the code of a limit in passing."""
    if appropriation.budget_code == budget_code:
        return None
    return Refused(
        BudgetRefusal.OTHER_BUDGET_CODE,
        Text(
            ru=f"Лимит установлен по КБК {appropriation.budget_code}. Если код и правда меняется, скажите об этом.",
            en=f"This limit stands under the code {appropriation.budget_code}; please say so if the code is to change.",
        ),
    )


def refuse_limit(limit: Money) -> Refused | None:
    """Refuse a limit that is not above zero."""
    if limit.kopecks > 0:
        return None
    return Refused(
        BudgetRefusal.UNUSABLE_LIMIT,
        Text(ru="Лимит должен быть больше нуля.", en="The limit must be above zero; please give one."),
    )


def refuse_lowering(appropriation: Appropriation, *, limit: Money) -> Refused | None:
    """Refuse a limit below what is reserved already."""
    missing = Money(appropriation.reserved_kopecks - limit.kopecks)
    if missing.kopecks <= 0:
        return None
    reserved = Money(appropriation.reserved_kopecks)
    return Refused(
        BudgetRefusal.BELOW_RESERVED,
        Text(
            ru=f"Уже зарезервировано {reserved.text(Language.RU)}, лимит не может быть меньше. "
            "Пожалуйста, укажите сумму не ниже этой.",
            en=f"{reserved.text(Language.EN)} are reserved already and the limit cannot be lower; "
            "please give at least that.",
        ),
        missing=missing,
    )


def refuse_reserving(
    appropriations: Mapping[int, Appropriation],
    *,
    amounts: Mapping[int, int],
    sources: Mapping[int, str],
    budget_year: int,
) -> Refused | None:
    """Refuse to reserve more than is free, naming the source that lacks most.

    Args:
        appropriations: of the programme and year, by source.
        amounts: kopecks wanted, by source.
        sources: ids of the sources.
        budget_year: the year, for the sentence.
    """
    lacking = {
        source: amount - (appropriations[source].free_kopecks if source in appropriations else 0)
        for source, amount in amounts.items()
    }
    source = max(lacking, key=lambda one: lacking[one], default=None)
    if source is None or lacking[source] <= 0:
        return None
    missing, name = Money(lacking[source]), sources[source]
    text = _used_up(name, missing) if source in appropriations else _without_limit(name, budget_year)
    return Refused(BudgetRefusal.BEYOND_APPROPRIATION, text, source=name, missing=missing)


def _without_limit(name: str, budget_year: int) -> Text:
    return Text(
        ru=f"Лимит источника «{name}» на {budget_year} год не установлен; смотрите `socert budget appropriate`.",
        en=f"No limit is set for '{name}' in {budget_year}; see `socert budget appropriate`.",
    )


def _used_up(name: str, missing: Money) -> Text:
    return Text(
        ru=f"Не хватает {missing.text(Language.RU)}: лимит источника «{name}» исчерпан. "
        "Пожалуйста, увеличьте лимит или сократите список.",
        en=f"{missing.text(Language.EN)} are missing: the limit of the source '{name}' is used up; "
        "please raise the limit or shorten the list.",
    )


def in_order(amounts: Mapping[int, int]) -> Sequence[int]:
    """The sources that are asked for anything, in the order in which rows are locked."""
    return sorted(source for source, amount in amounts.items() if amount > 0)
