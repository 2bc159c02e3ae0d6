"""The table category."""

from collections.abc import Sequence

from psycopg import Connection

from socert.domain.catalogue.model import Category, NewCategory
from socert.values import Text


def lock(conn: Connection) -> None:
    """Let nobody else change the tree until the transaction ends; reading and referring to it go on."""
    conn.execute("lock table category in share row exclusive mode")


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


def delete_categories(conn: Connection, numbers: Sequence[int]) -> None:
    """Remove categories nothing belongs to."""
    conn.execute("delete from category where number = any (%(numbers)s)", {"numbers": list(numbers)})


def read_in_use(conn: Connection, numbers: Sequence[int]) -> list[str]:
    """The ids of those among these categories that goods or articles belong to."""
    rows = conn.execute(
        """
        select id
        from category
        where number = any (%(numbers)s)
            and (
                exists (select from good where good.category = category.number)
                or exists (select from article where article.category = category.number)
            )
        order by id
        """,
        {"numbers": list(numbers)},
    )
    return [row[0] for row in rows]


def _columns(rows: Sequence[NewCategory]) -> dict[str, list[str] | list[str | None]]:
    return {
        "ids": [row.id for row in rows],
        "parents": [row.parent for row in rows],
        "titles_ru": [row.title.ru for row in rows],
        "titles_en": [row.title.en for row in rows],
    }
