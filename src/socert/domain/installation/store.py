"""The tables installation, clock and directory_version."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain.installation.model import Installation, Kind

_MICROSECOND = timedelta(microseconds=1)


def read_installation(conn: Connection) -> Installation | None:
    """The one row, None before it is made."""
    row = conn.execute("select kind, lanes, time_zone, card_key_check, created_at from installation").fetchone()
    return None if row is None else Installation(Kind(row[0]), row[1], ZoneInfo(row[2]), bytes(row[3]), row[4])


def read_id(conn: Connection) -> UUID:
    """The number it has, and every copy of its database has too."""
    row = conn.execute("select id from installation").fetchone()
    assert row is not None
    number: UUID = row[0]
    return number


def insert_installation(conn: Connection, installation: Installation) -> None:
    """Write the one row, and for an example its clock."""
    conn.execute(
        """
        insert into installation (kind, lanes, time_zone, card_key_check, created_at)
        values (%(kind)s, %(lanes)s, %(zone)s, %(check)s, %(at)s)
        """,
        {
            "kind": installation.kind,
            "lanes": installation.lanes,
            "zone": installation.zone.key,
            "check": installation.card_key_check,
            "at": installation.created_at,
        },
    )
    if installation.kind is Kind.EXAMPLE:
        conn.execute("insert into clock (kind) values ('example')")


def read_ahead(conn: Connection) -> timedelta:
    """How far the installation's clock runs ahead of real time; nothing in a live one."""
    row = conn.execute("select ahead_microseconds from clock").fetchone()
    return timedelta(0) if row is None else row[0] * _MICROSECOND


def update_ahead(conn: Connection, ahead: timedelta) -> None:
    """Set how far the clock runs ahead."""
    conn.execute("update clock set ahead_microseconds = %(ahead)s", {"ahead": ahead // _MICROSECOND})


def prepare_months(conn: Connection, *, at: datetime) -> None:
    """Make what is missing of the partitions of a month and those after it."""
    conn.execute("select prepare_months(%(at)s)", {"at": at})


def increment_directory(conn: Connection) -> None:
    """Tell tills to read their directory again."""
    conn.execute("update directory_version set number = number + 1")


def lock_directory(conn: Connection) -> int:
    """Let nobody else change the directory until the transaction ends; gives the number it has."""
    row = conn.execute("select number from directory_version for update").fetchone()
    assert row is not None
    number: int = row[0]
    return number
