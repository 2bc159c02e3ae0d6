"""The table pin."""

from uuid import UUID

from psycopg import Connection

from socert.domain.people.model.pin import PIN_TRIES_MAX, PinHash


def upsert(conn: Connection, pin: PinHash) -> None:
    """Set the PIN of a card anew, with all tries left."""
    conn.execute(
        """
        insert into pin (card, salt, digest, set_at)
        values (%(card)s, %(salt)s, %(digest)s, %(set_at)s)
        on conflict (card) do update
        set salt = excluded.salt, digest = excluded.digest, set_at = excluded.set_at, tries = 0
        """,
        {"card": pin.card, "salt": pin.salt, "digest": pin.digest, "set_at": pin.set_at},
    )


def count_try(conn: Connection, card: UUID) -> PinHash | None:
    """Count a try before it is made, so that tries at once are all counted; None when there is none left, or no PIN."""
    row = conn.execute(
        """
        update pin set tries = tries + 1
        where card = %(card)s and tries < %(most)s
        returning card, salt, digest, set_at
        """,
        {"card": card, "most": PIN_TRIES_MAX},
    ).fetchone()
    return None if row is None else PinHash(row[0], bytes(row[1]), bytes(row[2]), row[3])


def is_set(conn: Connection, card: UUID) -> bool:
    """Whether a card has a PIN."""
    return conn.execute("select from pin where card = %(card)s", {"card": card}).fetchone() is not None


def forgive_tries(conn: Connection, pin: PinHash) -> None:
    """Give all tries back after a right one, unless the PIN was set anew meanwhile."""
    conn.execute(
        "update pin set tries = 0 where card = %(card)s and digest = %(digest)s",
        {"card": pin.card, "digest": pin.digest},
    )


def lift_block(conn: Connection, card: UUID) -> bool:
    """Give all tries back; False when the card has no PIN."""
    return conn.execute("update pin set tries = 0 where card = %(card)s", {"card": card}).rowcount == 1


def delete_of(conn: Connection, holder: int) -> None:
    """Forget the PINs of the cards that open a resident or that they hold for others."""
    conn.execute(
        """
        delete from pin
        where card in (
            select c.hash
            from carrier as c
            left join representation as r on r.id = c.representation
            where c.holder = %(holder)s or r.representative = %(holder)s
        )
        """,
        {"holder": holder},
    )
