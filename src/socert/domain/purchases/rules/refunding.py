"""Goods came back: give back what a capture took, line by line, to the certificates that paid and as own money."""

from collections.abc import Mapping
from dataclasses import replace

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import CAPTURE_NOT_FOUND, REASON_ANSWERS, AnsweredTo, RefundAnswer
from socert.domain.purchases.model.asked import Refund
from socert.domain.purchases.model.known import Account, AccountStatus, MovedLine, Purchase
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.model.written import OperationRow, Record
from socert.domain.purchases.rules import answers, consuming
from socert.domain.purchases.rules.authorising import payee, posting_rows, visible_accounts
from socert.domain.purchases.rules.bought import standing_of
from socert.domain.purchases.rules.consuming import Entry
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.moving import (
    children_of,
    holds_of,
    keep_lines,
    line_answers,
    own_purchase,
)
from socert.domain.purchases.rules.portions import Portion, by_account, take
from socert.domain.purchases.rules.units_back import with_units
from socert.values import public_id


def refund(asked: Refund, *, fold: Fold) -> AnsweredTo:
    """Give back lines of a capture. All of what is asked, or nothing and a reason."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    purchase = own_purchase(asked.authorisation, till=asked.till, fold=fold)
    if purchase is None:
        return CAPTURE_NOT_FOUND
    portions = _portions(asked, purchase, fold=fold)
    if isinstance(portions, Reason):
        return _keep(asked, purchase, {}, entries=(), refusal=portions, fold=fold)
    entries = _give_back(purchase, portions, fold=fold)
    return _keep(asked, purchase, portions, entries=entries, refusal=None, fold=fold)


def _portions(asked: Refund, purchase: Purchase, *, fold: Fold) -> dict[int, Portion] | Reason:
    """What comes back of each line, or why nothing does."""
    if children_of(purchase, OperationKind.VOID, fold=fold) and asked.capture == purchase.id:
        return Reason.ALREADY_VOIDED
    standing = standing_of(purchase, state=fold.state, directory=fold.directory, lane=fold.lane)
    captured = standing.captures.get(asked.capture)
    if captured is None:
        return Reason.NOT_CAPTURED
    is_held = bool(holds_of(purchase, fold=fold))
    found: dict[int, Portion] = {}
    for one in asked.lines:
        taken = captured.taken.get(one.position)
        if taken is None:
            return Reason.MORE_THAN_BOUGHT
        returned = captured.returned.get(one.position, ())
        portion = take(replace(taken, units=()), returned, quantity=one.quantity, amount=one.amount)
        if portion is None:
            return Reason.MORE_THAN_BOUGHT
        found[one.position] = with_units(
            portion,
            line=standing.lines[one.position],
            captured=standing.taken_of(one.position),
            returned=standing.returned_of(one.position),
            is_held=is_held,
        )
    return found


def _give_back(purchase: Purchase, portions: Mapping[int, Portion], *, fold: Fold) -> tuple[Entry, ...]:
    """Take it from what the merchant is owed, closed period or not: clearing nets it from the next claim.

    Of an item whose piece is not returned whole the money comes back, and its unit does not.
    """
    assert purchase.merchant is not None
    entries: list[Entry] = []
    for number, (amount, units) in sorted(by_account(portions.values()).items()):
        assert purchase.holder is not None
        account = fold.account(holder=purchase.holder, number=number)
        consuming.give_back(account, amount=amount, units=units)
        fold.touched[number] = account
        entries.append((payee(account, purchase.merchant, fold=fold), number, amount))
    return tuple(entries)


def _is_over(account: Account, *, fold: Fold) -> bool:
    """Whether what comes back goes on to its sources as soon as the office collects it, blocked or not."""
    ended = (AccountStatus.ENDED, AccountStatus.CANCELLED)
    return account.status in ended or account.valid_until <= fold.now


def _keep(
    asked: Refund,
    purchase: Purchase,
    portions: Mapping[int, Portion],
    *,
    entries: tuple[Entry, ...],
    refusal: Reason | None,
    fold: Fold,
) -> AnsweredTo:
    answer = _answer(asked, purchase, portions, refusal=refusal, fold=fold)
    outcome = Outcome.APPROVED if refusal is None else Outcome.DECLINED
    row = OperationRow(
        id=asked.id,
        kind=OperationKind.REFUND,
        outcome=outcome,
        merchant=purchase.merchant,
        till=asked.till,
        holder=purchase.holder,
        parent=purchase.id,
        total=answer.covered + answer.own_money,
        covered=answer.covered,
        till_at=asked.till_at,
        receipt=asked.receipt,
        key=asked.key,
        body=asked.body,
        answer=answers.encode(answer),
    )
    fold.remember_child(asked.id, purchase.id, kind=OperationKind.REFUND, outcome=outcome, covered=answer.covered)
    moved: list[MovedLine] = keep_lines(
        portions, operation=asked.id, authorisation=purchase.id, capture=asked.capture, fold=fold
    )
    return fold.keep(Record(operation=row, postings=posting_rows(asked.id, entries), moved=moved))


def _answer(
    asked: Refund, purchase: Purchase, portions: Mapping[int, Portion], *, refusal: Reason | None, fold: Fold
) -> RefundAnswer:
    assert purchase.merchant is not None
    accounts = fold.state.accounts.get(purchase.holder or 0, [])
    over = {one.id for one in accounts if _is_over(one, fold=fold)}
    to_budget = REASON_ANSWERS[Reason.RETURNED_TO_BUDGET]
    reasons = {
        position: to_budget
        for position, portion in portions.items()
        if any(number in over for number, _ in portion.parts)
    }
    reason = REASON_ANSWERS[refusal] if refusal is not None else to_budget if reasons else None
    shown = visible_accounts(purchase.holder, merchant=purchase.merchant, fold=fold)
    return RefundAnswer(
        id=public_id("refd", fold.lane, asked.id),
        capture=public_id("capt", fold.lane, asked.capture),
        authorisation=public_id("auth", fold.lane, purchase.id),
        outcome=answers.OUTCOME_WORDS[Outcome.APPROVED if refusal is None else Outcome.DECLINED],
        covered=sum(one.covered for one in portions.values()),
        own_money=sum(one.own_money for one in portions.values()),
        lines=line_answers(portions, holder=purchase.holder, fold=fold, reasons=reasons),
        reason=reason,
        balances=answers.balances(shown, lane=fold.lane, directory=fold.directory, now=fold.now),
    )
