"""Where programmes can be spent, read across the tables merchant, outlet, till and agreement."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from socert.domain.providers.model import Outlet, Shop, ShopPlace
from socert.values import Text

#: Merchants with an agreement now, with the programmes they take of those asked.
_TAKING = """
    taking as (
        select merchant, array_agg(distinct programme order by programme) as programmes
        from agreement
        where programme = any (%(programmes)s)
            and valid_from <= %(now)s and (valid_until is null or valid_until > %(now)s)
        group by merchant
    )
"""
_HAS_TILL = "exists (select from till where till.outlet = o.id and not till.is_suspended)"


def read_shops(
    conn: Connection,
    *,
    programmes: Sequence[int],
    near: str | None,
    district: str | None,
    after: ShopPlace | None,
    limit: int,
    now: datetime,
) -> list[Shop]:
    """Outlets with a till at work whose merchant takes one of the programmes; those near first, after a place."""
    rows = conn.execute(
        f"""
        with {_TAKING}
        select o.id, o.merchant, o.code, o.title, o.address, o.district, m.title_ru, m.title_en, t.programmes,
            o.district is distinct from %(near)s as is_elsewhere
        from taking as t
        join merchant as m on m.id = t.merchant
        join outlet as o on o.merchant = t.merchant
        where {_HAS_TILL}
            and (%(district)s::text is null or o.district = %(district)s)
            and (
                %(outlet)s::integer is null
                or (o.district is distinct from %(near)s, o.district, o.title, o.id)
                    > (%(is_elsewhere)s, %(after_district)s, %(title)s, %(outlet)s)
            )
        order by is_elsewhere, o.district, o.title, o.id
        limit %(limit)s
        """,  # noqa: S608 - put together from our own constants
        {
            "programmes": list(programmes),
            "near": near,
            "district": district,
            "now": now,
            "limit": limit,
            "is_elsewhere": None if after is None else after.is_elsewhere,
            "after_district": None if after is None else after.district,
            "title": None if after is None else after.title,
            "outlet": None if after is None else after.outlet,
        },
    )
    return [
        Shop(Outlet(*row[:6]), Text(ru=row[6], en=row[7]), tuple(row[8]), ShopPlace(row[9], row[5], row[3], row[0]))
        for row in rows
    ]


def read_districts(conn: Connection, *, programmes: Sequence[int], now: datetime) -> list[str]:
    """In which districts there is such an outlet."""
    rows = conn.execute(
        f"""
        with {_TAKING}
        select distinct o.district
        from taking as t
        join outlet as o on o.merchant = t.merchant
        where {_HAS_TILL}
        order by o.district
        """,  # noqa: S608 - put together from our own constants
        {"programmes": list(programmes), "now": now},
    )
    return [row[0] for row in rows]


def read_outlets_of_tills(conn: Connection, tills: Sequence[int]) -> dict[int, Outlet]:
    """In which outlet tills stand, by till."""
    rows = conn.execute(
        """
        select till.id, o.id, o.merchant, o.code, o.title, o.address, o.district
        from till
        join outlet as o on o.id = till.outlet
        where till.id = any (%(tills)s)
        """,
        {"tills": list(tills)},
    )
    return {row[0]: Outlet(*row[1:]) for row in rows}
