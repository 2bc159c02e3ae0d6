"""The tables category and category_parent."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.catalogue.model import Category, NewCategory
from socert.values import Text


def lock(conn: Connection) -> None:
    """Let nobody else change the tree until the transaction ends; reading and referring to it go on."""
    conn.execute("select lock_categories()")


def read_categories(conn: Connection) -> list[Category]:
    """All categories, in the order they came."""
    rows = conn.execute("select number, id, parent, title_ru, title_en from category order by number")
    return [Category(row[0], row[1], row[2], Text(ru=row[3], en=row[4])) for row in rows]


def insert_categories(conn: Connection, rows: Sequence[NewCategory]) -> None:
    """Add categories whose parents are kept already."""
    conn.execute(
        """
        insert into category (id, parent, title_ru, title_en)
        select given.id, above.number, given.title_ru, given.title_en
        from unnest(%(ids)s::text[], %(parents)s::text[], %(titles_ru)s::text[], %(titles_en)s::text[])
            with ordinality as given (id, parent, title_ru, title_en, place)
        left join category as above on above.id = given.parent
        order by given.place
        """,
        _columns(rows),
    )


def update_categories(conn: Connection, rows: Sequence[NewCategory]) -> None:
    """Give kept categories the list's parents and titles."""
    conn.execute(
        """
        update category
        set parent = above.number, title_ru = given.title_ru, title_en = given.title_en
        from unnest(%(ids)s::text[], %(parents)s::text[], %(titles_ru)s::text[], %(titles_en)s::text[])
            as given (id, parent, title_ru, title_en)
        left join category as above on above.id = given.parent
        where category.id = given.id
        """,
        _columns(rows),
    )


def read_last_change(conn: Connection) -> datetime | None:
    """When the tree changed last; None before there was one."""
    row = conn.execute("select max(since) from category_parent").fetchone()
    assert row is not None
    last: datetime | None = row[0]
    return last


def insert_parents(conn: Connection, ids: Iterable[str], *, since: datetime) -> None:
    """Write down below what these categories lie from an instant on."""
    conn.execute(
        """
        insert into category_parent (category, parent, since)
        select number, parent, %(since)s
        from category
        where id = any (%(ids)s)
        """,
        {"ids": list(ids), "since": since},
    )


def _columns(rows: Sequence[NewCategory]) -> dict[str, list[str] | list[str | None]]:
    return {
        "ids": [row.id for row in rows],
        "parents": [row.parent for row in rows],
        "titles_ru": [row.title.ru for row in rows],
        "titles_en": [row.title.en for row in rows],
    }
