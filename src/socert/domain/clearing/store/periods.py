"""Periods and the claims a closing makes."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from socert.domain.clearing.model import (
    CLAIM_LIFE,
    Claim,
    ClaimEvent,
    ClaimStatus,
    ClosedPeriod,
    ExpectedClaim,
    PeriodSums,
    SharedLine,
    SourceAmount,
)

_CHUNK = 10_000
_CLAIM = """
    c.id, c.period, c.merchant, c.amount, c.carried, c.receipts,
    (
        select count(distinct l.authorisation)
        from claim_line as l
        join operation as o on o.id = l.operation and o.lane = l.lane and o.kind = 3
        where l.claim = c.id
    ),
    c.status, c.paid_by, c.carried_into, paid.at, paid.answer
"""
# Payments are the office's, whose operations lie in lane 0.
_CLAIMS = "claim as c left join operation as paid on paid.id = c.paid_by and paid.lane = 0"

# A posting between a certificate's account (numbers from 2³² up, minus the number for its held side) and a merchant's.
# Payments move between a merchant's account and a source's, so neither of their sides is a certificate's.
_TRADED = """
    posting as p
    join ledger_account as owed
        on owed.id = case when p.credit between 1 and 4294967295 then p.credit else p.debit end
        and owed.kind = 'payable'
"""
_WITH_A_CERTIFICATE = "greatest(abs(p.debit), abs(p.credit)) > 4294967295"


#: Every posting to or from what a merchant is owed in a period, and what their claims before left to owe back.
_LINES = f"""
        line as materialized (
            select
                owed.merchant, p.lane, p.operation,
                case when o.kind = 1 then o.id else o.parent end as authorisation,
                case when p.credit = owed.id then abs(p.debit) else p.credit end as account,
                case when p.credit = owed.id then p.amount else -p.amount end as amount,
                p.at
            from {_TRADED}
            join operation as o on o.id = p.operation and o.lane = p.lane
            where {_WITH_A_CERTIFICATE} and p.at >= %(starts_at)s and p.at < %(ends_at)s
        ),
        owed_back as (
            select merchant, sum(amount + carried) as carried
            from claim
            where status = %(presented)s and amount + carried <= 0
            group by merchant
        )
"""  # noqa: S608 - put together from our own constants


def read_last_end(conn: Connection) -> datetime | None:
    """Where the last closed period ends; None before the first."""
    row = conn.execute("select max(ends_at) from period").fetchone()
    return None if row is None else row[0]


def read_first_traded(conn: Connection, *, before: datetime) -> datetime | None:
    """When a merchant was first owed something, before an instant."""
    row = conn.execute(
        f"select min(p.at) from {_TRADED} where {_WITH_A_CERTIFICATE} and p.at < %(before)s",  # noqa: S608 - our own
        {"before": before},
    ).fetchone()
    return None if row is None else row[0]


def insert_period(conn: Connection, *, starts_at: datetime, ends_at: datetime, closed_at: datetime) -> int:
    """A closed period; gives its number."""
    row = conn.execute(
        """
        insert into period (starts_at, ends_at, closed_at)
        values (%(starts_at)s, %(ends_at)s, %(closed_at)s)
        returning id
        """,
        {"starts_at": starts_at, "ends_at": ends_at, "closed_at": closed_at},
    ).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def insert_claims(conn: Connection, *, period: int, starts_at: datetime, ends_at: datetime) -> None:
    """One claim a merchant, with a line for every posting to or from what it is owed, in one statement.

    It carries what the merchant's earlier claims of zero or less left to owe back.
    """
    conn.execute(
        f"""
        with {_LINES},
        made as (
            insert into claim (id, period, merchant, amount, receipts, status, carried)
            select
                gen_random_uuid(), %(period)s, merchant, sum(amount), count(distinct authorisation), %(presented)s,
                coalesce(max(owed_back.carried), 0)
            from line
            left join owed_back using (merchant)
            group by merchant
            order by merchant
            returning id, merchant
        )
        insert into claim_line (claim, lane, operation, authorisation, account, amount, at)
        select made.id, line.lane, line.operation, line.authorisation, line.account, line.amount, line.at
        from line
        join made using (merchant)
        """,  # noqa: S608 - put together from our own constants
        {
            "period": period,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "presented": int(ClaimStatus.PRESENTED),
        },
    )


def read_expected(conn: Connection, *, starts_at: datetime, ends_at: datetime) -> tuple[ExpectedClaim, ...]:
    """What `insert_claims` would make of what is posted by now, by merchant."""
    rows = conn.execute(
        f"""
        with {_LINES}
        select merchant, sum(amount)::bigint, count(distinct authorisation), coalesce(max(owed_back.carried), 0)::bigint
        from line
        left join owed_back using (merchant)
        group by merchant
        order by merchant
        """,  # noqa: S608 - put together from our own constants
        {"starts_at": starts_at, "ends_at": ends_at, "presented": int(ClaimStatus.PRESENTED)},
    )
    return tuple(ExpectedClaim(*row) for row in rows)


def carry_over(conn: Connection, *, period: int) -> None:
    """Note of claims of zero or less which claim of this period took them over, as `insert_claims` counted."""
    conn.execute(
        """
        update claim as before set status = %(carried)s, carried_into = c.id
        from claim as c
        where c.period = %(period)s and c.merchant = before.merchant and before.period <> %(period)s
            and before.status = %(presented)s and before.amount + before.carried <= 0
        """,
        {
            "period": period,
            "presented": int(ClaimStatus.PRESENTED),
            "carried": int(CLAIM_LIFE[ClaimStatus.PRESENTED, ClaimEvent.CARRY]),
        },
    )


def read_carried_sources(conn: Connection, *, period: int) -> list[tuple[UUID, int, int, int]]:
    """Whose money it is that the claims of a period took over, as claim, lane, source, kopecks."""
    return conn.execute(
        """
        select c.id, s.lane, s.source, sum(s.amount + s.carried)::bigint
        from claim as c
        join claim as before on before.carried_into = c.id
        join claim_source as s on s.claim = before.id
        where c.period = %(period)s
        group by c.id, s.lane, s.source
        """,
        {"period": period},
    ).fetchall()


def read_sums_by_version(conn: Connection, *, period: int) -> list[tuple[UUID, int, int, int]]:
    """What accounts of each programme version consumed, as claim, lane, version, kopecks."""
    return conn.execute(
        """
        select l.claim, l.lane, a.version, sum(l.amount)::bigint
        from claim as c
        join claim_line as l on l.claim = c.id
        join account as a on a.id = l.account and a.lane = l.lane
        where c.period = %(period)s
        group by l.claim, l.lane, a.version
        """,
        {"period": period},
    ).fetchall()


def read_shared_lines(conn: Connection, *, period: int, versions: Collection[int]) -> Iterator[SharedLine]:
    """The lines of accounts of these versions, an account's together, in the order they happened.

    At one instant, which is one batch, what was taken comes before what was given back.
    """
    with conn.cursor("shared_lines", row_factory=class_row(SharedLine)) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(
            """
            with before as (
                select l.account, sum(l.amount)::bigint as consumed
                from claim as c
                join claim_line as l on l.claim = c.id
                where c.period <> %(period)s
                group by l.account
            )
            select
                l.account, a.version, coalesce(before.consumed, 0) as consumed_before, l.claim, l.lane, l.amount
            from claim as c
            join claim_line as l on l.claim = c.id
            join account as a on a.id = l.account and a.lane = l.lane
            left join before on before.account = l.account
            where c.period = %(period)s and a.version = any (%(versions)s)
            order by l.account, l.at, l.amount desc, l.operation
            """,
            {"period": period, "versions": list(versions)},
        )
        yield from cursor


def insert_sources(conn: Connection, parts: Iterable[tuple[UUID, SourceAmount]]) -> None:
    """Whose money the claims are."""
    with (
        conn.cursor() as cursor,
        cursor.copy("copy claim_source (claim, lane, source, amount, carried) from stdin") as copy,
    ):
        for claim, part in parts:
            copy.write_row((claim, part.lane, part.source, part.amount, part.carried))


def read_period(conn: Connection, *, period: int) -> tuple[datetime, datetime, datetime] | None:
    """Start, end and time of closing of a period; None when there is no such period."""
    row = conn.execute(
        "select starts_at, ends_at, closed_at from period where id = %(period)s", {"period": period}
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def read_period_numbers(conn: Connection) -> list[int]:
    """The numbers of all periods, the oldest first."""
    return [row[0] for row in conn.execute("select id from period order by starts_at").fetchall()]


def read_period_sums(conn: Connection) -> list[PeriodSums]:
    """Periods with the sums of their claims, the newest first."""
    rows = conn.execute(
        """
        select
            p.id, p.starts_at, p.ends_at, count(c.id),
            coalesce(sum(c.amount + c.carried) filter (where c.amount + c.carried > 0), 0)::bigint,
            coalesce(sum(c.amount + c.carried) filter (where c.status = %(paid)s), 0)::bigint
        from period as p
        left join claim as c on c.period = p.id
        group by p.id
        order by p.id desc
        """,
        {"paid": int(ClaimStatus.PAID)},
    )
    return [PeriodSums(*row) for row in rows]


def read_claims(conn: Connection, *, period: int) -> tuple[Claim, ...]:
    """The claims of a period, by merchant."""
    rows = conn.execute(
        f"select {_CLAIM} from {_CLAIMS} where c.period = %(period)s order by c.merchant",  # noqa: S608 - our own
        {"period": period},
    ).fetchall()
    return tuple(_claim(row) for row in rows)


def lock_claim(conn: Connection, *, claim: UUID) -> Claim | None:
    """A claim, locked until the transaction ends; None when there is no such claim."""
    row = conn.execute(
        f"select {_CLAIM} from {_CLAIMS} where c.id = %(claim)s for update of c",  # noqa: S608 - our own
        {"claim": claim},
    ).fetchone()
    return None if row is None else _claim(row)


def read_sources(conn: Connection, *, claim: UUID) -> list[SourceAmount]:
    """Whose money a claim is, by lane."""
    with conn.cursor(row_factory=class_row(SourceAmount)) as cursor:
        return cursor.execute(
            "select source, lane, amount, carried from claim_source where claim = %(claim)s order by lane, source",
            {"claim": claim},
        ).fetchall()


def update_paid(conn: Connection, *, claim: UUID, status: ClaimStatus, paid_by: UUID) -> None:
    """Note which operation paid a claim."""
    conn.execute(
        "update claim set status = %(status)s, paid_by = %(paid_by)s where id = %(claim)s",
        {"status": int(status), "paid_by": paid_by, "claim": claim},
    )


def read_differing_claim(conn: Connection, *, period: int) -> UUID | None:
    """A claim that differs from its lines or from its sources; None, as it must be."""
    row = conn.execute(
        """
        select c.id
        from claim as c
        where c.period = %(period)s
            and (
                c.amount <> coalesce((select sum(l.amount) from claim_line as l where l.claim = c.id), 0)
                or c.amount <> coalesce((select sum(s.amount) from claim_source as s where s.claim = c.id), 0)
                or c.carried <> coalesce((select sum(s.carried) from claim_source as s where s.claim = c.id), 0)
            )
        limit 1
        """,
        {"period": period},
    ).fetchone()
    return None if row is None else row[0]


def build_period(conn: Connection, *, period: int) -> ClosedPeriod | None:
    """A period with its claims; None when there is no such period."""
    times = read_period(conn, period=period)
    return None if times is None else ClosedPeriod(period, *times, claims=read_claims(conn, period=period))


def _claim(row: tuple[Any, ...]) -> Claim:
    claim, period, merchant, amount, carried, receipts, voided, status, paid_by, into, paid_at, details = row
    return Claim(
        id=claim,
        period=period,
        merchant=merchant,
        amount=amount,
        carried=carried,
        receipts=receipts,
        voided=voided,
        status=ClaimStatus(status),
        paid_by=paid_by,
        carried_into=into,
        paid_at=paid_at,
        reference=None if details is None else str(json.loads(details)["reference"]),
    )
