"""The table article."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.catalogue.model import Article, Standing, UsableArticle

_CHUNK = 10_000


def compare_articles(conn: Connection, articles: Sequence[UsableArticle], *, merchant: int) -> tuple[int, int]:
    """How many of these the merchant has not handed in yet, and how many otherwise."""
    row = conn.execute(
        """
        select
            count(*) filter (where article.article is null),
            count(*) filter (
                where article.article is not null and (
                    article.name <> given.name
                    or article.offered is distinct from given.offered
                    or article.standing not in (4, 5) and (article.category, article.standing, article.doubt)
                        is distinct from (given.category, given.standing, given.doubt)
                )
            )
        from unnest(
                %(articles)s::text[], %(names)s::text[], %(categories)s::smallint[], %(offered)s::smallint[],
                %(standings)s::smallint[], %(suggested)s::smallint[], %(doubts)s::text[]
            ) as given (article, name, category, offered, standing, suggested, doubt)
        left join article on article.merchant = %(merchant)s and article.article = given.article
        """,
        {"merchant": merchant} | _columns(articles),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def upsert_articles(
    conn: Connection, articles: Sequence[UsableArticle], *, merchant: int, directory: int, at: datetime
) -> tuple[int, int]:
    """Write a merchant's articles; gives how many were added and how many changed.

    While an article keeps the name a person reviewed, their decision holds.
    """
    row = conn.execute(
        """
        with written as (
            insert into article (
                merchant, article, name, category, offered, standing, suggested, doubt, changed, handed_in_at
            )
            select %(merchant)s, article, name, category, offered, standing, suggested, doubt, %(directory)s, %(at)s
            from unnest(
                %(articles)s::text[], %(names)s::text[], %(categories)s::smallint[], %(offered)s::smallint[],
                %(standings)s::smallint[], %(suggested)s::smallint[], %(doubts)s::text[]
            ) as given (article, name, category, offered, standing, suggested, doubt)
            order by article
            on conflict (merchant, article) do update
            set name = excluded.name, offered = excluded.offered, handed_in_at = excluded.handed_in_at,
                category = case when article.standing in (4, 5) and article.name = excluded.name
                    then article.category else excluded.category end,
                standing = case when article.standing in (4, 5) and article.name = excluded.name
                    then article.standing else excluded.standing end,
                suggested = case when article.standing in (4, 5) and article.name = excluded.name
                    then article.suggested else excluded.suggested end,
                doubt = case when article.standing in (4, 5) and article.name = excluded.name
                    then article.doubt else excluded.doubt end,
                changed = case
                    when article.standing in (4, 5) and article.name = excluded.name
                        or article.category is not distinct from excluded.category then article.changed
                    else excluded.changed
                end
            where article.name <> excluded.name
                or article.offered is distinct from excluded.offered
                or article.standing not in (4, 5) and (article.category, article.standing, article.doubt)
                    is distinct from (excluded.category, excluded.standing, excluded.doubt)
            -- A row version nobody has updated or locked yet carries no xmax: it was inserted just now.
            returning xmax = 0 as is_added
        )
        select count(*) filter (where is_added), count(*) filter (where not is_added)
        from written
        """,
        {"merchant": merchant, "directory": directory, "at": at} | _columns(articles),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def read_articles(conn: Connection) -> Iterator[tuple[int, str, int]]:
    """Merchant, article and category of every classified article."""
    with conn.cursor(name="articles_by_merchant") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute("select merchant, article, category from article where category is not null")
        yield from cursor


def read_changed_articles(conn: Connection, *, after: int, limit: int) -> list[tuple[int, str, int | None]]:
    """Merchant, article and category, None for none, of articles that changed after a number of the directory."""
    return conn.execute(
        "select merchant, article, category from article where changed > %(after)s limit %(limit)s",
        {"after": after, "limit": limit},
    ).fetchall()


def read_articles_of(conn: Connection, merchant: int) -> list[Article]:
    """What a merchant has handed in, by article."""
    rows = conn.execute(
        """
        select article.merchant, article.article, article.name, category.id, article.handed_in_at, article.standing
        from article
        left join category on category.number = article.category
        where article.merchant = %(merchant)s
        order by article.article collate "C"
        """,
        {"merchant": merchant},
    )
    return [Article(row[0], row[1], row[2], row[3], row[4], Standing(row[5])) for row in rows]


def _columns(articles: Sequence[UsableArticle]) -> dict[str, object]:
    return {
        "articles": [one.key for one in articles],
        "names": [one.name for one in articles],
        "categories": [one.category for one in articles],
        "offered": [one.offered for one in articles],
        "standings": [int(one.standing) for one in articles],
        "suggested": [one.suggested for one in articles],
        "doubts": [one.doubt for one in articles],
    }
