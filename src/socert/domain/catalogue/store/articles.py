"""The table article."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.catalogue.model import Article, UsableArticle

_CHUNK = 10_000


def compare_articles(conn: Connection, articles: Sequence[UsableArticle], *, merchant: int) -> tuple[int, int]:
    """How many of these the merchant has not handed in yet, and how many otherwise."""
    row = conn.execute(
        """
        select
            count(*) filter (where article.article is null),
            count(*) filter (
                where (article.name, article.category) is distinct from (given.name, given.category)
                    and article.article is not null
            )
        from unnest(%(articles)s::text[], %(names)s::text[], %(categories)s::smallint[])
            as given (article, name, category)
        left join article on article.merchant = %(merchant)s and article.article = given.article
        """,
        {"merchant": merchant} | _columns(articles),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def upsert_articles(
    conn: Connection, articles: Sequence[UsableArticle], *, merchant: int, at: datetime
) -> tuple[int, int]:
    """Write a merchant's articles; gives how many were added and how many changed."""
    row = conn.execute(
        """
        with written as (
            insert into article (merchant, article, name, category, handed_in_at)
            select %(merchant)s, article, name, category, %(at)s
            from unnest(%(articles)s::text[], %(names)s::text[], %(categories)s::smallint[])
                as given (article, name, category)
            order by article
            on conflict (merchant, article) do update
            set name = excluded.name, category = excluded.category, handed_in_at = excluded.handed_in_at
            where (article.name, article.category) is distinct from (excluded.name, excluded.category)
            -- A row version nobody has updated or locked yet carries no xmax: it was inserted just now.
            returning xmax = 0 as is_added
        )
        select count(*) filter (where is_added), count(*) filter (where not is_added)
        from written
        """,
        {"merchant": merchant, "at": at} | _columns(articles),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def read_articles(conn: Connection) -> Iterator[tuple[int, str, int]]:
    """Merchant, article and category of every classified article."""
    with conn.cursor(name="articles_by_merchant") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute("select merchant, article, category from article where category is not null")
        yield from cursor


def read_articles_of(conn: Connection, merchant: int) -> list[Article]:
    """What a merchant has handed in, by article."""
    rows = conn.execute(
        """
        select article.merchant, article.article, article.name, category.id, article.handed_in_at
        from article
        left join category on category.number = article.category
        where article.merchant = %(merchant)s
        order by article.article collate "C"
        """,
        {"merchant": merchant},
    )
    return [Article(*row) for row in rows]


def _columns(articles: Sequence[UsableArticle]) -> dict[str, object]:
    return {
        "articles": [one.key for one in articles],
        "names": [one.name for one in articles],
        "categories": [one.category for one in articles],
    }
