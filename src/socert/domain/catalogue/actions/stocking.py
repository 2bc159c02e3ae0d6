"""Load goods with their barcodes, and read them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.catalogue.actions.arranging import categories
from socert.domain.catalogue.model import ROWS_MAX, LoadedGoods, NewGood
from socert.domain.catalogue.rules import sort_goods
from socert.domain.catalogue.store import goods as store
from socert.domain.installation import directory_changed, next_directory

_CHUNK = 10_000


class TooManyRows(ValueError):
    """A list is longer than is taken in at once."""

    def __init__(self, count: int) -> None:
        super().__init__(f"The list has {count} rows, at most {ROWS_MAX} are taken in at once; please divide it.")


def load_goods(
    conn: Connection, *, rows: Sequence[NewGood], source: str, actor: audit.Actor, now: datetime
) -> LoadedGoods:
    """Add goods or change their name and category; each row is taken in or rejected alone, none is removed.

    Who gives a list with our own categories has looked at each good: an import leaves them as they are.

    Args:
        conn: the caller's transaction.
        rows: the goods.
        source: where the list comes from; kept with each good.
        actor: who loads them.
        now: when.

    Raises:
        TooManyRows: there are more than `ROWS_MAX`.
    """
    if len(rows) > ROWS_MAX:
        raise TooManyRows(len(rows))
    found = sort_goods(rows, tree=categories(conn))
    usable = sorted(found.usable, key=lambda good: good.key)
    directory = next_directory(conn)
    added = changed = 0
    for start in range(0, len(usable), _CHUNK):
        fresh, others = store.upsert_goods(conn, usable[start : start + _CHUNK], source=source, directory=directory)
        added, changed = added + fresh, changed + others
    if added or changed:
        audit.record(
            conn,
            actor=actor,
            action="goods_loaded",
            subject="goods",
            purpose="a list of goods is loaded",
            details={"source": source, "added": added, "changed": changed, "rejected": len(found.rejected)},
            at=now,
        )
        directory_changed(conn)
    return LoadedGoods(added, changed, len(usable) - added - changed, found.rejected)


def goods(conn: Connection) -> Iterator[tuple[int, int]]:
    """Barcode (as a number) and category number of every classified good, streamed from the server."""
    return store.read_goods(conn)


def changed_goods(conn: Connection, *, after: int, limit: int) -> list[tuple[int, int | None]]:
    """Barcode and category number, None for none, of at most `limit` goods that changed since a directory number."""
    return store.read_changed_goods(conn, after=after, limit=limit)
