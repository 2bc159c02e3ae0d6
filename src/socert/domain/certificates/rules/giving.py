"""Which allowances of a programme a recipient is given, how much of each, and what they are worth."""

from collections import Counter
from collections.abc import Iterable

from socert.domain.certificates.model import DecidedAmount, Entitlement, Gift, IssueRefused, Recipient
from socert.domain.certificates.rules.sentences import (
    allowance_gone,
    amount_by_facts,
    decision_only,
    need_unknown,
    nothing_to_give,
)
from socert.domain.programmes import Allowance, AllowanceKind, ProgrammeVersion
from socert.values import split_by_shares


def gifts_of(version: ProgrammeVersion, entitlement: Entitlement) -> tuple[Gift, ...]:
    """What is given: every allowance but those by need, and of these what was named.

    A sum of points and a number of units are as decided, where they were; the rest is as the version says.
    """
    decided = {one.allowance: one for one in entitlement.decided}
    given = [
        _gift(slot, one, decided.get(one.id))
        for slot, one in enumerate(version.allowances)
        if not one.by_need or one.id in entitlement.need
    ]
    return tuple(gift for gift in given if gift.kopecks or gift.units)


def _gift(slot: int, allowance: Allowance, decided: DecidedAmount | None) -> Gift:
    if decided is None:
        return Gift(slot, allowance.amount_kopecks, allowance.units)
    match allowance.kind:
        case AllowanceKind.POINTS:
            return Gift(slot, decided.kopecks, 0)
        case AllowanceKind.UNITS:
            return Gift(slot, decided.units * allowance.tariff_kopecks, decided.units)
        case AllowanceKind.ITEMS | AllowanceKind.DISCOUNT:
            return Gift(slot, allowance.amount_kopecks, allowance.units)


def refuse_undecided(version: ProgrammeVersion) -> IssueRefused | None:
    """Why nothing can be given to anybody for whom nothing was decided; None where something can."""
    if version.is_decision_only:
        return decision_only(version.programme_id)
    return amount_by_facts(version.programme_id) if any(one.table for one in version.allowances) else None


def refuse_entitlement(version: ProgrammeVersion, entitlement: Entitlement) -> IssueRefused | None:
    """Why nothing can be given; None where something is."""
    if version.is_decision_only:
        return decision_only(version.programme_id)
    known = [one.id for one in version.allowances if one.by_need]
    if not entitlement.need.issubset(known):
        return need_unknown(known)
    decided = {one.allowance: one for one in entitlement.decided}
    if any(one.table and one.id not in decided for one in version.allowances):
        return amount_by_facts(version.programme_id)
    kinds = {one.id: one.kind for one in version.allowances}
    if gone := [one.allowance for one in decided.values() if not _is_still_given(one, kinds.get(one.allowance))]:
        return allowance_gone(gone)
    return None if gifts_of(version, entitlement) else nothing_to_give(known)


def _is_still_given(decided: DecidedAmount, kind: AllowanceKind | None) -> bool:
    if not decided.kopecks and not decided.units:
        return True
    return kind is (AllowanceKind.UNITS if decided.units else AllowanceKind.POINTS)


def worth(version: ProgrammeVersion, recipients: Iterable[Recipient]) -> int:
    """What all their certificates are worth, kopecks, with what merchants bear."""
    return sum(
        count * sum(gift.kopecks for gift in gifts_of(version, entitlement))
        for entitlement, count in Counter(one.entitlement for one in recipients).items()
    )


def reserves(version: ProgrammeVersion, recipients: Iterable[Recipient]) -> tuple[int, ...]:
    """What each source of the programme sets aside for all of them, kopecks; nothing for what merchants bear."""
    sums = [0] * len(version.funding)
    for entitlement, count in Counter(one.entitlement for one in recipients).items():
        for place, part in enumerate(reserve(version, entitlement)):
            sums[place] += count * part
    return tuple(sums)


def reserve(version: ProgrammeVersion, entitlement: Entitlement) -> tuple[int, ...]:
    """What each source of the programme sets aside for one of them, kopecks."""
    sums = [0] * len(version.funding)
    for gift in gifts_of(version, entitlement):
        for place, part in enumerate(parts(version, gift)):
            sums[place] += part
    return tuple(sums)


def parts(version: ProgrammeVersion, gift: Gift) -> tuple[int, ...]:
    """What each source gives of one gift, kopecks; none gives of what merchants bear."""
    if not version.allowances[gift.slot].is_from_budget:
        return (0,) * len(version.funding)
    return split_by_shares(amount=gift.kopecks, shares=version.shares)
