"""Let somebody shop for somebody, and let that end."""

import secrets
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Ended, Refusal, Representation
from socert.domain.people.rules import refusal_of_representation
from socert.domain.people.store import cards as store
from socert.domain.people.store import residents as resident_store
from socert.values import uuid7


def represent(
    conn: Connection,
    *,
    representative: int,
    represented: int,
    valid_from: datetime,
    valid_until: datetime,
    actor: audit.Actor,
    now: datetime,
) -> Representation | Refusal:
    """Let a resident shop for another between two instants; `link_cards` then gives them a card for it."""
    number = uuid7(milliseconds=int(now.timestamp() * 1000), random=secrets.token_bytes(10))
    representation = Representation(number, representative, represented, valid_from, valid_until)
    residents = resident_store.lock_standings(conn, [representative, represented])
    refusal = refusal_of_representation(representation, residents=residents)
    if refusal is not None:
        return refusal
    store.insert_representation(conn, representation)
    audit.record(
        conn,
        actor=actor,
        action="representative_named",
        subject=f"resident:{represented}",
        purpose="somebody shops for the resident",
        details={"representation": str(number), "until": valid_until.isoformat()},
        at=now,
    )
    return representation


def find_representation(conn: Connection, *, representation: UUID) -> Representation | None:
    """Who may shop for whom, by the number; None when there is no such representation."""
    return store.read_representations(conn, [representation]).get(representation)


def end_representation(
    conn: Connection, *, representation: UUID, actor: audit.Actor, now: datetime, reason: str
) -> Ended | Refusal:
    """Let nobody shop by a representation any more: its cards are blocked for good. Again: nothing changes.

    Its dates stay as they were recorded; only a card given anew would make it good again. `reason` goes into the audit
    as it is: no names and numbers of people, please.
    """
    found = find_representation(conn, representation=representation)
    if found is None:
        return Refusal.REPRESENTATION_UNKNOWN
    done = Ended(found, store.block_cards_of_representation(conn, representation))
    if done.cards:
        audit.record(
            conn,
            actor=actor,
            action="representation_ended",
            subject=f"resident:{found.represented}",
            purpose=reason,
            details={"representation": str(representation), "cards": done.cards},
            at=now,
        )
    return done
