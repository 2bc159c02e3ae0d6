"""Which allowances of a programme a recipient is given, and what they are worth."""

from collections import Counter
from collections.abc import Iterable

from socert.domain.certificates.model import IssueRefused, Recipient
from socert.domain.certificates.rules.sentences import need_unknown, nothing_to_give
from socert.domain.programmes import ProgrammeVersion
from socert.values import split_by_shares


def slots_given(version: ProgrammeVersion, *, need: frozenset[str]) -> tuple[int, ...]:
    """The places of the allowances that are given: all but those by need, and of these what was named."""
    return tuple(slot for slot, one in enumerate(version.allowances) if not one.by_need or one.id in need)


def refuse_need(version: ProgrammeVersion, *, need: frozenset[str]) -> IssueRefused | None:
    """Why nothing can be given for these needs; None where something is."""
    known = [one.id for one in version.allowances if one.by_need]
    if not need.issubset(known):
        return need_unknown(known)
    return None if slots_given(version, need=need) else nothing_to_give(known)


def worth(version: ProgrammeVersion, recipients: Iterable[Recipient]) -> int:
    """What all their certificates are worth, kopecks, with what merchants bear."""
    return sum(
        count * sum(version.allowances[slot].amount_kopecks for slot in slots_given(version, need=need))
        for need, count in Counter(one.need for one in recipients).items()
    )


def reserves(version: ProgrammeVersion, recipients: Iterable[Recipient]) -> tuple[int, ...]:
    """What each source of the programme sets aside for all of them, kopecks; nothing for what merchants bear."""
    sums = [0] * len(version.funding)
    for need, count in Counter(one.need for one in recipients).items():
        for slot in slots_given(version, need=need):
            for place, part in enumerate(parts(version, slot=slot)):
                sums[place] += count * part
    return tuple(sums)


def parts(version: ProgrammeVersion, *, slot: int) -> tuple[int, ...]:
    """What each source gives of one allowance, kopecks; none gives of what merchants bear."""
    allowance = version.allowances[slot]
    if not allowance.is_from_budget:
        return (0,) * len(version.funding)
    return split_by_shares(amount=allowance.amount_kopecks, shares=version.shares)
