"""The sale happened: take what an authorisation holds, whole or line by line, once or in several captures."""

from socert.domain.ledger import OperationKind
from socert.domain.purchases.model.answered import NOT_FOUND, AnsweredTo
from socert.domain.purchases.model.asked import AskedPart, Capture
from socert.domain.purchases.model.known import Hold, Purchase
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.rules.authorising import payable
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
from socert.domain.purchases.rules.portions import Portion, take


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
        return _moved(purchase, {hold.account: hold.open for hold in holds}, holds, is_final=True, fold=fold)
    standing = standing_of(purchase, state=fold.state, directory=fold.directory, lane=fold.lane)
    portions = _portions(asked, standing)
    if portions is None:
        return Movement(refusal=Reason.MORE_THAN_HELD)
    sums: dict[int, int] = {}
    for portion in portions.values():
        for account, amount in portion.parts:
            sums[account] = sums.get(account, 0) + amount
    movement = _moved(purchase, sums, holds, is_final=asked.is_final or not asked.lines, fold=fold)
    return Movement(movement.entries, movement.released, portions=portions)


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


def _moved(purchase: Purchase, sums: dict[int, int], holds: list[Hold], *, is_final: bool, fold: Fold) -> Movement:
    """Settle the holds: to the merchant what was captured, back to the account what a final capture leaves."""
    assert purchase.merchant is not None
    owed = payable(purchase.merchant, fold=fold)
    entries, released = [], []
    for hold in holds:
        taken = sums.get(hold.account, 0)
        back = hold.open - taken if is_final else 0
        if taken:
            entries.append((-hold.account, owed, taken))
        if back:
            released.append((-hold.account, hold.account, back))
        if taken or back:
            fold.settle(hold, captured=taken, released=back)
    return Movement(tuple(entries), tuple(released))
