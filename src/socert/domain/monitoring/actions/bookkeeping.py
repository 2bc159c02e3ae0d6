"""Where the money of all certificates went."""

from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain.monitoring.model.books import Books
from socert.domain.monitoring.store import books as store


def books(conn: Connection, *, zone: ZoneInfo) -> Books:
    """The books as they stand in the caller's transaction; weeks are those of the region's zone."""
    moved = store.read_moved(conn)
    people, certificates = store.read_people(conn)
    merchants = store.read_merchants(conn)
    return Books(
        people=people,
        certificates_issued=certificates,
        issued_kopecks=moved["issued"],
        captured_kopecks=moved["captured"],
        refunded_kopecks=moved["refunded"],
        own_money_kopecks=store.read_own_money(conn),
        claimed_kopecks=sum(one.claimed_kopecks for one in merchants),
        paid_kopecks=moved["paid"],
        returned_to_source_kopecks=moved["returned"],
        borne_by_merchants_kopecks=moved["borne"],
        lines_not_covered=store.read_lines_not_covered(conn),
        lines_denied=store.read_lines_denied(conn),
        weeks=store.read_weeks(conn, zone=zone),
        merchants=merchants,
    )
