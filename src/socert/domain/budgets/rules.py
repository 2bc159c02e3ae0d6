"""When a budget says no, and in which words. Pure."""

from collections.abc import Mapping, Sequence

from socert.domain.budgets.model import Appropriation, BudgetRefusal, Refused
from socert.values import Language, Money, Text

BUDGET_CODE_LENGTH_MAX = 64


def refuse_code(budget_code: str) -> Refused | None:
    """Refuse a budget code (КБК) that is blank, too long or not printable."""
    if budget_code.strip() and len(budget_code) <= BUDGET_CODE_LENGTH_MAX and budget_code.isprintable():
        return None
    return Refused(
        BudgetRefusal.UNUSABLE_BUDGET_CODE,
        Text(
            ru=f"КБК пуст или длиннее {BUDGET_CODE_LENGTH_MAX} знаков. Пожалуйста, укажите 20 цифр кода.",
            en=f"The budget code is empty or longer than {BUDGET_CODE_LENGTH_MAX}; please give its 20 digits.",
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
    appropriations: Mapping[int, Appropriation], *, amounts: Mapping[int, int], sources: Mapping[int, str]
) -> Refused | None:
    """Refuse to reserve more than is free, naming the source that lacks most.

    Args:
        appropriations: of the programme and year, by source.
        amounts: kopecks wanted, by source.
        sources: ids of the sources.
    """
    lacking = {
        source: amount - (appropriations[source].free_kopecks if source in appropriations else 0)
        for source, amount in amounts.items()
    }
    source = max(lacking, key=lambda one: lacking[one], default=None)
    if source is None or lacking[source] <= 0:
        return None
    missing, name = Money(lacking[source]), sources[source]
    return Refused(
        BudgetRefusal.BEYOND_APPROPRIATION,
        Text(
            ru=f"Не хватает {missing.text(Language.RU)}: лимит источника «{name}» исчерпан. "
            "Пожалуйста, увеличьте лимит или сократите список.",
            en=f"{missing.text(Language.EN)} are missing: the limit of the source '{name}' is used up; "
            "please raise the limit or shorten the list.",
        ),
        source=name,
        missing=missing,
    )


def in_order(amounts: Mapping[int, int]) -> Sequence[int]:
    """The sources that are asked for anything, in the order in which rows are locked."""
    return sorted(source for source, amount in amounts.items() if amount > 0)
