"""A certificate's balances and movements, read across ledger, certificates and providers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection


def read_balances(conn: Connection, *, holder: int) -> Sequence[tuple[UUID, int, int, int, int, int, int, int, int]]:
    """Certificate, version, slot, issued, held, consumed, returned, units and units left, of all of a holder."""
    return conn.execute(
        """
        select certificate, version, slot, issued, held, consumed, returned, units, units - units_held - units_used
        from account
        where holder = %(holder)s
        order by certificate, slot
        """,
        {"holder": holder},
    ).fetchall()


def read_movements(
    conn: Connection, *, certificate: UUID
) -> Sequence[tuple[int, bool, datetime, int, str | None, str | None]]:
    """Kind of operation, whether only the held side moved, when, kopecks, receipt, outlet; the oldest first.

    Postings have no index by account: those since the certificate's issue are looked through.
    """
    return conn.execute(
        """
        with own as materialized (
            select a.id, a.lane, a.valid_from
            from certificate as c
            join account as a on a.holder = c.holder and a.lane = c.lane and a.certificate = c.id
            where c.id = %(certificate)s
        )
        select
            o.kind, p.debit = -p.credit, p.at, sum(p.amount)::bigint,
            coalesce(o.receipt, before.receipt), place.title
        from own
        join posting as p on p.at >= (select min(valid_from) from own) and p.lane = own.lane
            and own.id in (abs(p.debit), abs(p.credit))
        join operation as o on o.id = p.operation and (o.lane = p.lane or o.writer = 0)
        left join operation as before on before.id = o.parent and before.lane = o.lane
        left join till on till.id = coalesce(o.till, before.till)
        left join outlet as place on place.id = till.outlet
        group by o.id, o.kind, p.debit = -p.credit, p.at, o.receipt, before.receipt, place.title
        order by p.at, o.kind <> 6, o.id
        """,
        {"certificate": certificate},
    ).fetchall()
