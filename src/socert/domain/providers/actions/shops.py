"""Tell people where they can spend what they have, and where a till stands."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.providers.model import Outlet, Shop, ShopPlace
from socert.domain.providers.store import shops as store

#: The most shops that are told of at once.
SHOPS_MAX = 100


def shops(
    conn: Connection,
    *,
    programmes: Sequence[int],
    near: str | None,
    district: str | None = None,
    after: ShopPlace | None = None,
    limit: int,
    now: datetime,
) -> list[Shop]:
    """Outlets with a till at work whose merchant has an agreement now for one of these programmes (numbers).

    Those of the district `near` come first, then by district and title; only those of `district` where it is given,
    only those after a place of the list, `limit` at most.
    """
    return store.read_shops(
        conn, programmes=programmes, near=near, district=district, after=after, limit=min(limit, SHOPS_MAX), now=now
    )


def districts(conn: Connection, *, programmes: Sequence[int], now: datetime) -> list[str]:
    """The districts in which there is such an outlet, by name."""
    return store.read_districts(conn, programmes=programmes, now=now)


def outlets_of_tills(conn: Connection, *, tills: Sequence[int]) -> dict[int, Outlet]:
    """In which outlets tills stand, by till."""
    return store.read_outlets_of_tills(conn, tills)
