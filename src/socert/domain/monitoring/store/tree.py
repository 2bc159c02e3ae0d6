"""The history of the tree of categories."""

from psycopg import Connection

from socert.domain.monitoring.rules.coverage import Placement


def read_placements(conn: Connection) -> list[Placement]:
    """Since when which category lay below which, the oldest first; the check of categories names those left out."""
    rows = conn.execute(
        """
        select since, category, parent
        from category_parent
        where since between '1970-01-01T00:00:00Z' and '9000-01-01T00:00:00Z'
        order by since, category
        """
    )
    return [Placement(*row) for row in rows]


def read_ids(conn: Connection) -> dict[int, str]:
    """The ids of all categories by number."""
    return dict(conn.execute("select number, id from category").fetchall())
