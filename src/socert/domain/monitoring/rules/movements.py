"""Whether an operation's postings, lines and holds are ones its kind may have. Every complaint names a row."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.monitoring.model.history import ColdAccountRead, HoldRead, LineRead, OperationRead, PostingRead

_FIRST_HOT = 4_294_967_296


class Side(StrEnum):
    """What stands on one side of a posting."""

    AVAILABLE = "available"
    HELD = "held"
    SOURCE = "source"
    APPROPRIATION = "appropriation"
    PAYABLE = "payable"
    PAID = "paid"
    BORNE = "borne"
    UNKNOWN = "unknown"


#: From where to where each kind of operation moves money.
MOVES: Mapping[int, frozenset[tuple[Side, Side]]] = {
    OperationKind.AUTHORISE: frozenset(
        {(Side.AVAILABLE, Side.HELD), (Side.AVAILABLE, Side.PAYABLE), (Side.AVAILABLE, Side.BORNE)}
    ),
    OperationKind.CAPTURE: frozenset({(Side.HELD, Side.PAYABLE), (Side.HELD, Side.BORNE), (Side.HELD, Side.AVAILABLE)}),
    OperationKind.REFUND: frozenset({(Side.PAYABLE, Side.AVAILABLE), (Side.BORNE, Side.AVAILABLE)}),
    OperationKind.VOID: frozenset(
        {(Side.HELD, Side.AVAILABLE), (Side.PAYABLE, Side.AVAILABLE), (Side.BORNE, Side.AVAILABLE)}
    ),
    OperationKind.LAPSE: frozenset({(Side.HELD, Side.AVAILABLE)}),
    OperationKind.TOMBSTONE: frozenset(),
    OperationKind.ISSUE: frozenset({(Side.APPROPRIATION, Side.AVAILABLE), (Side.BORNE, Side.AVAILABLE)}),
    OperationKind.EXPIRE: frozenset({(Side.AVAILABLE, Side.APPROPRIATION), (Side.AVAILABLE, Side.BORNE)}),
    OperationKind.APPROPRIATE: frozenset({(Side.SOURCE, Side.APPROPRIATION), (Side.APPROPRIATION, Side.SOURCE)}),
    OperationKind.PAY: frozenset({(Side.PAYABLE, Side.PAID), (Side.PAID, Side.PAYABLE)}),
    OperationKind.CHANGE_STATUS: frozenset(),
    OperationKind.SEAL: frozenset(),
}


def side(account: int, cold: Mapping[int, ColdAccountRead]) -> Side:
    """What an account's number in a posting stands for."""
    if account >= _FIRST_HOT:
        return Side.AVAILABLE
    if account <= -_FIRST_HOT:
        return Side.HELD
    known = cold.get(account)
    return Side.UNKNOWN if known is None else Side(known.kind)


def posting_complaint(
    operation: OperationRead, posting: PostingRead, *, place: int, cold: Mapping[int, ColdAccountRead]
) -> str | None:
    """What is wrong with one posting of an operation; None when nothing is."""
    if posting.at != operation.at:
        return _of(posting, "its time is not its operation's")
    if posting.place != place:
        return _of(posting, f"it should have the place {place}")
    move = (side(posting.debit, cold), side(posting.credit, cold))
    if move not in MOVES.get(operation.kind, frozenset()):
        return _of(posting, f"an operation of kind {operation.kind} does not move money from {move[0]} to {move[1]}")
    if Side.HELD in move and Side.AVAILABLE in move and posting.debit != -posting.credit:
        return _of(posting, "it moves between the available and the held side of different accounts")
    return _owed_complaint(operation, posting, move=move, cold=cold)


def _owed_complaint(
    operation: OperationRead, posting: PostingRead, *, move: tuple[Side, Side], cold: Mapping[int, ColdAccountRead]
) -> str | None:
    owed = cold.get(posting.credit if move[1] is Side.PAYABLE else posting.debit)
    if Side.PAYABLE not in move or owed is None:
        return None
    if owed.merchant != operation.merchant:
        return _of(posting, "its merchant is not its operation's")
    if operation.kind != OperationKind.PAY and owed.lane != posting.lane:
        return _of(posting, "it stands on the account of another lane")
    return None


def _of(posting: PostingRead, what: str) -> str:
    return f"posting {posting.place} of operation {posting.operation}: {what}"


def direction(operation: OperationRead, posting: PostingRead, *, cold: Mapping[int, ColdAccountRead]) -> int:
    """Whether a posting adds to what its operation moved (1), takes from it (-1) or does not count (0).

    A payment gets back a source's part that came back; a final capture releases what it did not take.
    """
    if operation.kind == OperationKind.PAY and side(posting.debit, cold) is Side.PAID:
        return -1
    return 0 if operation.kind == OperationKind.CAPTURE and posting.debit == -posting.credit else 1


def sum_complaint(operation: OperationRead, moved: int) -> str | None:
    """Whether an operation moved what it says."""
    if operation.outcome == Outcome.DECLINED and moved:
        return f"operation {operation.id}: it was declined and has postings in posting"
    if moved != operation.covered and operation.kind != OperationKind.CHANGE_STATUS:
        return f"operation {operation.id}: it covers {operation.covered} and its rows in posting sum to {moved}"
    return None


def receipt_complaint(
    operation: OperationRead, postings: Sequence[PostingRead], lines: Sequence[LineRead]
) -> str | None:
    """What is wrong with a receipt: lines against their parts, their operation and what each account pays.

    `postings` are those that move what the operation covers.
    """
    for line in lines:
        complaint = _line_complaint(operation, line)
        if complaint is not None:
            return complaint
    if operation.kind != OperationKind.AUTHORISE:
        return f"receipt_line: operation {operation.id} is no authorisation and has lines" if lines else None
    paid: dict[int, int] = {}
    for line in lines:
        for account, amount in zip(line.accounts, line.amounts, strict=True):
            paid[account] = paid.get(account, 0) + amount
    for is_right, what in (
        (sum(line.covered for line in lines) == operation.covered, "do not sum to what it covers"),
        (sum(line.amount for line in lines) == operation.total, "do not sum to its total"),
        (paid == {one.debit: one.amount for one in postings}, "are not paid as its rows in posting say"),
    ):
        if not is_right:
            return f"receipt_line: the lines of operation {operation.id} {what}"
    return None


def _line_complaint(operation: OperationRead, line: LineRead) -> str | None:
    if line.at != operation.at or line.lane != operation.lane:
        return _line(line, "its time or lane is not its operation's")
    if len(line.accounts) != len(line.amounts) or sum(line.amounts) != line.covered:
        return _line(line, "its parts do not sum to what is covered")
    if min(line.amounts, default=1) < 1:
        return _line(line, "a part of it is not above zero")
    if line.waived < 0 or not 0 <= line.covered <= line.amount - line.waived:
        return _line(line, "more is covered and forgone than it costs")
    return _units_complaint(line)


def _units_complaint(line: LineRead) -> str | None:
    if line.units is not None and (len(line.units) != len(line.accounts) or min(line.units, default=0) < 0):
        return _line(line, "its units do not stand beside its parts")
    if line.waived and not any(line.units or ()):
        return _line(line, "the shop forgoes something without an item")
    return None


def _line(line: LineRead, what: str) -> str:
    return f"receipt_line {line.position} of operation {line.operation}: {what}"


def hold_complaint(
    operation: OperationRead,
    postings: Sequence[PostingRead],
    holds: Sequence[HoldRead],
    lines: Sequence[LineRead],
) -> str | None:
    """Whether an operation has exactly the holds its postings speak of, with the units of its lines."""
    for hold in holds:
        if hold.lane != operation.lane or hold.holder != operation.holder:
            return (
                f"hold of operation {hold.operation} on account {hold.account}: lane or holder is not its operation's"
            )
    held = {-one.credit: one.amount for one in postings if one.credit < 0}
    if held != {hold.account: hold.amount for hold in holds}:
        return f"hold: operation {operation.id} holds something else than its rows in posting say"
    units: dict[int, int] = {}
    for line in lines:
        for account, count in zip(line.accounts, line.units or (0,) * len(line.accounts), strict=False):
            units[account] = units.get(account, 0) + count
    for hold in holds:
        if hold.units != units.get(hold.account, 0):
            return f"hold of operation {hold.operation} on account {hold.account}: units are not those of receipt_line"
    return None
