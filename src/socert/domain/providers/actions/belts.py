"""Keep what lies on the belt of a till at a browser, number its receipts, say which till it is."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.providers.model.belts import KeptBelt, TillPlate
from socert.domain.providers.store import belts as store


def look_at_belt(conn: Connection, *, credential: UUID) -> KeptBelt | None:
    """What `keep_belt` kept for a till's key, None for nothing; others who look wait until the transaction ends."""
    return store.lock_belt(conn, credential)


def keep_belt(conn: Connection, *, credential: UUID, till: int, sealed: bytes, now: datetime) -> None:
    """Keep a basket for a till's key until it is changed or cleared; the caller seals it, and only they can read it."""
    store.write_belt(conn, credential, till=till, sealed=sealed, at=now)


def clear_belt(conn: Connection, *, credential: UUID) -> None:
    """Keep nothing for a till's key any more, as when its browser leaves."""
    store.delete_belt(conn, credential)


def next_receipt_number(conn: Connection, *, till: int) -> int:
    """The number of a till's next receipt, counted from 1; one that is never printed leaves a gap."""
    return store.next_receipt_number(conn, till)


def find_plate(conn: Connection, *, till: int) -> TillPlate | None:
    """Which till it is and where it stands, in words; None where there is no such till."""
    return store.read_plate(conn, till)
