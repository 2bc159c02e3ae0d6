"""The tables certificate and certificate_event."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from socert.domain.certificates.model import Certificate, CertificateEvent, Event, Status

_CHUNK = 10_000


def copy_certificates(conn: Connection, certificates: Iterable[Certificate]) -> int:
    """Write new certificates; gives how many."""
    count = 0
    with (
        conn.cursor() as cursor,
        cursor.copy(
            "copy certificate (id, lane, holder, programme, version, budget_year, status, valid_from, valid_until,"
            " issued_by) from stdin"
        ) as copy,
    ):
        for one in certificates:
            copy.write_row((
                one.id, one.lane, one.holder, one.programme, one.version, one.budget_year, int(one.status),
                one.valid_from, one.valid_until, one.issued_by,
            ))  # fmt: skip
            count += 1
    return count


def read_current(conn: Connection, *, programme: int, holders: Sequence[int]) -> dict[int, datetime]:
    """Who of these holds an active or blocked certificate of a programme, and when it ends."""
    found: dict[int, datetime] = {}
    for start in range(0, len(holders), _CHUNK):
        rows = conn.execute(
            """
            select holder, valid_until
            from certificate
            where programme = %(programme)s and holder = any (%(holders)s) and status in (1, 2)
            """,
            {"programme": programme, "holders": list(holders[start : start + _CHUNK])},
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def lock_certificate(conn: Connection, certificate: UUID) -> Certificate | None:
    """A certificate, locked until the transaction ends."""
    row = conn.execute(
        """
        select id, lane, holder, programme, version, budget_year, status, valid_from, valid_until, issued_by
        from certificate
        where id = %(id)s
        for update
        """,
        {"id": certificate},
    ).fetchone()
    return None if row is None else _certificate(row)


def update_status(conn: Connection, certificate: Certificate, *, status: Status) -> None:
    """Set a certificate's status."""
    conn.execute(
        "update certificate set status = %(status)s where id = %(id)s and lane = %(lane)s",
        {"id": certificate.id, "lane": certificate.lane, "status": int(status)},
    )


def insert_event(
    conn: Connection, certificate: Certificate, *, event: Event, at: datetime, operation: UUID, reason: str
) -> None:
    """Write down something that happened to a certificate."""
    conn.execute(
        """
        insert into certificate_event (certificate, lane, event, at, operation, reason)
        values (%(certificate)s, %(lane)s, %(event)s, %(at)s, %(operation)s, %(reason)s)
        """,
        {
            "certificate": certificate.id,
            "lane": certificate.lane,
            "event": event.value,
            "at": at,
            "operation": operation,
            "reason": reason,
        },
    )


def end_certificates(conn: Connection, *, ended_by: datetime, operation: UUID, at: datetime, reason: str) -> int:
    """End the certificates whose validity is over and write it down; gives how many."""
    return conn.execute(
        """
        with over as (
            update certificate
            set status = 3
            where valid_until <= %(ended_by)s and status in (1, 2)
            returning id, lane
        )
        insert into certificate_event (certificate, lane, event, at, operation, reason)
        select id, lane, 'end', %(at)s, %(operation)s, %(reason)s
        from over
        """,
        {"ended_by": ended_by, "operation": operation, "at": at, "reason": reason},
    ).rowcount


def read_budget_years(conn: Connection, certificates: Sequence[UUID]) -> list[tuple[UUID, int, datetime]]:
    """Certificates, the years whose budgets pay for them, and when they were issued."""
    return conn.execute(
        "select id, budget_year, valid_from from certificate where id = any (%(ids)s)", {"ids": list(certificates)}
    ).fetchall()


def read_current_of(conn: Connection, *, holder: int) -> list[Certificate]:
    """The active and blocked certificates of a holder, the newest first."""
    return [one for one in read_certificates(conn, holder=holder) if one.status in (Status.ACTIVE, Status.BLOCKED)]


def read_certificates(conn: Connection, *, holder: int) -> list[Certificate]:
    """The certificates of a holder, the newest first."""
    rows = conn.execute(
        """
        select id, lane, holder, programme, version, budget_year, status, valid_from, valid_until, issued_by
        from certificate
        where holder = %(holder)s
        order by valid_from desc, id
        """,
        {"holder": holder},
    )
    return [_certificate(row) for row in rows]


def read_events(conn: Connection, *, certificate: UUID) -> list[CertificateEvent]:
    """What happened to a certificate since its issue, the oldest first."""
    rows = conn.execute(
        "select event, at, operation, reason from certificate_event where certificate = %(id)s order by id",
        {"id": certificate},
    )
    return [CertificateEvent(Event(row[0]), row[1], row[2], row[3]) for row in rows]


def _certificate(row: tuple[Any, ...]) -> Certificate:
    return Certificate(
        id=row[0],
        lane=row[1],
        holder=row[2],
        programme=row[3],
        version=row[4],
        budget_year=row[5],
        status=Status(row[6]),
        valid_from=row[7],
        valid_until=row[8],
        issued_by=row[9],
    )
