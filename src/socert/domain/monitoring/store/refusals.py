"""Which goods tills were refused because nobody has classified them."""

from datetime import datetime

from psycopg import Connection


def read_refused_goods(conn: Connection, *, since: datetime, limit: int) -> dict[int, int]:
    """Barcode (as a number) and how often it was refused as not classified, the most often refused."""
    rows = conn.execute(
        """
        select gtin, count(*)
        from receipt_line
        where reason = 'not_classified' and gtin is not null and article is null and at >= %(since)s
        group by gtin
        order by count(*) desc, gtin
        limit %(limit)s
        """,
        {"since": since, "limit": limit},
    )
    return dict(rows.fetchall())
