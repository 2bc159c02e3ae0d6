"""The tables carrier and representation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from socert.domain.people.model import Card, CardStatus, CarrierKind, NewCard, Representation


def insert_cards(conn: Connection, cards: Sequence[NewCard], *, lanes: Sequence[int]) -> set[UUID]:
    """Link the cards whose hash is not linked yet; gives their hashes."""
    rows = conn.execute(
        """
        insert into carrier (hash, holder, lane, kind, last_four, status, representation, valid_from, valid_until)
        select hash, holder, lane, 'card', last_four, 1, representation, valid_from, valid_until
        from unnest(
            %(hashes)s::uuid[], %(holders)s::bigint[], %(lanes)s::smallint[], %(last_fours)s::text[],
            %(representations)s::uuid[], %(valid_froms)s::timestamptz[], %(valid_untils)s::timestamptz[]
        ) as given (hash, holder, lane, last_four, representation, valid_from, valid_until)
        order by hash
        on conflict (hash) do nothing
        returning hash
        """,
        {
            "hashes": [card.hash for card in cards],
            "holders": [card.holder for card in cards],
            "lanes": list(lanes),
            "last_fours": [card.last_four for card in cards],
            "representations": [card.representation for card in cards],
            "valid_froms": [card.valid_from for card in cards],
            "valid_untils": [card.valid_until for card in cards],
        },
    ).fetchall()
    return {row[0] for row in rows}


def read_cards(conn: Connection, hashes: Sequence[UUID]) -> dict[UUID, Card]:
    """The linked cards among these hashes."""
    rows = conn.execute(
        """
        select hash, holder, lane, last_four, status, representation, valid_from, valid_until, kind
        from carrier
        where hash = any (%(hashes)s)
        """,
        {"hashes": list(hashes)},
    )
    return {row[0]: _card(row) for row in rows}


def read_cards_of(conn: Connection, holder: int) -> list[Card]:
    """The cards that open a resident, the earliest valid first."""
    rows = conn.execute(
        """
        select hash, holder, lane, last_four, status, representation, valid_from, valid_until, kind
        from carrier
        where holder = %(holder)s
        order by valid_from, hash
        """,
        {"holder": holder},
    )
    return [_card(row) for row in rows]


def block(conn: Connection, card: UUID) -> bool:
    """Block an active card; False when there is none."""
    updated = conn.execute("update carrier set status = 2 where hash = %(hash)s and status = 1", {"hash": card})
    return updated.rowcount == 1


def sever_cards(conn: Connection, holder: int) -> int:
    """Block the cards that open a resident or that they hold for others, and forget their numbers; gives how many.

    A random hash takes the place of the keyed one: whoever has the card and the key finds nobody any more.
    """
    return conn.execute(
        """
        update carrier
        set hash = gen_random_uuid(), last_four = '', status = 2
        where holder in (
                select %(holder)s
                union all
                select represented from representation where representative = %(holder)s
            )
            and (
                holder = %(holder)s
                or representation in (select id from representation where representative = %(holder)s)
            )
        """,
        {"holder": holder},
    ).rowcount


def insert_representation(conn: Connection, representation: Representation) -> None:
    """Write who may shop for whom."""
    conn.execute(
        """
        insert into representation (id, representative, represented, valid_from, valid_until)
        values (%(id)s, %(representative)s, %(represented)s, %(valid_from)s, %(valid_until)s)
        """,
        {
            "id": representation.id,
            "representative": representation.representative,
            "represented": representation.represented,
            "valid_from": representation.valid_from,
            "valid_until": representation.valid_until,
        },
    )


def read_representations(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Representation]:
    """Who may shop for whom, by these ids."""
    rows = conn.execute(
        """
        select id, representative, represented, valid_from, valid_until
        from representation
        where id = any (%(ids)s)
        """,
        {"ids": list(ids)},
    )
    return {row[0]: Representation(*row) for row in rows}


def block_cards_of_representation(conn: Connection, representation: UUID) -> int:
    """Block the active cards that were given by a representation; gives how many."""
    return conn.execute(
        "update carrier set status = 2 where representation = %(id)s and status = 1", {"id": representation}
    ).rowcount


def _card(row: tuple[Any, ...]) -> Card:
    digest, holder, lane, last_four, status, representation, valid_from, valid_until, kind = row
    standing = CardStatus(status)
    return Card(digest, holder, lane, last_four, standing, representation, valid_from, valid_until, CarrierKind(kind))
