"""Whether a basket needs its buyer to confirm it, and whether they did."""

from collections.abc import Iterable

from socert.domain.purchases.model.asked import Confirmation
from socert.domain.purchases.model.known import Directory
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.basket import LineSplit, Pot
from socert.domain.purchases.rules.coverage import Obstacle

_REFUSALS = {
    Confirmation.NONE: Reason.CONFIRMATION_REQUIRED,
    Confirmation.WRONG: Reason.PIN_WRONG,
    Confirmation.BLOCKED: Reason.PIN_BLOCKED,
    Confirmation.NOT_SET: Reason.PIN_NOT_SET,
}


def unconfirmed(
    paying: Iterable[tuple[Pot, int]], confirmation: Confirmation, *, directory: Directory
) -> Reason | None:
    """Why a basket is not paid though it could be: a programme pays more than goes without a PIN; None when it is."""
    if confirmation is Confirmation.RIGHT:
        return None
    sums: dict[int, int] = {}
    limits: dict[int, int] = {}
    for pot, amount in paying:
        version = directory.versions[pot.account.version]
        if version.confirm_above is not None:
            sums[version.programme] = sums.get(version.programme, 0) + amount
            limits[version.programme] = min(version.confirm_above, limits.get(version.programme, version.confirm_above))
    is_needed = any(amount > limits[programme] for programme, amount in sums.items())
    return _REFUSALS[confirmation] if is_needed else None


def without_cover(split: LineSplit, *, against: Reason) -> LineSplit:
    """A line as it is when nothing is paid; what would not have been covered anyway keeps its own reason."""
    obstacle = split.obstacle if split.covered == 0 else Obstacle(against)
    return LineSplit(line=split.line, category=split.category, obstacle=obstacle)
