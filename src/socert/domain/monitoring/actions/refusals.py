"""What is asked for at tills and refused for want of a category: what to review first."""

from datetime import datetime

from psycopg import Connection

from socert.domain.monitoring.store import refusals as store


def refused_goods(conn: Connection, *, since: datetime, limit: int) -> dict[int, int]:
    """Barcode (as a number) and how often tills were refused it as not classified, the most often refused."""
    return store.read_refused_goods(conn, since=since, limit=limit)
