"""Who may shop for a resident, with their names, from the tables representation, carrier and identity."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.people.model import Representation, Representative


def read_representatives(conn: Connection, holder: int, *, now: datetime) -> list[Representative]:
    """Representatives with something to shop with, now or later; the first to begin comes first."""
    rows = conn.execute(
        """
        select r.id, r.representative, r.represented, r.valid_from, r.valid_until,
            i.first_name, i.patronymic, i.last_name, bool_or(c.kind = 'paper')
        from representation as r
        join identity as i on i.holder = r.representative
        join carrier as c on c.holder = r.represented and c.representation = r.id and c.status = 1
            and (c.valid_until is null or c.valid_until > %(now)s)
        where r.represented = %(holder)s and r.valid_until > %(now)s
        group by r.id, i.holder
        order by r.valid_from, r.id
        """,
        {"holder": holder, "now": now},
    )
    return [Representative(Representation(*row[:5]), *row[5:]) for row in rows]


def has_equal(conn: Connection, wanted: Representation) -> bool:
    """Whether the same is recorded already and was not ended: an ended one has carriers, all of them blocked."""
    row = conn.execute(
        """
        select exists (
            select from representation as r
            where r.representative = %(representative)s and r.represented = %(represented)s
                and r.valid_from = %(valid_from)s and r.valid_until = %(valid_until)s
                and (
                    select count(*) = 0 or bool_or(c.status = 1)
                    from carrier as c
                    where c.holder = r.represented and c.representation = r.id
                )
        )
        """,
        {
            "representative": wanted.representative,
            "represented": wanted.represented,
            "valid_from": wanted.valid_from,
            "valid_until": wanted.valid_until,
        },
    ).fetchone()
    return row is not None and bool(row[0])


def read_last_name(conn: Connection, holder: int) -> str | None:
    """The last name of a resident; None when erased or unknown."""
    row = conn.execute("select last_name from identity where holder = %(holder)s", {"holder": holder}).fetchone()
    return None if row is None else row[0]


def read_pin_card(conn: Connection, carrier: UUID) -> UUID | None:
    """The card with the newest PIN of whoever has a QR or a sheet: they confirm with the PIN they know."""
    row = conn.execute(
        """
        select own.hash
        from carrier as c
        join carrier as own on own.holder = c.holder and own.representation is not distinct from c.representation
            and own.status = 1
        join pin on pin.card = own.hash
        where c.hash = %(carrier)s and c.kind <> 'card'
        order by pin.set_at desc, own.hash
        limit 1
        """,
        {"carrier": carrier},
    ).fetchone()
    return None if row is None else row[0]
