"""What registers show of the receipts behind a claim. No personal data, no card."""

from collections.abc import Iterator

from psycopg import Connection
from psycopg.rows import class_row

from socert.domain.clearing.model import RegisterHead, RegisterLine

_CHUNK = 5_000
#: What a register says instead of the name of a programme that is marked sensitive.
UNNAMED_PROGRAMME = "Сертификат"

# A capture in parts and a refund say themselves how much of which line they speak of.
_REGISTER_LINES = """
    with line as (
        select
            l.claim, l.lane, l.at, l.operation, l.authorisation, l.account, l.amount as moved, r.position,
            r.gtin, r.article, r.name, r.category,
            coalesce(m.quantity, r.quantity) as quantity,
            coalesce(m.amount, r.amount) as amount,
            coalesce(m.accounts, r.accounts) as accounts,
            coalesce(m.amounts, r.amounts) as amounts,
            case when m.operation is null then r.units else m.units end as units,
            case when m.operation is null then r.waived else 0 end as waived
        from claim as c
        join claim_line as l on l.claim = c.id
        join receipt_line as r on r.operation = l.authorisation and r.lane = l.lane
        left join movement_line as m
            on m.authorisation = l.authorisation and m.operation = l.operation and m.lane = l.lane
                and m.position = r.position
        where c.period = %(period)s and (
            m.operation is not null
            or not exists (
                select from movement_line as other
                where other.authorisation = l.authorisation and other.operation = l.operation
                    and other.lane = l.lane
            )
        )
    )
    select
        c.merchant, l.at, coalesce(place.title, '') as outlet, coalesce(t.code, '') as till,
        coalesce(o.receipt, bought.receipt, '') as receipt, l.authorisation, l.lane, l.position, l.gtin,
        l.article, l.name, kind.title_ru as category, l.quantity, l.amount,
        (part.amount * sign(l.moved))::bigint as covered,
        case when programme.is_sensitive then %(unnamed)s else programme.title_ru end as programme,
        o.kind, a.version, a.slot, (coalesce(part.units, 0) * sign(l.moved))::integer as units,
        (case when part.units > 0 then l.waived * sign(l.moved) else 0 end)::bigint as waived
    from line as l
    join claim as c on c.id = l.claim
    join operation as o on o.id = l.operation and o.lane = l.lane
    join operation as bought on bought.id = l.authorisation and bought.lane = l.lane
    cross join lateral unnest(l.accounts, l.amounts, l.units) as part (account, amount, units)
    join account as a on a.id = l.account and a.lane = l.lane
    join programme_version as version on version.number = a.version
    join programme on programme.number = version.programme
    left join category as kind on kind.number = l.category
    left join till as t on t.id = o.till
    left join outlet as place on place.id = t.outlet
    where part.account = l.account
    order by c.merchant, l.at, l.moved < 0, l.authorisation, l.operation, l.position, l.account
"""


def read_register_heads(conn: Connection, *, period: int) -> list[RegisterHead]:
    """The merchants of a period and what each is owed, in the order of `read_register_lines`."""
    with conn.cursor(row_factory=class_row(RegisterHead)) as cursor:
        return cursor.execute(
            """
            select
                c.merchant, m.inn, m.title_ru as title, c.amount, c.carried, c.receipts,
                (
                    select count(distinct l.authorisation)
                    from claim_line as l
                    join operation as o on o.id = l.operation and o.lane = l.lane and o.kind = 3
                    where l.claim = c.id
                ) as voided
            from claim as c
            join merchant as m on m.id = c.merchant
            where c.period = %(period)s
            order by c.merchant
            """,
            {"period": period},
        ).fetchall()


def read_register_lines(conn: Connection, *, period: int) -> Iterator[RegisterLine]:
    """What each account paid of each receipt line: by merchant, then in the order it happened."""
    # Right after a period is closed nobody has counted its lines, and the planner takes them for few.
    conn.execute("set local enable_nestloop = off")
    with conn.cursor("register_lines", row_factory=class_row(RegisterLine)) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(
            _REGISTER_LINES,
            {"period": period, "unnamed": UNNAMED_PROGRAMME},
        )
        yield from cursor


def read_source_totals(conn: Connection, *, period: int) -> list[tuple[str, str, str, int, int]]:
    """Merchant's number for taxes and title, source, kopecks and kopecks carried, over all claims of a period."""
    return conn.execute(
        """
        select m.inn, m.title_ru, f.id, sum(s.amount)::bigint, sum(s.carried)::bigint
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
