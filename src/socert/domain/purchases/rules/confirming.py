"""Whether a basket needs its buyer to confirm it, and whether they did."""

from collections.abc import Sequence

from socert.domain.programmes import ConfirmKind
from socert.domain.purchases.model.asked import Confirmation, Confirmed
from socert.domain.purchases.model.known import Account, Directory
from socert.domain.purchases.model.reasons import Reason, Wanted
from socert.domain.purchases.rules.basket import LineSplit
from socert.domain.purchases.rules.coverage import Obstacle

_FAILED = {
    (ConfirmKind.PIN, Confirmed.WRONG): Reason.PIN_WRONG,
    (ConfirmKind.PIN, Confirmed.BLOCKED): Reason.PIN_BLOCKED,
    (ConfirmKind.PIN, Confirmed.NOT_SET): Reason.PIN_NOT_SET,
    (ConfirmKind.CODE, Confirmed.WRONG): Reason.CODE_WRONG,
    (ConfirmKind.CODE, Confirmed.BLOCKED): Reason.CODE_BLOCKED,
    (ConfirmKind.CODE, Confirmed.NOT_SET): Reason.CODE_NOT_ASKED,
    (ConfirmKind.CODE, Confirmed.EXPIRED): Reason.CODE_EXPIRED,
    (ConfirmKind.CODE, Confirmed.USED): Reason.CODE_USED,
    (ConfirmKind.CODE, Confirmed.UNREACHABLE): Reason.CONTACT_MISSING,
}


def unconfirmed(
    paying: Sequence[tuple[Account, int]], confirmation: Confirmation, *, directory: Directory, is_paper: bool = False
) -> Obstacle | None:
    """Why a basket is not paid though it could be: a programme pays more than goes unconfirmed; None when it is paid.

    Each programme is content with its own kind only. With a printed sheet the first kopeck is confirmed, and programmes
    that say nothing of it are content with either kind. What was given and is not right is told first; else everything
    the basket needs is asked for, also what was given already.
    """
    kinds = _kinds_needed(paying, directory=directory, is_paper=is_paper)
    if is_paper and not kinds and paying:
        kinds = {ConfirmKind.CODE if confirmation.pin is Confirmed.NONE else ConfirmKind.PIN}
    if not kinds:
        return None
    given = {ConfirmKind.PIN: confirmation.pin, ConfirmKind.CODE: confirmation.code}
    failed = [_FAILED[kind, given[kind]] for kind in ConfirmKind if kind in kinds and (kind, given[kind]) in _FAILED]
    if failed:
        return Obstacle(failed[0])
    if all(given[kind] is Confirmed.RIGHT for kind in kinds):
        return None
    wanted = Wanted.BOTH if len(kinds) == len(ConfirmKind) else Wanted(next(iter(kinds)).value)
    return Obstacle(Reason.CONFIRMATION_REQUIRED, wanted=wanted)


def _kinds_needed(paying: Sequence[tuple[Account, int]], *, directory: Directory, is_paper: bool) -> set[ConfirmKind]:
    sums: dict[int, int] = {}
    limits: dict[tuple[int, ConfirmKind], int] = {}
    for account, amount in paying:
        version = directory.versions[account.version]
        if version.confirm is not None:
            sums[version.programme] = sums.get(version.programme, 0) + amount
            asked = (version.programme, version.confirm.kind)
            above = 0 if is_paper else version.confirm.above
            limits[asked] = min(above, limits.get(asked, above))
    return {kind for (programme, kind), limit in limits.items() if sums[programme] > limit}


def without_cover(split: LineSplit, *, against: Obstacle) -> LineSplit:
    """A line as it is when nothing is paid; what would not have been covered anyway keeps its own reason."""
    obstacle = split.obstacle if split.covered == 0 else against
    return LineSplit(line=split.line, category=split.category, obstacle=obstacle)
