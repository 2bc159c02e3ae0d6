"""What the books are made of: sums over postings, receipts, certificates and claims."""

from zoneinfo import ZoneInfo

from psycopg import Connection
from psycopg.rows import class_row

from socert.domain.monitoring.model.books import MerchantBooks


def read_moved(conn: Connection) -> dict[str, int]:
    """Kopecks issued, returned, captured, refunded and paid, by postings."""
    row = conn.execute(
        """
        select
            coalesce(sum(p.amount) filter (where d.kind = 'appropriation' and c.kind is null), 0)::bigint,
            coalesce(sum(p.amount) filter (where d.kind is null and c.kind = 'appropriation'), 0)::bigint,
            coalesce(sum(p.amount) filter (where d.kind is null and c.kind = 'payable'), 0)::bigint,
            coalesce(sum(p.amount) filter (where d.kind = 'payable' and c.kind is null), 0)::bigint,
            coalesce(sum(p.amount) filter (where d.kind = 'payable' and c.kind = 'paid'), 0)::bigint
                - coalesce(sum(p.amount) filter (where d.kind = 'paid' and c.kind = 'payable'), 0)::bigint
        from posting as p
        left join ledger_account as d on d.id = p.debit
        left join ledger_account as c on c.id = p.credit
        """
    ).fetchone()
    assert row is not None
    return dict(zip(("issued", "returned", "captured", "refunded", "paid"), row, strict=True))


def read_own_money(conn: Connection) -> int:
    """Kopecks buyers paid themselves for what was captured, or where nothing was covered, less what they got back."""
    row = conn.execute(
        """
        with fate as (
            select
                parent, lane,
                bool_or(kind = 2) as is_captured,
                bool_or(kind = 3) as is_voided
            from operation
            where parent is not null and outcome = 1
            group by parent, lane
        ),
        at_once as (
            select distinct operation, lane
            from posting
            where debit > 4294967295 and credit between 1 and 4294967295
        ),
        whole as (
            select coalesce(sum(o.total - o.covered), 0) as kopecks
            from operation as o
            left join fate as f on f.parent = o.id and f.lane = o.lane
            left join at_once as a on a.operation = o.id and a.lane = o.lane
            where o.kind = 1
                and o.holder is not null
                and not coalesce(f.is_voided, false)
                and (o.covered = 0 or coalesce(f.is_captured, false) or a.operation is not null)
                and not exists (
                    select from movement_line as m
                    where m.authorisation = o.id and m.lane = o.lane and m.capture = m.operation
                )
        ),
        part as (
            select coalesce(sum(
                case when m.capture = m.operation then 1 else -1 end
                    * (m.amount - (select coalesce(sum(one), 0) from unnest(m.amounts) as one))
            ), 0) as kopecks
            from movement_line as m
        )
        select (whole.kopecks + part.kopecks)::bigint from whole, part
        """
    ).fetchone()
    assert row is not None
    kopecks: int = row[0]
    return kopecks


def read_people(conn: Connection) -> tuple[int, int]:
    """How many people have or had a certificate, and how many certificates were issued."""
    row = conn.execute("select count(distinct holder), count(*) from certificate").fetchone()
    assert row is not None
    return row[0], row[1]


def read_lines_not_covered(conn: Connection) -> dict[str, int]:
    """How many lines were not covered at all, by the code of the reason."""
    return dict(
        conn.execute(
            """
            select reason, count(*)
            from receipt_line
            where covered = 0 and reason is not null
            group by reason
            order by reason
            """
        ).fetchall()
    )


def read_lines_denied(conn: Connection) -> dict[str, int]:
    """How many lines fell under a deny list, by the id of its entry."""
    return dict(
        conn.execute(
            """
            select c.id, count(*)
            from receipt_line as r
            join category as c on c.number = r.denied
            where r.covered = 0
            group by c.id
            order by c.id
            """
        ).fetchall()
    )


def read_weeks(conn: Connection, *, zone: ZoneInfo) -> tuple[str, ...]:
    """The ISO weeks in which anything was captured, on the region's clocks: 2026-W47."""
    rows = conn.execute(
        """
        select distinct to_char(p.at at time zone %(zone)s, 'IYYY-"W"IW')
        from posting as p
        join ledger_account as owed on owed.id = p.credit and owed.kind = 'payable'
        where abs(p.debit) > 4294967295
        order by 1
        """,
        {"zone": zone.key},
    ).fetchall()
    return tuple(row[0] for row in rows)


def read_merchants(conn: Connection) -> tuple[MerchantBooks, ...]:
    """What merchants were owed by claims, net of what was returned, and paid; those that had any."""
    with conn.cursor(row_factory=class_row(MerchantBooks)) as cursor:
        cursor.execute(
            """
            select
                c.merchant, m.inn, m.title_ru, m.title_en,
                sum(c.amount)::bigint as claimed_kopecks,
                coalesce(sum(c.amount + c.carried) filter (where c.status = 2), 0)::bigint as paid_kopecks
            from claim as c
            join merchant as m on m.id = c.merchant
            group by c.merchant, m.inn, m.title_ru, m.title_en
            order by c.merchant
            """
        )
        return tuple(cursor.fetchall())
