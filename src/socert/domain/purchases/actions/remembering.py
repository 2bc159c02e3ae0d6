"""Tell a resident what they bought and brought back, and show one of their receipts line by line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.ledger import OperationKind
from socert.domain.purchases import store
from socert.domain.purchases.model.known import Directory
from socert.domain.purchases.model.remembered import (
    LineBought,
    Moment,
    MovedRow,
    Receipt,
    ReceiptLineShown,
    Remembered,
    RememberedKind,
)
from socert.domain.purchases.model.shown import AuthorisationView, CapturedLineAnswer
from socert.domain.purchases.rules.showing import view
from socert.values import quantity_millionths

#: The most receipts and returns that are told of at once.
REMEMBERED_MAX = 100
_NOT_SENT = LineBought(None, "", 0, 0, 0, 0)


def remembered(
    conn: Connection,
    *,
    holder: int,
    lane: int,
    before: Moment | None,
    limit: int,
    directory: Directory,
    now: datetime,
) -> list[Remembered]:
    """A holder's receipts, declined ones too, and returns, the newest first, those before a moment; `limit` at most."""
    rows = store.read_moved(conn, lane=lane, holder=holder, before=before, limit=min(limit, REMEMBERED_MAX))
    receipts = {row.parent or row.id for row in rows}
    views = _views(conn, sorted(receipts), lane=lane, directory=directory, now=now)
    return [_remembered(row, views[row.parent or row.id]) for row in rows]


def receipt_of(
    conn: Connection, *, holder: int, lane: int, authorisation: UUID, directory: Directory, now: datetime
) -> Receipt | None:
    """A holder's receipt; somebody else's is as good as absent."""
    state, _ = store.read_purchases(conn, lane=lane, authorisations=[authorisation])
    purchase = state.purchases.get(authorisation)
    if purchase is None or purchase.kind != OperationKind.AUTHORISE or purchase.holder != holder:
        return None
    shown = view(purchase, state=state, directory=directory, lane=lane, now=now)
    bought = store.read_lines(conn, lane=lane, authorisation=authorisation, at=purchase.at)
    returns = store.read_returns(conn, lane=lane, authorisation=authorisation)
    taken: dict[int, list[CapturedLineAnswer]] = {}
    for capture in shown.captures:
        for line in capture.lines:
            taken.setdefault(line.position, []).append(line)
    return Receipt(
        shown,
        purchase.till,
        tuple(
            ReceiptLineShown(
                bought.get(line.position, _NOT_SENT),
                line,
                sum(_returned_quantity(one) for one in taken.get(line.position, ())),
                sum(one.amount - one.refundable.amount for one in taken.get(line.position, ())),
            )
            for line in shown.lines
        ),
        tuple(_remembered(row, shown) for row in returns),
    )


def _returned_quantity(line: CapturedLineAnswer) -> int:
    return quantity_millionths(line.quantity) - quantity_millionths(line.refundable.quantity)


def _views(
    conn: Connection, authorisations: Sequence[UUID], *, lane: int, directory: Directory, now: datetime
) -> dict[UUID, AuthorisationView]:
    if not authorisations:
        return {}
    state, _ = store.read_purchases(conn, lane=lane, authorisations=authorisations)
    return {
        number: view(state.purchases[number], state=state, directory=directory, lane=lane, now=now)
        for number in authorisations
    }


def _remembered(row: MovedRow, shown: AuthorisationView) -> Remembered:
    is_return = row.kind == OperationKind.REFUND
    return Remembered(
        moment=Moment(row.at, row.id),
        kind=RememberedKind.RETURN if is_return else RememberedKind.PURCHASE,
        authorisation=shown.id,
        status=shown.status,
        till=row.till,
        receipt=row.receipt,
        covered=row.covered,
        own_money=row.total - row.covered if is_return else shown.own_money,
    )
