"""Whether the lines a capture in parts or a refund speaks of fit their operation and its postings."""

from collections.abc import Sequence

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.monitoring.model.history import MovedLineRead, OperationRead, PostingRead

_KINDS = (OperationKind.CAPTURE, OperationKind.REFUND)


def parts_complaint(
    operation: OperationRead, postings: Sequence[PostingRead], lines: Sequence[MovedLineRead]
) -> str | None:
    """What is wrong with the movement lines of an operation; None when nothing is."""
    if operation.kind not in _KINDS or operation.outcome != Outcome.APPROVED:
        return f"movement_line: operation {operation.id} is no capture or refund and has lines" if lines else None
    if not lines:
        # A capture without lines took the whole receipt; whether it did is asked of all captures together.
        is_missing = operation.kind == OperationKind.REFUND
        return f"movement_line: refund {operation.id} has no lines" if is_missing else None
    for line in lines:
        complaint = _line_complaint(operation, line)
        if complaint is not None:
            return complaint
    moved: dict[int, int] = {}
    for line in lines:
        for account, amount in zip(line.accounts, line.amounts, strict=True):
            moved[account] = moved.get(account, 0) + amount
    if moved != _by_account(operation, postings):
        return f"movement_line: the lines of operation {operation.id} are not moved as its rows in posting say"
    if operation.kind == OperationKind.REFUND and operation.total != sum(line.amount for line in lines):
        return f"movement_line: the lines of refund {operation.id} do not sum to its total"
    return None


def _by_account(operation: OperationRead, postings: Sequence[PostingRead]) -> dict[int, int]:
    """What an operation took from, or gave back to, each account, without what a final capture only released."""
    if operation.kind == OperationKind.REFUND:
        return {one.credit: one.amount for one in postings}
    return {-one.debit: one.amount for one in postings if one.credit != -one.debit}


def _line_complaint(operation: OperationRead, line: MovedLineRead) -> str | None:
    for is_right, what in (
        (line.at == operation.at and line.lane == operation.lane, "its time or lane is not its operation's"),
        (line.authorisation == operation.parent, "its authorisation is not its operation's"),
        (
            (line.capture == operation.id) == (operation.kind == OperationKind.CAPTURE),
            "it does not name the capture it speaks of",
        ),
        (len(line.accounts) == len(line.amounts), "its parts and their accounts differ in number"),
        (min(line.amounts, default=1) >= 1, "a part of it is not above zero"),
        (0 <= sum(line.amounts) <= line.amount, "certificates bear more of it than it costs"),
    ):
        if not is_right:
            return f"movement_line {line.position} of operation {operation.id}: {what}"
    return None
