"""What registers show of the receipts behind a claim. No personal data, no card."""

from collections.abc import Iterator

from psycopg import Connection
from psycopg.rows import class_row

from socert.domain.clearing.model import RegisterHead, RegisterLine

_CHUNK = 5_000


def read_register_heads(conn: Connection, *, period: int) -> list[RegisterHead]:
    """The merchants of a period and what each is owed, in the order of `read_register_lines`."""
    with conn.cursor(row_factory=class_row(RegisterHead)) as cursor:
        return cursor.execute(
            """
            select
                c.merchant, m.inn, m.title_ru as title, c.amount, c.receipts,
                (select count(distinct l.authorisation) from claim_line as l where l.claim = c.id and l.amount < 0)
                    as voided
            from claim as c
            join merchant as m on m.id = c.merchant
            where c.period = %(period)s
            order by c.merchant
            """,
            {"period": period},
        ).fetchall()


def read_register_lines(conn: Connection, *, period: int) -> Iterator[RegisterLine]:
    """What each account paid of each receipt line: by merchant, then in the order it happened."""
    with conn.cursor("register_lines", row_factory=class_row(RegisterLine)) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(
            """
            select
                c.merchant, l.at, coalesce(place.title, '') as outlet, coalesce(t.code, '') as till,
                coalesce(o.receipt, '') as receipt, l.authorisation, l.lane, r.position, r.gtin, r.article, r.name,
                kind.title_ru as category, r.quantity, r.amount,
                (part.amount * sign(l.amount))::bigint as covered, programme.title_ru as programme,
                a.version, a.slot, (coalesce(part.units, 0) * sign(l.amount))::integer as units,
                (case when part.units > 0 then r.waived * sign(l.amount) else 0 end)::bigint as waived
            from claim as c
            join claim_line as l on l.claim = c.id
            join operation as o on o.id = l.authorisation and o.lane = l.lane
            join receipt_line as r on r.operation = l.authorisation and r.lane = l.lane
            cross join lateral unnest(r.accounts, r.amounts, r.units) as part (account, amount, units)
            join account as a on a.id = l.account and a.lane = l.lane
            join programme_version as version on version.number = a.version
            join programme on programme.number = version.programme
            left join category as kind on kind.number = r.category
            left join till as t on t.id = o.till
            left join outlet as place on place.id = t.outlet
            where c.period = %(period)s and part.account = l.account
            order by c.merchant, l.at, l.amount < 0, l.authorisation, r.position, l.account
            """,
            {"period": period},
        )
        yield from cursor


def read_source_totals(conn: Connection, *, period: int) -> list[tuple[str, str, str, int]]:
    """Merchant's number for taxes and title, source and kopecks, over all claims of a period."""
    return conn.execute(
        """
        select m.inn, m.title_ru, f.id, sum(s.amount)::bigint
        from claim as c
        join claim_source as s on s.claim = c.id
        join merchant as m on m.id = c.merchant
        join funding_source as f on f.number = s.source
        where c.period = %(period)s
        group by c.merchant, m.inn, m.title_ru, f.number, f.id
        order by c.merchant, f.number
        """,
        {"period": period},
    ).fetchall()
