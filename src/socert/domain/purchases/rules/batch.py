"""A whole batch: decide every question in its order of arrival, then chain and bundle what is to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from socert.domain.ledger import (
    Row,
    chain_after,
    hold_row_end,
    line_row_end,
    microseconds,
    moved_row_end,
    operation_digest,
)
from socert.domain.purchases.model.answered import AnsweredTo
from socert.domain.purchases.model.asked import Authorise, Capture, Question, Refund, Sweep, Void, VoidByKey
from socert.domain.purchases.model.known import Directory, State
from socert.domain.purchases.model.written import AccountChange, BatchRows, HoldChange, LineRow, MovedRows, Record
from socert.domain.purchases.rules.authorising import authorise
from socert.domain.purchases.rules.capturing import capture
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.moving import sweep, void, void_by_key
from socert.domain.purchases.rules.refunding import refund


@dataclass(frozen=True, slots=True)
class DecidedBatch:
    """One answer a question, in their order, and the rows to write; None when nothing is to be written."""

    answers: list[AnsweredTo]
    rows: BatchRows | None
    moved: MovedRows | None


def decide_batch(
    questions: Sequence[Question],
    *,
    state: State,
    directory: Directory,
    lane: int,
    writer: int,
    now: datetime,
    closed_through: datetime,
) -> DecidedBatch:
    """Decide questions against a state, which is used up by it. The same arguments give the same answers."""
    fold = Fold(state=state, directory=directory, lane=lane, now=now, closed=closed_through)
    answers = [decide(question, fold=fold) for question in questions]
    rows = _bundle(fold, lane=lane, writer=writer, now=now) if fold.records else None
    lines = [line for record in fold.records for line in record.moved]
    return DecidedBatch(answers=answers, rows=rows, moved=MovedRows(at=now, lines=lines) if lines else None)


def decide(question: Question, *, fold: Fold) -> AnsweredTo:
    """Decide one question within a batch."""
    match question:
        case Authorise():
            return authorise(question, fold=fold)
        case Capture():
            return capture(question, fold=fold)
        case Refund():
            return refund(question, fold=fold)
        case Void():
            return void(question, fold=fold)
        case VoidByKey():
            return void_by_key(question, fold=fold)
        case Sweep():
            return sweep(question, fold=fold)
        case _:
            assert_never(question)


def _bundle(fold: Fold, *, lane: int, writer: int, now: datetime) -> BatchRows:
    head = fold.state.head
    seq = head.seq + 1
    digests = []
    at = microseconds(now)
    for place, record in enumerate(fold.records):
        record.operation.place = place
        digest = operation_digest(digest_rows(record, lane=lane, at=at, writer=writer, batch=seq))
        record.operation.digest = digest.hex()
        digests.append(digest)
    chain = chain_after(head.chain, lane=lane, writer=writer, seq=seq, at=now, digests=digests)
    return BatchRows(
        seq=seq,
        at=now,
        previous=head.chain,
        chain=chain,
        accounts=[
            AccountChange(
                holder=one.holder,
                id=one.id,
                held=one.held,
                consumed=one.consumed,
                returned=one.returned,
                units_held=one.units_held,
                units_used=one.units_used,
            )
            for one in fold.touched.values()
        ],
        operations=[record.operation for record in fold.records],
        postings=[row for record in fold.records for row in record.postings],
        lines=[row for record in fold.records for row in record.lines],
        holds=[row for record in fold.records for row in record.holds],
        hold_changes=[
            HoldChange(
                holder=hold.holder,
                operation=hold.operation,
                account=hold.account,
                captured=hold.captured,
                released=hold.released,
                units_captured=hold.units_captured,
            )
            for hold in fold.changed_holds.values()
        ],
    )


def digest_rows(record: Record, *, lane: int, at: int | None, writer: int, batch: int) -> list[Row]:
    """An operation as its digest sees it, `at` in microseconds: fields and their order are those of docs/ledger.md."""
    row = record.operation
    rows: list[Row] = [
        (
            "o", row.id, lane, row.kind, row.outcome, row.merchant, row.till, row.holder, row.parent, row.total,
            row.covered, at, microseconds(row.till_at), row.receipt, row.key, row.body, writer, batch,
            row.place, row.answer,
        )
    ]  # fmt: skip
    rows += [("p", one.place, lane, one.debit, one.credit, one.amount) for one in record.postings]
    rows += [_line_digest(one) for one in record.lines]
    if record.holds:
        rows += [
            ("h", one.holder, one.account, one.amount, microseconds(one.expires_at), *hold_row_end(units=one.units))
            for one in record.holds
        ]
    if record.moved:
        rows += [
            (
                "m", one.position, one.capture, one.quantity, one.amount, one.accounts, one.amounts,
                *moved_row_end(units=one.units),
            )
            for one in record.moved
        ]  # fmt: skip
    return rows


def _line_digest(line: LineRow) -> Row:
    row = (
        "l", line.position, line.gtin, line.article, line.name, line.category, line.quantity, line.price, line.discount,
        line.amount, line.covered, line.reason, line.denied, line.accounts, line.amounts,
    )  # fmt: skip
    if line.units is None and not line.waived:
        return row
    return (*row, *line_row_end(units=line.units, waived=line.waived))
