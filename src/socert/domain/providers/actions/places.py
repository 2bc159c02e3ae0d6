"""Open outlets and tills, many at once; suspend and resume a till."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.installation import directory_changed
from socert.domain.providers.model import NewOutlet, NewTill, Outlet, Refusal, Till, TillStanding
from socert.domain.providers.store import places as store


def open_outlets(
    conn: Connection, *, merchant: int, outlets: Sequence[NewOutlet], actor: audit.Actor, now: datetime
) -> list[Outlet] | Refusal:
    """Open a merchant's outlets; one whose code is known stays as it is. Gives them in the order asked."""
    if not store.merchant_exists(conn, merchant):
        return Refusal.MERCHANT_UNKNOWN
    opened = store.insert_outlets(conn, outlets, merchant=merchant)
    if opened:
        audit.record(
            conn,
            actor=actor,
            action="outlets_opened",
            subject=f"merchant:{merchant}",
            purpose="a merchant opens shops",
            details={"opened": opened},
            at=now,
        )
        directory_changed(conn)
    found = store.read_outlets_of(conn, merchant, codes=[one.code for one in outlets])
    return [found[one.code] for one in outlets]


def open_tills(conn: Connection, *, tills: Sequence[NewTill], actor: audit.Actor, now: datetime) -> list[Till]:
    """Open tills in outlets; one whose code is known there stays as it is. Gives them in the order asked.

    Raises:
        psycopg.errors.ForeignKeyViolation: an outlet that `open_outlets` did not give.
    """
    opened = store.insert_tills(conn, tills)
    if opened:
        audit.record_each(
            conn,
            actor=actor,
            action="tills_opened",
            subjects=sorted({f"outlet:{one.outlet}" for one in tills}),
            purpose="an outlet connects tills",
            details={},
            at=now,
        )
        directory_changed(conn)
    found = store.read_tills(conn, outlets=sorted({one.outlet for one in tills}))
    return [found[one] for one in tills]


def suspend_till(
    conn: Connection, *, till: int, actor: audit.Actor, now: datetime, reason: str
) -> TillStanding | Refusal:
    """Let a till sell nothing until it is resumed; suspended already, nothing changes."""
    return _set_suspended(conn, till=till, is_suspended=True, actor=actor, now=now, reason=reason)


def resume_till(
    conn: Connection, *, till: int, actor: audit.Actor, now: datetime, reason: str
) -> TillStanding | Refusal:
    """Let a suspended till sell again; otherwise nothing changes."""
    return _set_suspended(conn, till=till, is_suspended=False, actor=actor, now=now, reason=reason)


def _set_suspended(
    conn: Connection, *, till: int, is_suspended: bool, actor: audit.Actor, now: datetime, reason: str
) -> TillStanding | Refusal:
    if store.set_suspended(conn, till, is_suspended=is_suspended):
        audit.record(
            conn,
            actor=actor,
            action="till_suspended" if is_suspended else "till_resumed",
            subject=f"till:{till}",
            purpose=reason,
            details={},
            at=now,
        )
        directory_changed(conn)
    return store.read_standing(conn, till) or Refusal.TILL_UNKNOWN


def tills_of(conn: Connection, *, merchant: int) -> list[tuple[Till, bool]]:
    """A merchant's tills by outlet and code, and whether each is suspended."""
    return store.read_tills_of(conn, merchant)


def till_places(conn: Connection) -> list[TillStanding]:
    """Where every till stands, suspended ones too."""
    return store.read_standings(conn)


def outlets(conn: Connection) -> list[Outlet]:
    """All outlets of all merchants."""
    return store.read_outlets(conn)
