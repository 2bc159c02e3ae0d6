"""Close a period and compute what every merchant is owed."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import audit, budgets, ledger, programmes
from socert.domain.clearing.model import ClearingRefused, ClosedPeriod, ExpectedPeriod, SourceAmount
from socert.domain.clearing.rules.boundaries import ALREADY_CLOSED, NOTHING_TRADED, refuse_end, start_of_day
from socert.domain.clearing.rules.sources import Funding, Parts, add_shared_lines
from socert.domain.clearing.store import periods


class ClaimsDiffer(Exception):
    """A claim is not the sum of its lines or of its sources: nothing was closed."""


def close_period(
    conn: Connection, *, until: datetime, now: datetime, zone: ZoneInfo, actor: audit.Actor
) -> ClosedPeriod | ClearingRefused:
    """Close everything up to `until` and make a claim per merchant that was owed or gave back something.

    A claim of zero or less is kept with its amount and is never paid; the merchant's next claim carries it.

    Args:
        conn: the caller's transaction, read committed; nothing else is posted until it ends.
        until: a day boundary on the region's clocks, not in the future of `now`.
        now: what time it is here.
        zone: the region's time zone.
        actor: who closes, for the audit.

    Raises:
        ClaimsDiffer: the sums disagree, which a sound ledger makes impossible.
    """
    refused = refuse_end(until, now=now, zone=zone)
    if refused is not None:
        return refused
    if periods.read_last_end(conn) is None and periods.read_first_traded(conn, before=until) is None:
        return NOTHING_TRADED
    # First the door, then the count: this waits for every batch under way, and the next ones find the period closed.
    ledger.close_through(conn, until=until)
    starts_at = _start(conn, until=until, zone=zone)
    if starts_at >= until:
        return ALREADY_CLOSED
    period = periods.insert_period(conn, starts_at=starts_at, ends_at=until, closed_at=now)
    periods.insert_claims(conn, period=period, starts_at=starts_at, ends_at=until)
    periods.carry_over(conn, period=period)
    _split_by_source(conn, period=period)
    differing = periods.read_differing_claim(conn, period=period)
    if differing is not None:
        raise ClaimsDiffer(f"Claim {differing} differs from its lines or its sources. Please run `socert verify`.")
    closed = periods.build_period(conn, period=period)
    assert closed is not None
    _note(conn, closed, actor=actor)
    return closed


def expect_claims(
    conn: Connection, *, until: datetime, now: datetime, zone: ZoneInfo
) -> ExpectedPeriod | ClearingRefused:
    """What closing everything up to `until` would make, with the refusals of `close_period`; nobody waits for it."""
    refused = refuse_end(until, now=now, zone=zone)
    if refused is not None:
        return refused
    if periods.read_last_end(conn) is None and periods.read_first_traded(conn, before=until) is None:
        return NOTHING_TRADED
    starts_at = _start(conn, until=until, zone=zone)
    if starts_at >= until:
        return ALREADY_CLOSED
    return ExpectedPeriod(starts_at, until, periods.read_expected(conn, starts_at=starts_at, ends_at=until))


def _start(conn: Connection, *, until: datetime, zone: ZoneInfo) -> datetime:
    last = periods.read_last_end(conn)
    if last is not None:
        return last
    first = periods.read_first_traded(conn, before=until)
    assert first is not None, "trade was seen a moment ago"
    return start_of_day(first, zone=zone)


def _split_by_source(conn: Connection, *, period: int) -> None:
    fundings = _fundings(conn)
    parts: Parts = {}
    for claim, lane, version, amount in periods.read_sums_by_version(conn, period=period):
        funding = fundings[version]
        if len(funding.sources) == 1:
            where = (claim, lane, funding.sources[0])
            parts[where] = parts.get(where, 0) + amount
    shared = [version for version, funding in fundings.items() if len(funding.sources) > 1]
    add_shared_lines(
        parts, periods.read_shared_lines(conn, period=period, versions=shared) if shared else (), fundings=fundings
    )
    carried = {
        (claim, lane, source): amount
        for claim, lane, source, amount in periods.read_carried_sources(conn, period=period)
    }
    wheres = sorted(where for where in parts.keys() | carried.keys() if parts.get(where) or carried.get(where))
    periods.insert_sources(
        conn,
        (
            (where[0], SourceAmount(where[2], where[1], amount=parts.get(where, 0), carried=carried.get(where, 0)))
            for where in wheres
        ),
    )


def _fundings(conn: Connection) -> Mapping[int, Funding]:
    numbers = {one.id: one.number for one in budgets.sources(conn)}
    return {
        version.number: Funding(
            sources=tuple(numbers[one.source] for one in version.funding),
            shares=tuple(one.share for one in version.funding),
        )
        for version in programmes.versions(conn)
    }


def _note(conn: Connection, closed: ClosedPeriod, *, actor: audit.Actor) -> None:
    audit.record(
        conn,
        actor=actor,
        action="period_closed",
        subject=f"period:{closed.period}",
        purpose="clearing",
        details={"ends_at": closed.ends_at.isoformat(), "claims": len(closed.claims)},
        at=closed.closed_at,
    )
