"""The table good."""

from collections.abc import Iterator, Sequence

from psycopg import Connection

from socert.domain.catalogue.model import FoundGood, UsableGood

_CHUNK = 10_000


def upsert_goods(conn: Connection, goods: Sequence[UsableGood], *, source: str, directory: int) -> tuple[int, int]:
    """Write goods as reviewed by who lists them; gives how many were added and how many changed.

    Rows of untouched ones are not written.
    """
    row = conn.execute(
        """
        with written as (
            insert into good (gtin, name, category, standing, source, changed)
            select gtin, name, category, case when category is null then 2 else 4 end, %(source)s, %(directory)s
            from unnest(%(gtins)s::bigint[], %(names)s::text[], %(categories)s::smallint[])
                as given (gtin, name, category)
            order by gtin
            on conflict (gtin) do update
            set name = excluded.name, category = excluded.category, standing = excluded.standing,
                source = excluded.source, suggested = null, certainty = null, doubt = null,
                changed = case
                    when good.category is distinct from excluded.category then excluded.changed else good.changed
                end
            where (good.name, good.category, good.standing, good.source)
                is distinct from (excluded.name, excluded.category, excluded.standing, excluded.source)
            -- A row version nobody has updated or locked yet carries no xmax: it was inserted just now.
            returning xmax = 0 as is_added
        )
        select count(*) filter (where is_added), count(*) filter (where not is_added)
        from written
        """,
        {
            "source": source,
            "directory": directory,
            "gtins": [good.key for good in goods],
            "names": [good.name for good in goods],
            "categories": [good.category for good in goods],
        },
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def read_goods(conn: Connection) -> Iterator[tuple[int, int]]:
    """Barcode and category of every classified good."""
    with conn.cursor(name="goods_by_gtin") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute("select gtin, category from good where category is not null")
        yield from cursor


def read_by_words(conn: Connection, query: str, *, first: str, looked_at: int, limit: int) -> list[FoundGood]:
    """Goods whose names have words as the query (of text search, without ё) wants them.

    Those that begin with the first word come first, then short ones.

    Of many only some are looked at, so that a word that is in every name costs no more than another.
    """
    rows = conn.execute(
        """
        select lpad(found.gtin::text, 14, '0'), found.name, found.category
        from (
            select gtin, name, category
            from good
            where to_tsvector('simple', translate(name, 'ёЁ', 'еЕ')) @@ to_tsquery('simple', %(query)s)
            limit %(looked_at)s
        ) as found
        order by translate(lower(found.name), 'ё', 'е') not like %(first)s, length(found.name), found.name, found.gtin
        limit %(limit)s
        """,
        {"query": query, "first": f"{first}%", "looked_at": looked_at, "limit": limit},
    )
    return [FoundGood(*row) for row in rows]


def read_good(conn: Connection, gtin: int) -> FoundGood | None:
    """A good by its barcode."""
    row = conn.execute(
        "select lpad(gtin::text, 14, '0'), name, category from good where gtin = %(gtin)s", {"gtin": gtin}
    ).fetchone()
    return None if row is None else FoundGood(*row)


def read_changed_goods(conn: Connection, *, after: int, limit: int) -> list[tuple[int, int | None]]:
    """Barcode and category, None for none, of goods whose category changed after a number of the directory."""
    return conn.execute(
        "select gtin, category from good where changed > %(after)s limit %(limit)s", {"after": after, "limit": limit}
    ).fetchall()
