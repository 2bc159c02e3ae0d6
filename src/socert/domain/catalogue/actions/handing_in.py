"""Let merchants hand in their own articles, and read them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.actions.arranging import categories
from socert.domain.catalogue.actions.stocking import TooManyRows
from socert.domain.catalogue.model import ROWS_MAX, Article, HandIn, NewArticle
from socert.domain.catalogue.rules import sort_articles
from socert.domain.catalogue.store import articles as store
from socert.domain.installation import directory_changed, next_directory

_CHUNK = 10_000


def hand_in_articles(
    conn: Connection,
    *,
    merchant: int,
    articles: Sequence[NewArticle],
    dry_run: bool,
    actor: audit.Actor,
    now: datetime,
) -> HandIn:
    """Add a merchant's articles or change their name and category; each row is taken in or rejected alone.

    An article without a category, or with a name that contradicts it, waits for review and is not covered meanwhile.

    Args:
        conn: the caller's transaction.
        merchant: whose articles; they mean nothing to other merchants.
        articles: the rows.
        dry_run: only tell what would become of them.
        actor: who hands them in.
        now: when.

    Raises:
        TooManyRows: there are more than `ROWS_MAX`.
        psycopg.errors.ForeignKeyViolation: there is no such merchant.
    """
    if len(articles) > ROWS_MAX:
        raise TooManyRows(len(articles))
    found = sort_articles(articles, tree=categories(conn))
    usable = sorted(found.usable, key=lambda one: one.key)
    directory = 0 if dry_run else next_directory(conn)
    added = changed = 0
    for start in range(0, len(usable), _CHUNK):
        chunk = usable[start : start + _CHUNK]
        if dry_run:
            fresh, others = store.compare_articles(conn, chunk, merchant=merchant)
        else:
            fresh, others = store.upsert_articles(conn, chunk, merchant=merchant, directory=directory, at=now)
        added, changed = added + fresh, changed + others
    if (added or changed) and not dry_run:
        audit.record(
            conn,
            actor=actor,
            action="articles_handed_in",
            subject=f"merchant:{merchant}",
            purpose="a merchant hands in its own articles",
            details={"added": added, "changed": changed, "rejected": len(found.rejected)},
            at=now,
        )
        directory_changed(conn)
    return HandIn(added, changed, len(usable) - added - changed, found.rejected)


def articles(conn: Connection) -> Iterator[tuple[int, str, int]]:
    """Merchant, article and category number of every classified article, streamed from the server."""
    return store.read_articles(conn)


def articles_of(conn: Connection, *, merchant: int) -> list[Article]:
    """What a merchant has handed in, classified or not, by article."""
    return store.read_articles_of(conn, merchant)


def changed_articles(conn: Connection, *, after: int, limit: int) -> list[tuple[int, str, int | None]]:
    """Merchant, article and category number, None for none, of articles that changed since a directory number."""
    return store.read_changed_articles(conn, after=after, limit=limit)
