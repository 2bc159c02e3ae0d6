"""The table carrier: what is made here rather than handed out, the QR of a phone and printed sheets."""

from uuid import UUID

from psycopg import Connection

from socert.domain.people.model import Card, CarrierKind


def insert(conn: Connection, carrier: Card) -> bool:
    """Write a QR's or a sheet's row; False when its hash is taken or an active one of this kind is there."""
    return (
        conn.execute(
            """
            insert into carrier (hash, holder, lane, kind, last_four, status, representation, valid_from, valid_until)
            values (%(hash)s, %(holder)s, %(lane)s, %(kind)s, %(last_four)s, %(status)s, %(representation)s,
                %(valid_from)s, %(valid_until)s)
            on conflict do nothing
            """,
            {
                "hash": carrier.hash,
                "holder": carrier.holder,
                "lane": carrier.lane,
                "kind": carrier.kind.value,
                "last_four": carrier.last_four,
                "status": int(carrier.status),
                "representation": carrier.representation,
                "valid_from": carrier.valid_from,
                "valid_until": carrier.valid_until,
            },
        ).rowcount
        == 1
    )


def block_kind(conn: Connection, *, holder: int, kind: CarrierKind, representation: UUID | None) -> int:
    """Block what a holder, or who represents them, has of a kind; gives how many."""
    return conn.execute(
        """
        update carrier
        set status = 2
        where holder = %(holder)s and kind = %(kind)s and status = 1
            and representation is not distinct from %(representation)s
        """,
        {"holder": holder, "kind": kind.value, "representation": representation},
    ).rowcount
