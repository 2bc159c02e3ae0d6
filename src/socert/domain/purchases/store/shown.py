"""What is read of purchases only to be shown: the goods of a receipt, the answer to a return."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.ledger import OperationKind
from socert.domain.purchases.model.shown import GoodsAnswer
from socert.values import Quantity

_GTIN_LENGTH = 14


def read_goods_of(conn: Connection, *, lane: int, authorisation: UUID, at: datetime) -> dict[int, GoodsAnswer]:
    """What was on a receipt, by position; `at` is when it was authorised, by which its lines are found."""
    rows = conn.execute(
        """
        select position, gtin, article, name, quantity, price, discount, amount
        from receipt_line
        where at = %(at)s and operation = %(authorisation)s and lane = %(lane)s
        """,
        {"at": at, "authorisation": authorisation, "lane": lane},
    )
    return {
        position: GoodsAnswer(
            gtin=None if article is not None or not gtin else str(gtin).zfill(_GTIN_LENGTH),
            article=article,
            name=name,
            quantity=Quantity(quantity).text(),
            price=price,
            discount=discount,
            amount=amount,
        )
        for position, gtin, article, name, quantity, price, discount, amount in rows
    }


def read_refund_answer(conn: Connection, *, lane: int, refund: UUID, merchant: int) -> str | None:
    """What was answered to a merchant's return, as it was answered; None where there is none."""
    row = conn.execute(
        """
        select answer
        from operation
        where id = %(refund)s and lane = %(lane)s and kind = %(kind)s and merchant = %(merchant)s
        """,
        {"refund": refund, "lane": lane, "kind": int(OperationKind.REFUND), "merchant": merchant},
    ).fetchone()
    return None if row is None else row[0]
