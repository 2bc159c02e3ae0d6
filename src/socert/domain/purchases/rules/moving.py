"""What becomes of an authorisation: voided, also by the key of a till that never got its answer; how moves are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import (
    CARRIER_DIFFERS,
    KEY_REUSED,
    NOT_FOUND,
    REASON_ANSWERS,
    AnsweredTo,
    AuthorisationAnswer,
    MovedLineAnswer,
    MovementAnswer,
    ReasonAnswer,
    Refused,
    Stored,
)
from socert.domain.purchases.model.asked import Capture, Sweep, Void, VoidByKey
from socert.domain.purchases.model.known import Account, Child, Hold, MovedLine, Purchase
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.model.written import OperationRow, PostingRow, Record
from socert.domain.purchases.rules import answers
from socert.domain.purchases.rules.authorising import payable, visible_accounts
from socert.domain.purchases.rules.bought import is_captured_at_once, moved_line, standing_of
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.portions import Portion
from socert.values import public_id


def void(asked: Void, *, fold: Fold) -> AnsweredTo:
    """Give back what an authorisation holds or, for a till that captures at once, what it took."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    purchase = own_purchase(asked.authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return NOT_FOUND
    return finish(asked, purchase, _voided(purchase, fold=fold), kind=OperationKind.VOID, fold=fold)


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
        return finish(asked, None, Movement(), kind=OperationKind.VOID, fold=fold)
    purchase = _presented_purchase(original.id, asked, fold=fold)
    if isinstance(purchase, Refused):
        return purchase
    return finish(asked, purchase, _voided(purchase, fold=fold), kind=OperationKind.VOID, fold=fold)


def _presented_purchase(authorisation: UUID, asked: VoidByKey, *, fold: Fold) -> Purchase | Refused:
    """An authorisation of this till's merchant, made with a card of the same person."""
    purchase = own_purchase(authorisation, till=asked.till, fold=fold)
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


Entry: TypeAlias = tuple[int, int, int]
"""Debit, credit, kopecks."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What a capture or void moves, or why it does not.

    `released` is what a final capture gives back beside what it takes; `portions` what it took of which line, where it
    was not simply all of the receipt.
    """

    entries: tuple[Entry, ...] = ()
    released: tuple[Entry, ...] = ()
    portions: Mapping[int, Portion] = field(default_factory=dict)
    refusal: Reason | None = None

    @property
    def amount(self) -> int:
        """Kopecks that certificates give or get back, without what is only released."""
        return sum(entry[2] for entry in self.entries)


def own_purchase(authorisation: UUID, *, till: int, fold: Fold) -> Purchase | None:
    """An authorisation of this till's merchant; another merchant's is as good as absent."""
    purchase = fold.state.purchases.get(authorisation)
    if purchase is None or purchase.kind != OperationKind.AUTHORISE:
        return None
    if purchase.merchant != fold.directory.tills[till].merchant:
        return None
    if purchase.holder is not None:
        fold.release_lapsed(purchase.holder)
    return purchase


def children_of(purchase: Purchase, kind: OperationKind, *, fold: Fold) -> list[Child]:
    """The approved captures, refunds, voids or lapses of a purchase."""
    return [
        child
        for child in fold.state.children.get(purchase.id, [])
        if child.kind == kind and child.outcome == Outcome.APPROVED
    ]


def _voided(purchase: Purchase, *, fold: Fold) -> Movement:
    holds = holds_of(purchase, fold=fold)
    if holds:
        entries = []
        for hold in holds:
            entries.append((-hold.account, hold.account, hold.open))
            fold.settle(hold, captured=0, released=hold.open)
        return Movement(entries=tuple(entries))
    refusal = why_nothing_is_held(purchase, fold=fold)
    if refusal == Reason.ALREADY_CAPTURED and is_captured_at_once(purchase):
        return _taken_back(purchase, fold=fold)
    # A void of what holds nothing is the answer its till hopes for: nothing moved, nothing is owed.
    if refusal in (Reason.NOTHING_HELD, Reason.HOLD_EXPIRED, Reason.ALREADY_VOIDED):
        return Movement()
    return Movement(refusal=refusal)


def _taken_back(purchase: Purchase, *, fold: Fold) -> Movement:
    """Undo a purchase that was captured at once, while its period is still open."""
    if children_of(purchase, OperationKind.REFUND, fold=fold):
        return Movement(refusal=Reason.ALREADY_REFUNDED)
    if purchase.at < fold.closed_through:
        return Movement(refusal=Reason.ALREADY_CLEARED)
    assert purchase.merchant is not None
    owed = payable(purchase.merchant, fold=fold)
    entries = []
    for account, amount in _paid_by_account(purchase, fold=fold):
        account.consumed -= amount
        fold.touched[account.id] = account
        entries.append((owed, account.id, amount))
    return Movement(entries=tuple(entries))


def _paid_by_account(purchase: Purchase, *, fold: Fold) -> list[tuple[Account, int]]:
    """What each account paid, in the order of the accounts."""
    assert purchase.holder is not None
    sums: dict[int, int] = {}
    standing = standing_of(purchase, state=fold.state, directory=fold.directory, lane=fold.lane)
    for portion in standing.lines.values():
        for account, amount in portion.parts:
            sums[account] = sums.get(account, 0) + amount
    return [(one, sums[one.id]) for one in fold.state.accounts[purchase.holder] if one.id in sums]


def holds_of(purchase: Purchase, *, fold: Fold) -> list[Hold]:
    """What a purchase still holds, account by account."""
    return [] if purchase.holder is None else fold.open_holds(purchase.holder, purchase.id)


def why_nothing_is_held(purchase: Purchase, *, fold: Fold) -> Reason:
    """The last thing that became of a purchase that holds nothing."""
    if children_of(purchase, OperationKind.VOID, fold=fold):
        return Reason.ALREADY_VOIDED
    if children_of(purchase, OperationKind.LAPSE, fold=fold):
        return Reason.HOLD_EXPIRED
    if children_of(purchase, OperationKind.CAPTURE, fold=fold) or is_captured_at_once(purchase):
        return Reason.ALREADY_CAPTURED
    return Reason.NOTHING_HELD if purchase.covered == 0 else Reason.HOLD_EXPIRED


def finish(
    asked: Capture | Void | VoidByKey,
    purchase: Purchase | None,
    movement: Movement,
    *,
    kind: OperationKind,
    fold: Fold,
) -> AnsweredTo:
    """Answer a capture or void, and keep it with its postings and lines."""
    merchant = fold.directory.tills[asked.till].merchant
    holder = None if purchase is None else purchase.holder
    outcome = Outcome.APPROVED if movement.refusal is None else Outcome.DECLINED
    answer = _answer(asked, purchase, movement, kind=kind, outcome=outcome, fold=fold)
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
    moved: list[MovedLine] = []
    if purchase is not None:
        fold.remember_child(asked.id, purchase.id, kind=kind, outcome=outcome, covered=movement.amount)
        moved = keep_lines(
            movement.portions, operation=asked.id, authorisation=purchase.id, capture=asked.id, fold=fold
        )
    postings = postings_of(asked.id, movement.entries + movement.released)
    return fold.keep(Record(operation=row, postings=postings, moved=moved))


def _answer(
    asked: Capture | Void | VoidByKey,
    purchase: Purchase | None,
    movement: Movement,
    *,
    kind: OperationKind,
    outcome: Outcome,
    fold: Fold,
) -> MovementAnswer:
    holder = None if purchase is None else purchase.holder
    visible = visible_accounts(holder, merchant=fold.directory.tills[asked.till].merchant, fold=fold)
    return MovementAnswer(
        id=public_id("capt" if kind == OperationKind.CAPTURE else "void", fold.lane, asked.id),
        authorisation=None if purchase is None else public_id("auth", fold.lane, purchase.id),
        outcome=answers.OUTCOME_WORDS[outcome],
        amount=movement.amount,
        reason=None if movement.refusal is None else REASON_ANSWERS[movement.refusal],
        balances=answers.balances(visible, lane=fold.lane, directory=fold.directory, now=fold.now),
        lines=line_answers(movement.portions, holder=holder, fold=fold),
    )


def line_answers(
    portions: Mapping[int, Portion],
    *,
    holder: int | None,
    fold: Fold,
    reasons: Mapping[int, ReasonAnswer] | None = None,
) -> list[MovedLineAnswer]:
    """Parts of lines as the till is told them, by position; `reasons` say something of some of them."""
    accounts = {one.id: one for one in fold.state.accounts.get(holder or 0, [])}
    return [
        answers.moved_line(
            position,
            portion,
            accounts=accounts,
            lane=fold.lane,
            directory=fold.directory,
            reason=(reasons or {}).get(position),
        )
        for position, portion in sorted(portions.items())
    ]


def keep_lines(
    portions: Mapping[int, Portion], *, operation: UUID, authorisation: UUID, capture: UUID, fold: Fold
) -> list[MovedLine]:
    """Parts of lines as they are written, by position, and known to what follows in the same batch."""
    moved = [
        moved_line(portion, operation=operation, authorisation=authorisation, capture=capture, position=position)
        for position, portion in sorted(portions.items())
    ]
    if moved:
        fold.state.moved.setdefault(authorisation, []).extend(moved)
    return moved


def postings_of(operation: UUID, entries: Sequence[Entry]) -> list[PostingRow]:
    """Entries as postings, in their order."""
    return [
        PostingRow(operation=operation, place=place, debit=debit, credit=credit, amount=amount)
        for place, (debit, credit, amount) in enumerate(entries)
    ]


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
