"""Make an installation, tell its time, move an example's clock."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain.installation import store
from socert.domain.installation.model import ClockCannotMove, Installation, Kind


class UnableToInitialise(Exception):
    """The database belongs to an installation already."""


def create(
    conn: Connection, *, kind: Kind, lanes: int, zone: ZoneInfo, card_key_check: bytes, at: datetime
) -> Installation:
    """Make the installation this database belongs to. Needs the owner's connection.

    Raises:
        UnableToInitialise: it has one already.
    """
    if store.read_installation(conn) is not None:
        raise UnableToInitialise("This database belongs to an installation already; choose another database.")
    installation = Installation(kind, lanes, zone, card_key_check, at)
    store.insert_installation(conn, installation)
    store.prepare_months(conn, at=at)
    return installation


def find(conn: Connection) -> Installation | None:
    """The installation of this database; None before it was made."""
    return store.read_installation(conn)


def id_of(conn: Connection) -> UUID:
    """What tells this installation from every other; a restored copy has the same."""
    return store.read_id(conn)


def now(conn: Connection, *, real: datetime) -> datetime:
    """What time it is here: `real` in a live installation, as far ahead as it was set in an example."""
    return real + store.read_ahead(conn)


def move_clock(conn: Connection, *, to: datetime, real: datetime) -> ClockCannotMove | timedelta:
    """Move an example's clock forward to `to`; gives how far it now runs ahead of real time."""
    installation = store.read_installation(conn)
    if installation is None or installation.kind is Kind.LIVE:
        return ClockCannotMove("clock_is_live", "A live installation keeps real time; only an example's clock moves.")
    ahead = to - real
    if ahead < store.read_ahead(conn):
        return ClockCannotMove(
            "clock_moves_forward", "The clock only moves forward; please choose a later time than it shows now."
        )
    store.prepare_months(conn, at=to)
    store.update_ahead(conn, ahead)
    return ahead


def prepare_months(conn: Connection, *, at: datetime) -> None:
    """See that the partitions of the month of `at` and of the fourteen after it are there; quick when they are.

    Raises:
        psycopg.errors.LockNotAvailable: something long is at work on the tables; nothing was made.
    """
    store.prepare_months(conn, at=at)


def directory_changed(conn: Connection) -> None:
    """Tell tills that what they keep in memory has changed."""
    store.increment_directory(conn)


def next_directory(conn: Connection) -> int:
    """The number the directory gets when this transaction calls `directory_changed`; others wait for it meanwhile."""
    return store.lock_directory(conn) + 1
