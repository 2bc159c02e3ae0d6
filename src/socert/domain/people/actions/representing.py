"""Let somebody shop for somebody."""

import secrets
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Refusal, Representation
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
