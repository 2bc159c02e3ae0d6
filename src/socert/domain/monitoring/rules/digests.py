"""The digest of an operation, computed again from the rows it was written with. docs/ledger.md gives the fields."""

from collections.abc import Iterable, Sequence

import msgspec

from socert.domain.ledger import OperationDigest, Row
from socert.domain.monitoring.model.history import (
    HoldRead,
    LineRead,
    MovedLineRead,
    OpeningRead,
    OperationRead,
    PostingRead,
)


class _AnsweredLine(msgspec.Struct):
    position: int


class _Answer(msgspec.Struct):
    lines: list[_AnsweredLine]


_read_answer = msgspec.json.Decoder(_Answer).decode


def operation_row(one: OperationRead) -> Row:
    """The operation's own row."""
    return (
        "o", one.id, one.lane, one.kind, one.outcome, one.merchant, one.till, one.holder, one.parent, one.total,
        one.covered, one.at, one.till_at, one.receipt, one.key, one.body, one.writer,
        one.batch, one.place, one.answer,
    )  # fmt: skip


def posting_row(one: PostingRead) -> Row:
    """A posting's row."""
    return ("p", one.place, one.lane, one.debit, one.credit, one.amount)


def line_row(one: LineRead) -> Row:
    """A receipt line's row: all its columns but operation, lane and time."""
    return ("l", *one[1:15])


def hold_row(one: HoldRead) -> Row:
    """A hold's row, as it was made."""
    return ("h", one.holder, one.account, one.amount, one.expires_at)


def moved_row(one: MovedLineRead) -> Row:
    """A movement line's row."""
    return ("m", *one[1:7])


def opening_row(one: OpeningRead) -> Row:
    """An account's row, as it was opened."""
    return (
        "a", one.holder, one.id, one.lane, one.certificate, one.version, one.slot, one.valid_from, one.valid_until,
        one.issued,
    )  # fmt: skip


def till_digest(
    operation: OperationRead,
    postings: Sequence[PostingRead],
    lines: Sequence[LineRead],
    holds: Sequence[HoldRead],
    moved: Sequence[MovedLineRead],
) -> bytes:
    """The digest of what a till did: its row, postings, receipt lines, holds, lines moved by position."""
    digest = OperationDigest(operation_row(operation))
    digest.add(map(posting_row, postings))
    digest.add(map(line_row, lines))
    digest.add(map(hold_row, in_posting_order(holds, postings)))
    digest.add(map(moved_row, moved))
    return digest.value()


def in_posting_order(holds: Sequence[HoldRead], postings: Iterable[PostingRead]) -> Sequence[HoldRead]:
    """An authorisation's holds in the order of the postings that made them."""
    if len(holds) < 2:  # noqa: PLR2004 - one needs no order
        return holds
    places = {posting.debit: posting.place for posting in postings}
    return sorted(holds, key=lambda hold: places.get(hold.account, -1))


def in_receipt_order(lines: Sequence[LineRead], answer: str) -> Sequence[LineRead]:
    """Lines in the order the receipt had them, which its answer repeats; positions need not ascend."""
    try:
        places = {line.position: place for place, line in enumerate(_read_answer(answer).lines)}
    except msgspec.DecodeError:
        return lines
    return sorted(lines, key=lambda line: places.get(line.position, -1))
