"""Keep where residents are reached."""

from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Refusal
from socert.domain.people.rules import phone_of
from socert.domain.people.store import contacts as store
from socert.domain.people.store import residents as resident_store


def set_contact(
    conn: Connection, *, holder: int, phone: str | None, actor: audit.Actor, now: datetime
) -> Refusal | None:
    """Keep a resident's phone instead of the one before, or with None forget it. None when it was done."""
    standing = resident_store.lock_standings(conn, [holder]).get(holder)
    if standing is None or standing.is_erased:
        return Refusal.RESIDENT_UNKNOWN if standing is None else Refusal.RESIDENT_ERASED
    if phone is None:
        store.delete(conn, holder)
    else:
        readable = phone_of(phone)
        if readable is None:
            return Refusal.PHONE_UNUSABLE
        store.upsert(conn, holder, readable)
    audit.record(
        conn,
        actor=actor,
        action="contact_removed" if phone is None else "contact_set",
        subject=f"resident:{holder}",
        purpose="where codes are sent",
        details={},
        at=now,
    )
    return None
