"""The tables merchant, outlet and till."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection

from socert.domain.providers.model import Merchant, NewMerchant, NewOutlet, NewTill, Outlet, Till, TillStanding
from socert.values import Inn, Ogrn, Text


def insert_merchant(conn: Connection, merchant: NewMerchant, *, at: datetime) -> bool:
    """Write a merchant; False when the ИНН is registered already."""
    return (
        conn.execute(
            """
            insert into merchant (inn, ogrn, title_ru, title_en, joined_at)
            values (%(inn)s, %(ogrn)s, %(title_ru)s, %(title_en)s, %(at)s)
            on conflict on constraint one_inn_one_merchant do nothing
            """,
            {
                "inn": merchant.inn.digits,
                "ogrn": merchant.ogrn.digits,
                "title_ru": merchant.title.ru,
                "title_en": merchant.title.en,
                "at": at,
            },
        ).rowcount
        == 1
    )


def read_merchant(conn: Connection, inn: Inn) -> Merchant | None:
    """A merchant by ИНН."""
    row = conn.execute(
        "select id, inn, ogrn, title_ru, title_en, joined_at from merchant where inn = %(inn)s", {"inn": inn.digits}
    ).fetchone()
    return None if row is None else _merchant(row)


def read_merchants(conn: Connection) -> list[Merchant]:
    """All merchants, the first to join first."""
    return [
        _merchant(row)
        for row in conn.execute("select id, inn, ogrn, title_ru, title_en, joined_at from merchant order by id")
    ]


def merchant_exists(conn: Connection, merchant: int) -> bool:
    """Whether there is such a merchant."""
    return conn.execute("select from merchant where id = %(id)s", {"id": merchant}).fetchone() is not None


def insert_outlets(conn: Connection, outlets: Sequence[NewOutlet], *, merchant: int) -> int:
    """Write those outlets whose code is not known; gives how many."""
    return conn.execute(
        """
        insert into outlet (merchant, code, title, address, district)
        select %(merchant)s, code, title, address, district
        from unnest(%(codes)s::text[], %(titles)s::text[], %(addresses)s::text[], %(districts)s::text[])
            as given (code, title, address, district)
        order by code
        on conflict on constraint one_code_one_outlet do nothing
        """,
        {
            "merchant": merchant,
            "codes": [one.code for one in outlets],
            "titles": [one.title for one in outlets],
            "addresses": [one.address for one in outlets],
            "districts": [one.district for one in outlets],
        },
    ).rowcount


def read_outlets(conn: Connection) -> list[Outlet]:
    """All outlets."""
    rows = conn.execute("select id, merchant, code, title, address, district from outlet order by id")
    return [Outlet(*row) for row in rows]


def read_outlets_of(conn: Connection, merchant: int, *, codes: Sequence[str]) -> dict[str, Outlet]:
    """A merchant's outlets by these codes."""
    rows = conn.execute(
        """
        select id, merchant, code, title, address, district
        from outlet
        where merchant = %(merchant)s and code = any (%(codes)s)
        """,
        {"merchant": merchant, "codes": list(codes)},
    )
    return {row[2]: Outlet(*row) for row in rows}


def insert_tills(conn: Connection, tills: Sequence[NewTill]) -> int:
    """Write those tills whose code is not known in their outlet; gives how many."""
    return conn.execute(
        """
        insert into till (outlet, code)
        select outlet, code
        from unnest(%(outlets)s::integer[], %(codes)s::text[]) as given (outlet, code)
        order by outlet, code
        on conflict on constraint one_code_one_till do nothing
        """,
        {"outlets": [one.outlet for one in tills], "codes": [one.code for one in tills]},
    ).rowcount


def read_tills(conn: Connection, *, outlets: Sequence[int]) -> dict[NewTill, Till]:
    """The tills of outlets."""
    rows = conn.execute(
        """
        select till.id, till.outlet, outlet.merchant, till.code
        from till
        join outlet on outlet.id = till.outlet
        where till.outlet = any (%(outlets)s)
        """,
        {"outlets": list(outlets)},
    )
    return {NewTill(row[1], row[3]): Till(*row) for row in rows}


def read_tills_of(conn: Connection, merchant: int) -> list[tuple[Till, bool]]:
    """A merchant's tills, and whether each is suspended."""
    rows = conn.execute(
        """
        select till.id, till.outlet, outlet.merchant, till.code, till.is_suspended
        from till
        join outlet on outlet.id = till.outlet
        where outlet.merchant = %(merchant)s
        order by till.outlet, till.code, till.id
        """,
        {"merchant": merchant},
    )
    return [(Till(*row[:4]), row[4]) for row in rows]


def read_standings(conn: Connection) -> list[TillStanding]:
    """Where every till stands."""
    rows = conn.execute(
        """
        select till.id, till.outlet, outlet.merchant, till.is_suspended
        from till
        join outlet on outlet.id = till.outlet
        order by till.id
        """
    )
    return [TillStanding(*row) for row in rows]


def set_suspended(conn: Connection, till: int, *, is_suspended: bool) -> bool:
    """Suspend or resume a till; False when it is so already or there is none."""
    return (
        conn.execute(
            """
            update till
            set is_suspended = %(is_suspended)s
            where id = %(till)s and is_suspended <> %(is_suspended)s
            """,
            {"till": till, "is_suspended": is_suspended},
        ).rowcount
        == 1
    )


def read_standing(conn: Connection, till: int) -> TillStanding | None:
    """Where a till stands."""
    row = conn.execute(
        """
        select till.id, till.outlet, outlet.merchant, till.is_suspended
        from till
        join outlet on outlet.id = till.outlet
        where till.id = %(till)s
        """,
        {"till": till},
    ).fetchone()
    return None if row is None else TillStanding(*row)


def _merchant(row: tuple[Any, ...]) -> Merchant:
    number, inn, ogrn, title_ru, title_en, joined_at = row
    return Merchant(number, Inn(inn), Ogrn(ogrn), Text(ru=title_ru, en=title_en), joined_at)
