"""What becomes of an authorisation: captured, voided, or voided by the key of a till that never got its answer."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import (
    CARRIER_DIFFERS,
    KEY_REUSED,
    NOT_FOUND,
    REASON_ANSWERS,
    AnsweredTo,
    AuthorisationAnswer,
    MovementAnswer,
    Refused,
    Stored,
)
from socert.domain.purchases.model.asked import Capture, Sweep, Void, VoidByKey
from socert.domain.purchases.model.known import Account, Child, Hold, Purchase
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.model.written import OperationRow, Record
from socert.domain.purchases.rules import answers, consuming
from socert.domain.purchases.rules.authorising import payee, posting_rows, visible_accounts
from socert.domain.purchases.rules.consuming import Entry
from socert.domain.purchases.rules.fold import Fold
from socert.values import public_id

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode


def capture(asked: Capture, *, fold: Fold) -> AnsweredTo:
    """Take what an authorisation holds. A second capture, or one after the hold's end, is declined."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    purchase = _own_purchase(asked.authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return NOT_FOUND
    return _finish(asked, purchase, _captured(purchase, fold=fold), kind=OperationKind.CAPTURE, fold=fold)


def void(asked: Void, *, fold: Fold) -> AnsweredTo:
    """Give back what an authorisation holds or, for a till that captures at once, what it took."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    purchase = _own_purchase(asked.authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return NOT_FOUND
    return _finish(asked, purchase, _voided(purchase, fold=fold), kind=OperationKind.VOID, fold=fold)


def void_by_key(asked: VoidByKey, *, fold: Fold) -> AnsweredTo:
    """The same by key. Before its original it leaves a tombstone, and the late original is declined."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    if asked.key == asked.target:
        return KEY_REUSED
    original = fold.state.answers.get(asked.target)
    if original is None:
        fold.keep(_tombstone(asked, fold=fold))
    if original is None or original.kind == OperationKind.TOMBSTONE:
        return _finish(asked, None, _Movement(), kind=OperationKind.VOID, fold=fold)
    purchase = _presented_purchase(original.id, asked, fold=fold)
    if isinstance(purchase, Refused):
        return purchase
    return _finish(asked, purchase, _voided(purchase, fold=fold), kind=OperationKind.VOID, fold=fold)


def _presented_purchase(authorisation: UUID, asked: VoidByKey, *, fold: Fold) -> Purchase | Refused:
    """An authorisation of this till's merchant, made with a card of the same person."""
    purchase = _own_purchase(authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return NOT_FOUND
    carrier = fold.state.carriers.get(asked.card)
    if purchase.holder is not None and (carrier is None or carrier.holder != purchase.holder):
        return CARRIER_DIFFERS
    return purchase


def sweep(asked: Sweep, *, fold: Fold) -> AnsweredTo:
    """Give back what is overdue of the holder of an authorisation; nothing when it was settled meanwhile."""
    purchase = fold.state.purchases.get(asked.authorisation)
    if purchase is not None and purchase.holder is not None:
        fold.release_lapsed(purchase.holder)
    return Stored(body="{}", is_replay=False)


@dataclass(frozen=True, slots=True)
class _Movement:
    """What a capture or void moves, what of it then returns to appropriations, or why it does not."""

    entries: tuple[Entry, ...] = ()
    freed: tuple[Entry, ...] = ()
    refusal: Reason | None = None

    @property
    def amount(self) -> int:
        return sum(entry[2] for entry in self.entries)


def _own_purchase(authorisation: UUID, *, till: int, fold: Fold) -> Purchase | None:
    """An authorisation of this till's merchant; another merchant's is as good as absent."""
    purchase = fold.state.purchases.get(authorisation)
    if purchase is None or purchase.kind != OperationKind.AUTHORISE:
        return None
    if purchase.merchant != fold.directory.tills[till].merchant:
        return None
    if purchase.holder is not None:
        fold.release_lapsed(purchase.holder)
    return purchase


def _children(purchase: Purchase, kind: OperationKind, *, fold: Fold) -> list[Child]:
    return [
        child
        for child in fold.state.children.get(purchase.id, [])
        if child.kind == kind and child.outcome == Outcome.APPROVED
    ]


def _is_captured_at_once(purchase: Purchase) -> bool:
    return bool(_read_answer(purchase.answer).captures)


def _captured(purchase: Purchase, *, fold: Fold) -> _Movement:
    holds = _holds(purchase, fold=fold)
    if not holds:
        return _Movement(refusal=_why_nothing_is_held(purchase, fold=fold))
    entries: list[Entry] = []
    freed: list[Entry] = []
    for hold in holds:
        merchant = purchase.merchant
        assert merchant is not None
        account = fold.account(holder=hold.holder, number=hold.account)
        entries.append((-hold.account, payee(account, merchant, fold=fold), hold.open))
        fold.settle(hold, captured=hold.open, released=0)
        freed.extend(consuming.freed(account, directory=fold.directory))
    return _Movement(entries=tuple(entries), freed=tuple(freed))


def _voided(purchase: Purchase, *, fold: Fold) -> _Movement:
    holds = _holds(purchase, fold=fold)
    if holds:
        entries = []
        for hold in holds:
            entries.append((-hold.account, hold.account, hold.open))
            fold.settle(hold, captured=0, released=hold.open)
        return _Movement(entries=tuple(entries))
    refusal = _why_nothing_is_held(purchase, fold=fold)
    if refusal == Reason.ALREADY_CAPTURED and _is_captured_at_once(purchase):
        return _taken_back(purchase, fold=fold)
    # A void of what holds nothing is the answer its till hopes for: nothing moved, nothing is owed.
    if refusal in (Reason.NOTHING_HELD, Reason.HOLD_EXPIRED, Reason.ALREADY_VOIDED):
        return _Movement()
    return _Movement(refusal=refusal)


def _taken_back(purchase: Purchase, *, fold: Fold) -> _Movement:
    """Undo a purchase that was captured at once, while its period is still open."""
    if purchase.at < fold.closed_through:
        return _Movement(refusal=Reason.ALREADY_CLEARED)
    assert purchase.merchant is not None
    entries = []
    for account, amount, units in _paid_by_account(purchase, fold=fold):
        consuming.give_back(account, amount=amount, units=units)
        fold.touched[account.id] = account
        entries.append((payee(account, purchase.merchant, fold=fold), account.id, amount))
    return _Movement(entries=tuple(entries))


def _paid_by_account(purchase: Purchase, *, fold: Fold) -> list[tuple[Account, int, int]]:
    """What each account paid and the units it used up, read from the stored answer."""
    assert purchase.holder is not None
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for line in _read_answer(purchase.answer).lines:
        for part in line.parts:
            where = (part.certificate, part.allowance)
            amount, units = sums.get(where, (0, 0))
            sums[where] = (amount + part.amount, units + part.units)
    paid = []
    for account in fold.state.accounts[purchase.holder]:
        rule = fold.directory.rule_of(account)
        amount, units = sums.pop((public_id("cert", fold.lane, account.certificate), rule.id), (0, 0))
        if amount:
            paid.append((account, amount, units))
    assert not sums, "an account that paid is gone"
    return paid


def _holds(purchase: Purchase, *, fold: Fold) -> list[Hold]:
    return [] if purchase.holder is None else fold.open_holds(purchase.holder, purchase.id)


def _why_nothing_is_held(purchase: Purchase, *, fold: Fold) -> Reason:
    if _children(purchase, OperationKind.VOID, fold=fold):
        return Reason.ALREADY_VOIDED
    if _children(purchase, OperationKind.CAPTURE, fold=fold) or _is_captured_at_once(purchase):
        return Reason.ALREADY_CAPTURED
    return Reason.NOTHING_HELD if purchase.covered == 0 else Reason.HOLD_EXPIRED


def _finish(
    asked: Capture | Void | VoidByKey,
    purchase: Purchase | None,
    movement: _Movement,
    *,
    kind: OperationKind,
    fold: Fold,
) -> AnsweredTo:
    merchant = fold.directory.tills[asked.till].merchant
    holder = None if purchase is None else purchase.holder
    outcome = Outcome.APPROVED if movement.refusal is None else Outcome.DECLINED
    prefix = "capt" if kind == OperationKind.CAPTURE else "void"
    answer = MovementAnswer(
        id=public_id(prefix, fold.lane, asked.id),
        authorisation=None if purchase is None else public_id("auth", fold.lane, purchase.id),
        outcome=answers.OUTCOME_WORDS[outcome],
        amount=movement.amount,
        reason=None if movement.refusal is None else REASON_ANSWERS[movement.refusal],
        balances=answers.balances(
            visible_accounts(holder, merchant=merchant, fold=fold),
            lane=fold.lane,
            directory=fold.directory,
            now=fold.now,
        ),
    )
    row = OperationRow(
        id=asked.id,
        kind=kind,
        outcome=outcome,
        merchant=merchant,
        till=asked.till,
        holder=holder,
        parent=None if purchase is None else purchase.id,
        total=0 if purchase is None else purchase.total,
        covered=movement.amount,
        till_at=None,
        receipt=None if purchase is None else purchase.receipt,
        key=asked.key,
        body=asked.body,
        answer=answers.encode(answer),
    )
    if purchase is not None:
        child = Child(id=asked.id, parent=purchase.id, kind=kind, outcome=outcome, covered=movement.amount)
        fold.state.children.setdefault(purchase.id, []).append(child)
    return fold.keep(Record(operation=row, postings=posting_rows(asked.id, (*movement.entries, *movement.freed))))


def _tombstone(asked: VoidByKey, *, fold: Fold) -> Record:
    """The answer a late original will find under its own key."""
    number = asked.target
    answer = AuthorisationAnswer(
        id=public_id("auth", fold.lane, number),
        outcome=answers.OUTCOME_WORDS[Outcome.DECLINED],
        covered=0,
        own_money=0,
        expires_at=None,
        captures=[],
        lines=[],
        balances=[],
        reason=REASON_ANSWERS[Reason.REVERSED_BEFORE_ARRIVAL],
    )
    row = OperationRow(
        id=number,
        kind=OperationKind.TOMBSTONE,
        outcome=Outcome.DECLINED,
        merchant=fold.directory.tills[asked.till].merchant,
        till=asked.till,
        holder=None,
        parent=None,
        total=0,
        covered=0,
        till_at=None,
        receipt=None,
        key=asked.target,
        body=None,
        answer=answers.encode(answer),
    )
    return Record(operation=row)
