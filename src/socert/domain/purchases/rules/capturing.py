"""The sale happened: take what an authorisation holds, whole or line by line, once or in several captures."""

from collections.abc import Mapping
from dataclasses import replace

from socert.domain.ledger import OperationKind
from socert.domain.purchases.model.answered import NOT_FOUND, AnsweredTo
from socert.domain.purchases.model.asked import AskedPart, Capture
from socert.domain.purchases.model.known import Hold, Purchase
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.authorising import payee
from socert.domain.purchases.rules.bought import Standing, standing_of
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.moving import (
    Movement,
    children_of,
    finish,
    holds_of,
    own_purchase,
    why_nothing_is_held,
)
from socert.domain.purchases.rules.portions import Portion, by_account, take


def capture(asked: Capture, *, fold: Fold) -> AnsweredTo:
    """Take what an authorisation holds. After the last of it was taken, or after the hold's end, it is declined."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    purchase = own_purchase(asked.authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return NOT_FOUND
    return finish(asked, purchase, _captured(asked, purchase, fold=fold), kind=OperationKind.CAPTURE, fold=fold)


def _captured(asked: Capture, purchase: Purchase, *, fold: Fold) -> Movement:
    holds = holds_of(purchase, fold=fold)
    if not holds:
        return Movement(refusal=why_nothing_is_held(purchase, fold=fold))
    if not asked.lines and not children_of(purchase, OperationKind.CAPTURE, fold=fold):
        whole = {hold.account: (hold.open, hold.units) for hold in holds}
        return _moved(purchase, whole, holds, is_final=True, fold=fold)
    standing = standing_of(purchase, state=fold.state, directory=fold.directory, lane=fold.lane)
    portions = _portions(asked, standing)
    if portions is None:
        return Movement(refusal=Reason.MORE_THAN_HELD)
    is_final = asked.is_final or not asked.lines
    movement = _moved(purchase, by_account(portions.values()), holds, is_final=is_final, fold=fold)
    return replace(movement, portions=portions)


def _portions(asked: Capture, standing: Standing) -> dict[int, Portion] | None:
    """What is to be taken of each line; None when it is more than is left."""
    wanted = asked.lines or tuple(AskedPart(position) for position in standing.lines)
    found: dict[int, Portion] = {}
    for one in wanted:
        whole = standing.lines.get(one.position)
        if whole is None:
            return None
        portion = take(whole, standing.taken_of(one.position), quantity=one.quantity, amount=one.amount)
        if portion is not None:
            found[one.position] = portion
        elif asked.lines:
            return None
    return found


def _moved(
    purchase: Purchase, sums: Mapping[int, tuple[int, int]], holds: list[Hold], *, is_final: bool, fold: Fold
) -> Movement:
    """Settle the holds: to the merchant what was captured, back to the account what a final capture leaves.

    `sums` are kopecks and units by account.
    """
    assert purchase.merchant is not None
    entries, released = [], []
    for hold in holds:
        taken, units = sums.get(hold.account, (0, 0))
        back = hold.open - taken if is_final else 0
        if taken:
            account = fold.account(holder=hold.holder, number=hold.account)
            entries.append((-hold.account, payee(account, purchase.merchant, fold=fold), taken))
        if back:
            released.append((-hold.account, hold.account, back))
        if taken or back:
            fold.settle(hold, captured=taken, released=back, units=units)
    return Movement(tuple(entries), tuple(released))
