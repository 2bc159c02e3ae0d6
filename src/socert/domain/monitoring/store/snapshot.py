"""One snapshot for a whole verification, and room for its sorts."""

from psycopg import Connection


def begin_snapshot(conn: Connection) -> None:
    """Make the transaction that has just begun read-only and of one snapshot.

    Raises:
        psycopg.errors.ActiveSqlTransaction: it has asked something before.
    """
    conn.execute("set transaction isolation level repeatable read, read only")
    # Sorts of millions of rows go through files anyway; this much keeps them to one merge.
    conn.execute("set local work_mem = '64MB'")
