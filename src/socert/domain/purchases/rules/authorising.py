"""May this basket be paid with what this card shows? Decides an authorisation within a batch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.people import CarrierKind, is_fresh
from socert.domain.programmes import AllowanceKind, OwnMoney, PriceAboveCap
from socert.domain.purchases.model.answered import AnsweredTo, AuthorisationAnswer
from socert.domain.purchases.model.asked import Authorise
from socert.domain.purchases.model.known import (
    Account,
    Carrier,
    CarrierStatus,
    Hold,
    Purchase,
    TillPlace,
)
from socert.domain.purchases.model.reasons import Reason
from socert.domain.purchases.model.written import HoldRow, LineRow, OperationRow, PostingRow, Record
from socert.domain.purchases.rules import answers, consuming
from socert.domain.purchases.rules.basket import BasketSplit, LineSplit, Pot, order_of_use, split_basket, too_many
from socert.domain.purchases.rules.confirming import unconfirmed, without_cover
from socert.domain.purchases.rules.consuming import Entry
from socert.domain.purchases.rules.coverage import Obstacle, category_of
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.standing import hindrance_by
from socert.values import public_id

#: Of several certificates that cannot pay, the cashier is told of the one nearest to paying: first in this order.
_NEAREST_TO_PAYING = (
    Reason.CARRIER_NOT_ACCEPTED,
    Reason.CERTIFICATE_BLOCKED,
    Reason.CERTIFICATE_NOT_STARTED,
    Reason.CERTIFICATE_ENDED,
    Reason.NO_CERTIFICATE,
)


#: Under these a till is not told what the card holds.
_SHOWING_NOTHING = (Reason.TILL_SUSPENDED, Reason.NO_AGREEMENT, Reason.CARD_NOT_ACCEPTED, Reason.QR_EXPIRED)


class _Decided(msgspec.Struct):
    """An authorisation in the making.

    `accounts` are what the pots, in their order of use, stand for; `visible` what the merchant may see of the holder's;
    `paying` what each account pays in all and the units it uses up, those that pay.
    """

    asked: Authorise
    place: TillPlace
    carrier: Carrier | None
    visible: list[Account]
    accounts: list[Account]
    pots: list[Pot]
    splits: list[LineSplit]
    refusal: Obstacle | None
    is_optimal: bool
    paying: list[tuple[Account, int, int]]
    covered: int
    own_money: int
    outcome: Outcome


def authorise(asked: Authorise, *, fold: Fold) -> AnsweredTo:
    """Decide a basket, hold or take the money, answer every line."""
    before = fold.answer_before(asked)
    if before is not None:
        return before
    decided = _decide(asked, fold=fold)
    expires_at = _hold(decided, fold=fold)
    answer = _answer(decided, expires_at=expires_at, fold=fold)
    record = _record(decided, answer=answers.encode(answer), expires_at=expires_at, fold=fold)
    _remember(record, fold=fold)
    return fold.keep(record)


def visible_accounts(holder: int | None, *, merchant: int, fold: Fold) -> list[Account]:
    """The accounts of a holder that this merchant has an agreement for; of services a till of goods learns nothing."""
    if holder is None:
        return []
    return [
        account
        for account in fold.state.accounts.get(holder, [])
        if fold.has_agreement(merchant=merchant, version=account.version)
        and fold.directory.rule_of(account).kind is not AllowanceKind.UNITS
    ]


def good_carrier(card: UUID, *, fold: Fold) -> Carrier | None:
    """What was presented, if it opens somebody now; unknown, blocked, ended and foreign ones all open nobody."""
    carrier = fold.state.carriers.get(card)
    if carrier is None or carrier.status != CarrierStatus.ACTIVE:
        return None
    if carrier.valid_from > fold.now or (carrier.valid_until is not None and carrier.valid_until <= fold.now):
        return None
    return carrier


def is_qr_stale(step: int | None, *, now: datetime, is_confirmed: bool) -> bool:
    """Whether what was presented is the QR of a phone that has changed since; with no step it is something else."""
    return step is not None and not is_fresh(step, now=now, is_confirmed=is_confirmed)


def _decide(asked: Authorise, *, fold: Fold) -> _Decided:
    place = fold.directory.tills[asked.till]
    carrier = good_carrier(asked.card, fold=fold)
    holder = None if carrier is None else carrier.holder
    if holder in fold.state.holds:
        fold.release_lapsed(holder)
    visible = visible_accounts(holder, merchant=place.merchant, fold=fold)
    hindered, usable = _usable(asked, place, carrier, visible, fold=fold)
    accounts, pots = [account for account, _ in usable], [pot for _, pot in usable]
    if hindered is None and len(pots) > 1:
        hindered = too_many(pots)
    refusal = None if hindered is None else Obstacle(hindered)
    categories = [category_of(line, merchant=place.merchant, directory=fold.directory) for line in asked.lines]
    if refusal is None:
        split = split_basket(asked.lines, categories, pots)
    else:
        split = BasketSplit.refused(asked.lines, categories, against=refusal)
    splits, paying = split.lines, _paying(accounts, split.lines)
    unsure = unconfirmed(
        [(account, amount) for account, amount, _ in paying],
        asked.confirmation,
        directory=fold.directory,
        is_paper=carrier is not None and carrier.is_paper,
    )
    if unsure is not None:
        refusal, paying = unsure, []
        splits = [without_cover(one, against=unsure) for one in splits]
    covered, own_money, outcome = answers.basket_sums(splits)
    return _Decided(
        asked, place, carrier, visible, accounts, pots, splits, refusal, split.is_optimal, paying, covered, own_money,
        outcome,
    )  # fmt: skip


def _paying(accounts: Sequence[Account], splits: Sequence[LineSplit]) -> list[tuple[Account, int, int]]:
    sums, units = [0] * len(accounts), [0] * len(accounts)
    for split in splits:
        for place, amount, used in split.parts:
            sums[place] += amount
            units[place] += used
    return [one for one in zip(accounts, sums, units, strict=True) if one[1]]


def _pot(account: Account, *, fold: Fold) -> Pot:
    rule = fold.directory.rule_of(account)
    return Pot(
        account.certificate,
        account.valid_until,
        rule,
        kind=rule.kind,
        available=account.available,
        is_strict=rule.own_money is OwnMoney.FORBIDDEN and rule.kind is not AllowanceKind.DISCOUNT,
        units=account.units_left,
        cap_for=rule.cap_for,
        forgoes=rule.price is PriceAboveCap.CAP_PAYOUT,
        percent=rule.percent,
    )


def _usable(
    asked: Authorise, place: TillPlace, carrier: Carrier | None, visible: Sequence[Account], *, fold: Fold
) -> tuple[Reason | None, list[tuple[Account, Pot]]]:
    """The accounts that may pay with their pots, in their order of use, or why there is none."""
    if place.is_suspended:
        return Reason.TILL_SUSPENDED, []
    if not fold.has_agreement(merchant=place.merchant):
        return Reason.NO_AGREEMENT, []
    if carrier is None:
        return Reason.CARD_NOT_ACCEPTED, []
    if is_qr_stale(asked.qr_step, now=fold.now, is_confirmed=asked.confirmation.is_right):
        return Reason.QR_EXPIRED, []
    usable: list[tuple[Account, Pot]] = []
    hindrances = [Reason.NO_CERTIFICATE]
    for account in visible:
        against = hindrance_by(carrier.kind, account, directory=fold.directory, now=fold.now)
        if against is None:
            usable.append((account, _pot(account, fold=fold)))
        else:
            hindrances.append(against)
    if not usable:
        return min(hindrances, key=_NEAREST_TO_PAYING.index), []
    if len(usable) > 1:
        usable.sort(key=lambda one: (*order_of_use(one[1]), one[0].id))
    return None, usable


def _hold(decided: _Decided, *, fold: Fold) -> datetime | None:
    """Change the accounts: consumed at once when captured, held otherwise; gives the end of the hold."""
    paying = decided.paying
    for account, amount, units in paying:
        if decided.asked.capture:
            consuming.take(account, amount=amount, units=units)
        else:
            consuming.set_aside(account, amount=amount, units=units)
        fold.touched[account.id] = account
    if decided.asked.capture or not paying:
        return None
    seconds = min(fold.directory.versions[account.version].hold_seconds for account, _, _ in paying)
    return fold.now + timedelta(seconds=seconds)


def _answer(decided: _Decided, *, expires_at: datetime | None, fold: Fold) -> AuthorisationAnswer:
    asked, covered = decided.asked, decided.covered
    shown = [] if decided.refusal is not None and decided.refusal.reason in _SHOWING_NOTHING else decided.visible
    return AuthorisationAnswer(
        id=public_id("auth", fold.lane, asked.id),
        outcome=answers.OUTCOME_WORDS[decided.outcome],
        covered=covered,
        own_money=decided.own_money,
        expires_at=None if expires_at is None else answers.at_in_zone(expires_at, fold.directory),
        captures=answers.captures_of(asked.id if asked.capture and covered else None, covered, lane=fold.lane),
        lines=answers.split_answers(
            decided.splits,
            certificates=[public_id("cert", fold.lane, account.certificate) for account in decided.accounts],
            allowances=[pot.rule.id for pot in decided.pots],
            category_ids=fold.directory.category_ids,
        ),
        balances=answers.balances(
            shown,
            lane=fold.lane,
            directory=fold.directory,
            now=fold.now,
            kind=CarrierKind.CARD if decided.carrier is None else decided.carrier.kind,
        ),
        reason=answers.explain(decided.refusal, category_ids=fold.directory.category_ids),
        optimal=msgspec.UNSET if decided.is_optimal else False,
    )


def _record(decided: _Decided, *, answer: str, expires_at: datetime | None, fold: Fold) -> Record:
    asked = decided.asked
    row = OperationRow(
        id=asked.id,
        kind=OperationKind.AUTHORISE,
        outcome=decided.outcome,
        merchant=decided.place.merchant,
        till=asked.till,
        holder=None if decided.carrier is None else decided.carrier.holder,
        parent=None,
        total=sum([line.amount for line in asked.lines]),
        covered=decided.covered,
        till_at=asked.till_at,
        receipt=asked.receipt,
        key=asked.key,
        body=asked.body,
        answer=answer,
    )
    record = Record(operation=row, lines=_line_rows(decided))
    for place, (account, amount, units) in enumerate(decided.paying):
        credit = payee(account, decided.place.merchant, fold=fold) if asked.capture else -account.id
        record.postings.append(
            PostingRow(operation=asked.id, place=place, debit=account.id, credit=credit, amount=amount)
        )
        if expires_at is not None:
            record.holds.append(
                HoldRow(
                    holder=account.holder,
                    operation=asked.id,
                    account=account.id,
                    amount=amount,
                    expires_at=expires_at,
                    units=units,
                )
            )
    return record


def payee(account: Account, merchant: int, *, fold: Fold) -> int:
    """The account of what a merchant is owed or, of a discount it gives itself, of what merchants bear."""
    owed = fold.directory.payables[merchant, fold.lane]
    return consuming.payee(account, payable=owed, directory=fold.directory)


def posting_rows(operation: UUID, entries: Sequence[Entry]) -> list[PostingRow]:
    """Entries as the postings of an operation, in their order."""
    return [
        PostingRow(operation=operation, place=place, debit=debit, credit=credit, amount=amount)
        for place, (debit, credit, amount) in enumerate(entries)
    ]


def _line_rows(decided: _Decided) -> list[LineRow]:
    operation, numbers = decided.asked.id, [account.id for account in decided.accounts]
    return [_line_row(operation, split, numbers) for split in decided.splits]


def _line_row(operation: UUID, split: LineSplit, numbers: Sequence[int]) -> LineRow:
    """A row in the order of its fields; `numbers` are those of the accounts by pot."""
    line, against, parts = split.line, split.obstacle, split.parts
    accounts = [numbers[part[0]] for part in parts]
    amounts = [part[1] for part in parts]
    units = consuming.units_column([part[2] for part in parts]) if parts else None
    return LineRow(
        operation, line.position, line.gtin or None, line.article, line.name, split.category, line.quantity, line.price,
        line.discount, line.amount, split.covered, None if against is None else against.reason.value,
        None if against is None else against.denied, accounts, amounts, units, split.waived,
    )  # fmt: skip


def _remember(record: Record, *, fold: Fold) -> None:
    """Make the purchase known to what follows in the same batch."""
    row = record.operation
    fold.state.purchases[row.id] = Purchase(
        id=row.id,
        kind=row.kind,
        outcome=row.outcome,
        merchant=row.merchant,
        till=row.till,
        holder=row.holder,
        total=row.total,
        covered=row.covered,
        at=fold.now,
        receipt=row.receipt,
        key=row.key,
        answer=row.answer,
    )
    for made in record.holds:
        hold = Hold(made.holder, made.operation, made.account, made.amount, 0, 0, made.expires_at, made.units)
        fold.state.holds.setdefault(made.holder, {}).setdefault(made.operation, []).append(hold)
