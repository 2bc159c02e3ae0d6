"""The table good."""

from collections.abc import Iterator, Sequence

from psycopg import Connection

from socert.domain.catalogue.model import UsableGood

_CHUNK = 10_000


def upsert_goods(conn: Connection, goods: Sequence[UsableGood], *, source: str) -> tuple[int, int]:
    """Write goods; gives how many were added and how many changed. Rows of untouched ones are not written."""
    row = conn.execute(
        """
        with written as (
            insert into good (gtin, name, category, source)
            select gtin, name, category, %(source)s
            from unnest(%(gtins)s::bigint[], %(names)s::text[], %(categories)s::smallint[])
                as given (gtin, name, category)
            order by gtin
            on conflict (gtin) do update
            set name = excluded.name, category = excluded.category, source = excluded.source
            where (good.name, good.category, good.source)
                is distinct from (excluded.name, excluded.category, excluded.source)
            -- A row version nobody has updated or locked yet carries no xmax: it was inserted just now.
            returning xmax = 0 as is_added
        )
        select count(*) filter (where is_added), count(*) filter (where not is_added)
        from written
        """,
        {
            "source": source,
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
